"""A lost phone: from the mail to a new second factor, with two people who say who it is."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from community.models import Affiliation, Recovery, RecoveryApproval, User
from community.queries.people_security import awaits_new_factor, entitled_to_approve
from community.tasks.recovery import carry_out_due_recoveries
from tests.conftest import PASSWORD
from tests.factories.community import OrganisationFactory

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
State = Recovery.State
STEP = 58_000_000


@pytest.fixture(autouse=True)
def region(make_region: Callable) -> None:
    make_region("kinki")
    make_region("kanto")


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Callable) -> Callable:
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def member(make_person: Callable[..., User]) -> User:
    """A member of an organisation in Osaka."""
    person = make_person("member", totp_secret=SECRET, name="試作 花子")
    Affiliation.objects.create(user=person, organisation=OrganisationFactory(prefecture_id="27"))
    return person


@pytest.fixture
def helpers(make_person: Callable[..., User]) -> list[User]:
    return [make_person("organiser", region="kinki"), make_person("secretariat")]


def link(subject: str, part: str) -> str:
    """The newest link of this kind in a mail."""
    body = next(message.body for message in reversed(mail.outbox) if subject in message.subject)
    return re.search(rf"https?://[^/]+(/members/lost-phone/{part}/\S+)", body)[1]


def confirm(member: User, commit: Callable) -> Recovery:
    """The person has asked and opened the link of the mail."""
    client = Client()
    with commit():
        client.post(reverse("members:recovery-ask"), {"email": member.email})
    with commit():
        client.post(link("ご確認ください", "confirm"))
    return Recovery.objects.get(user=member, state=State.WAITING)


def approve(recovery: Recovery, helper: User, sign_in: Callable, commit: Callable, method: str = "video") -> int:
    page = reverse("members:recovery-decide", args=[recovery.pk])
    with commit():
        answer = sign_in(helper).post(page, {"method": method, "note": "11月25日の会議で", "approve": "1"})
    recovery.refresh_from_db()
    return answer.status_code


def let_time_pass(recovery: Recovery, **time: float) -> None:
    for name in ("asked_at", "confirmed_at", "reset_at"):
        if value := getattr(recovery, name):
            setattr(recovery, name, value - timedelta(**time))
    recovery.save()


def is_in(client: Client) -> bool:
    return client.get("/members/").status_code == 200


def test_whole_way_to_a_new_factor(member: User, helpers: list[User], sign_in: Callable, commit: Callable) -> None:
    old = Client()
    old.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    codes = Authenticator.objects.get(user=member, type="recovery_codes").wrap().get_unused_codes()
    old.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_in(old)
    recovery = confirm(member, commit)
    told = {message.to[0] for message in mail.outbox if "試作 花子さんが二段階認証をなくしました" in message.subject}
    assert told == {helper.email for helper in helpers}
    let_time_pass(recovery, hours=3)

    assert approve(recovery, helpers[0], sign_in, commit) == 302
    assert recovery.state == State.WAITING
    assert Authenticator.objects.filter(user=member).exists()
    assert "2人のうち1人" in sign_in(helpers[1]).get("/members/people/recovery/").content.decode()

    approve(recovery, helpers[1], sign_in, commit, "in_person")
    assert recovery.state == State.RESET
    assert not Authenticator.objects.filter(user=member).exists()
    assert not UserSession.objects.filter(user=member).exists()
    assert not is_in(old)

    client = Client()
    assert client.post(link("設定してください", "set-up"))["Location"] == reverse("account_login")
    client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    assert client.get("/members/")["Location"] == reverse("mfa_index")


def test_password_alone_opens_nothing_after_the_reset(
    member: User, helpers: list[User], sign_in: Callable, commit: Callable, client: Client
) -> None:
    recovery = confirm(member, commit)
    let_time_pass(recovery, hours=3)
    for helper in helpers:
        approve(recovery, helper, sign_in, commit)
    answer = client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert "先に、メールのリンクを開いてください" in answer.content.decode()
    assert "_auth_user_id" not in client.session

    let_time_pass(recovery, hours=80)
    assert client.get(link("設定してください", "set-up")).status_code == 410


def test_new_factor_ends_the_recovery_and_its_link(
    member: User, helpers: list[User], sign_in: Callable, commit: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    recovery = confirm(member, commit)
    let_time_pass(recovery, hours=3)
    for helper in helpers:
        approve(recovery, helper, sign_in, commit)
    address = link("設定してください", "set-up")
    client = Client()
    client.post(address)
    client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([STEP]))
    # A test's transaction never commits; allauth announces the new factor on commit, within the request.
    monkeypatch.setattr(transaction, "on_commit", lambda announce, **_options: announce())
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": totp.format_hotp_value(totp.hotp_value(secret, STEP))})
    recovery.refresh_from_db()
    assert recovery.state == State.DONE
    assert not awaits_new_factor(member)
    assert is_in(client)
    assert Client().get(address).status_code == 410


def test_nothing_happens_before_the_waiting_time(
    member: User, helpers: list[User], sign_in: Callable, commit: Callable
) -> None:
    recovery = confirm(member, commit)
    for helper in helpers:
        approve(recovery, helper, sign_in, commit)
    assert recovery.state == State.APPROVED
    carry_out_due_recoveries()
    assert Authenticator.objects.filter(user=member).exists()

    let_time_pass(recovery, hours=3)
    carry_out_due_recoveries()
    recovery.refresh_from_db()
    assert recovery.state == State.RESET
    assert not Authenticator.objects.filter(user=member).exists()


def test_the_person_stops_it_although_two_have_approved(
    member: User, helpers: list[User], sign_in: Callable, commit: Callable
) -> None:
    recovery = confirm(member, commit)
    for helper in helpers:
        approve(recovery, helper, sign_in, commit)
    address = link("いまの状況", "stop")
    mail.outbox.clear()
    client = Client()
    assert client.get(address).status_code == 200
    with commit():
        client.post(address)
    recovery.refresh_from_db()
    assert recovery.state == State.CANCELLED
    assert {message.to[0] for message in mail.outbox} == {member.email, *(helper.email for helper in helpers)}
    let_time_pass(recovery, hours=3)
    carry_out_due_recoveries()
    assert Authenticator.objects.filter(user=member).exists()
    assert client.post(address).status_code == 410


def test_same_person_does_not_approve_twice(
    member: User, helpers: list[User], sign_in: Callable, commit: Callable
) -> None:
    recovery = confirm(member, commit)
    let_time_pass(recovery, hours=3)
    assert approve(recovery, helpers[0], sign_in, commit) == 302
    page = reverse("members:recovery-decide", args=[recovery.pk])
    again = sign_in(helpers[0]).post(page, {"method": "in_person", "approve": "1"})
    assert "2人目は別の人" in again.content.decode()
    assert RecoveryApproval.objects.filter(recovery=recovery).count() == 1
    assert Authenticator.objects.filter(user=member).exists()


@pytest.mark.parametrize("who", ["self", "member", "organiser of elsewhere", "reviewer"])
def test_others_neither_see_nor_approve(
    member: User, make_person: Callable, sign_in: Callable, commit: Callable, who: str
) -> None:
    person = {
        "self": lambda: member,
        "member": lambda: make_person("member"),
        "organiser of elsewhere": lambda: make_person("organiser", region="kanto"),
        "reviewer": lambda: make_person("reviewer", region="kinki"),
    }[who]()
    recovery = confirm(member, commit)
    page = reverse("members:recovery-decide", args=[recovery.pk])
    client = sign_in(person)
    assert client.get(page).status_code == 404
    assert client.post(page, {"method": "video", "approve": "1"}).status_code == 404
    assert "試作 花子" not in client.get("/members/people/recovery/").content.decode()
    assert not recovery.approvals.exists()


def test_organiser_never_approves_the_own_request(make_person: Callable) -> None:
    organiser = make_person("organiser", region="kinki", totp_secret=SECRET)
    Affiliation.objects.create(user=organiser, organisation=OrganisationFactory(prefecture_id="27"))
    boss = make_person("administrator", totp_secret=SECRET)
    assert set(entitled_to_approve(organiser)) == {boss}
    assert not entitled_to_approve(boss).filter(pk=boss.pk).exists()


def test_refusal_needs_a_reason_and_tells_it(
    member: User, helpers: list[User], sign_in: Callable, commit: Callable
) -> None:
    recovery = confirm(member, commit)
    client, page = sign_in(helpers[0]), reverse("members:recovery-decide", args=[recovery.pk])
    assert "理由を書いてください" in client.post(page, {"refuse": "1", "reason": ""}).content.decode()
    with commit():
        client.post(page, {"refuse": "1", "reason": "電話の相手が本人ではなかった"})
    recovery.refresh_from_db()
    assert recovery.state == State.REFUSED
    assert "電話の相手が本人ではなかった" in mail.outbox[-1].body
    assert approve(recovery, helpers[1], sign_in, commit) == 200
    assert recovery.state == State.REFUSED


def test_requests_run_out_of_time(member: User, helpers: list[User], sign_in: Callable, commit: Callable) -> None:
    with commit():
        Client().post(reverse("members:recovery-ask"), {"email": member.email})
    recovery = Recovery.objects.get()
    let_time_pass(recovery, hours=25)
    assert Client().post(link("ご確認ください", "confirm")).status_code == 410
    carry_out_due_recoveries()
    recovery.refresh_from_db()
    assert recovery.state == State.EXPIRED

    recovery = confirm(member, commit)
    let_time_pass(recovery, days=8)
    assert approve(recovery, helpers[0], sign_in, commit) == 200
    assert recovery.state == State.WAITING
    carry_out_due_recoveries()
    recovery.refresh_from_db()
    assert recovery.state == State.EXPIRED


def test_asking_again_replaces_the_link_and_later_tells_the_state(member: User, commit: Callable) -> None:
    client = Client()
    for _time in range(2):
        with commit():
            client.post(reverse("members:recovery-ask"), {"email": member.email})
    first, second = [re.search(r"(/members/lost-phone/confirm/\S+)", message.body)[1] for message in mail.outbox]
    assert client.get(first).status_code == 410
    with commit():
        client.post(second)
        client.post(reverse("members:recovery-ask"), {"email": member.email})
    assert "いまの状況" in mail.outbox[-1].subject
    assert Recovery.objects.filter(state__in=Recovery.OPEN).count() == 1


def test_every_step_is_in_the_audit_log(member: User, helpers: list[User], sign_in: Callable, commit: Callable) -> None:
    recovery = confirm(member, commit)
    let_time_pass(recovery, hours=3)
    for helper in helpers:
        approve(recovery, helper, sign_in, commit)
    entries = ModelLogEntry.objects.filter(object_id=str(member.pk), action__startswith="community.recovery")
    said = [(entry.action.partition("recovery_")[2], entry.user) for entry in entries.order_by("pk")]
    assert said == [
        ("asked", None),
        ("confirmed", None),
        ("approved", helpers[0]),
        ("approved", helpers[1]),
        ("reset", None),
    ]
    assert not any("会議" in str(entry.data) for entry in entries)
