"""The pages of joining, as a browser without script asks for them."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.actions.invitations import invite_colleague
from community.models import Application, ConsentDocument, Invitation, User
from community.queries import is_member
from community.queries.applications import link_of
from community.queries.consents import missing_consents
from tests.conftest import PASSWORD
from tests.factories.community import (
    ORGANISATION_STEP,
    PERSON_STEP,
    OrganisationFactory,
    agree,
    application_of,
    belong,
    consent_documents,
)

Make = Callable[..., User]

pytestmark = pytest.mark.usefixtures("content_tree")


@pytest.fixture
def documents(db: None) -> list[ConsentDocument]:
    return consent_documents()


@pytest.fixture
def post(client: Client, django_capture_on_commit_callbacks: Callable) -> Callable:
    """Send a form as a browser does, and its mails with it."""

    def send(path: str, data: dict[str, object], who: Client = client) -> object:
        with django_capture_on_commit_callbacks(execute=True):
            return who.post(path, data)

    return send


@pytest.fixture
def sign_in(sign_in: Callable) -> Callable:
    """Members here have agreed to what there is to agree to."""

    def make(person: User) -> Client:
        agree(person)
        return sign_in(person)

    return make


@pytest.fixture
def organiser(make_region: Callable, make_person: Make) -> User:
    make_region("kinki")
    return make_person("organiser", region="kinki")


def link_in(message: mail.EmailMessage) -> str:
    return re.search(r"https?://[^/\s]+(/(?:en/)?join/\S+)", message.body)[1]


def consent_fields(documents: list[ConsentDocument]) -> dict[str, object]:
    boxes = {document.kind: "on" for document in documents}
    return boxes | {f"{document.kind}_version": document.version for document in documents}


def begin(post: Callable, membership_class: str = "corp", email: str = "midori@example.jp") -> str:
    post("/join/apply/", {"membership_class": membership_class, "email": email})
    return link_in(mail.outbox[-1])


def test_answer_is_the_same_for_known_and_unknown_addresses(post: Callable, make_person: Make) -> None:
    make_person("member", email="here@example.jp")
    answers = [
        post("/join/apply/", {"membership_class": "corp", "email": email})
        for email in ("here@example.jp", "no@example.jp")
    ]
    assert [(each.status_code, each["Location"]) for each in answers] == [(302, "/join/sent/")] * 2
    assert [message.to for message in mail.outbox] == [["here@example.jp"], ["no@example.jp"]]


def test_known_and_unknown_addresses_cost_the_same_questions(post: Callable, make_person: Make) -> None:
    make_person("member", email="here@example.jp")
    post("/join/apply/", {"membership_class": "corp", "email": "first@example.jp"})
    counts = []
    for email in ("here@example.jp", "no@example.jp"):
        with CaptureQueriesContext(connection) as questions:
            post("/join/apply/", {"membership_class": "corp", "email": email})
        counts.append(len(questions))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("path", ["/join/apply/", "/join/sent/"])
def test_pages_with_forms_are_never_stored(client: Client, path: str) -> None:
    assert "no-store" in client.get(path)["Cache-Control"]


def test_nothing_chosen_is_said_at_the_field(post: Callable) -> None:
    answer = post("/join/apply/", {"email": "not an address"})
    assert answer.status_code == 422
    assert "参加のしかたを選んでください" in answer.content.decode()
    assert "not an address" in answer.content.decode()


def test_corporation_goes_through_every_step(
    client: Client, post: Callable, documents: list[ConsentDocument], organiser: User
) -> None:
    start = begin(post)
    step = client.get(start)["Location"]
    assert step.endswith("/organisation/")
    step = post(step, ORGANISATION_STEP)["Location"]
    assert step.endswith("/person/")
    assert client.get(start)["Location"] == step
    step = post(step, PERSON_STEP)["Location"]
    text = client.get(step).content.decode()
    assert text.count("checkbox") == 3
    assert "checked" not in text
    step = post(step, consent_fields(documents))["Location"]
    shown = client.get(step).content.decode()
    for words in ("8999900009901", "試作 みどり", "aoba.example", "中小企業者", "生産用機械器具製造業"):
        assert words in shown
    post(step, {})
    assert Application.objects.get().state == "submitted"
    assert "申し込みが届きました" in client.get(start).content.decode()


def test_stopped_application_shows_again_what_was_written(client: Client, post: Callable) -> None:
    start = begin(post)
    post(f"{start}organisation/", ORGANISATION_STEP)
    again = Client().get(f"{start}organisation/").content.decode()
    assert "株式会社架空あおば製作所" in again
    assert 'value="27" selected' in again


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("corporate_number", "1999900009901", "13桁"),
        ("name_ja", "あ" * 10_000, "120"),
        ("domains", "こんにちは", "ドメインとして読めません"),
        ("employees", "-5", "1"),
    ],
)
def test_wrong_fact_is_named_and_nothing_is_lost(post: Callable, field: str, value: str, words: str) -> None:
    start = begin(post)
    answer = post(f"{start}organisation/", ORGANISATION_STEP | {field: value})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert value[:200] in text
    assert "Aoba Works" in text
    assert Application.objects.get().facts == {}


def test_two_of_three_consents_are_not_enough(post: Callable, documents: list[ConsentDocument]) -> None:
    start = begin(post, "individual")
    fields = consent_fields(documents)
    del fields["bylaws"]
    answer = post(f"{start}consents/", fields)
    assert answer.status_code == 422
    assert answer.content.decode().count("checked") == 2
    assert not Application.objects.get().consents.exists()


def test_consent_to_a_text_that_changed_meanwhile_is_asked_again(
    post: Callable, documents: list[ConsentDocument]
) -> None:
    start = begin(post, "individual")
    answer = post(f"{start}consents/", consent_fields(documents) | {"bylaws_version": 99})
    assert "本文が新しくなりました" in answer.content.decode()


def test_unknown_link_says_what_to_do(client: Client) -> None:
    answer = client.get("/join/application/nonsense/")
    assert answer.status_code == 404
    assert "このリンクでは開けません" in answer.content.decode()


def test_application_is_taken_back(client: Client, post: Callable) -> None:
    start = begin(post)
    post(f"{start}organisation/", ORGANISATION_STEP)
    post(f"{start}withdraw/", {})
    assert Application.objects.get().particulars == {}
    assert "取り下げました" in client.get(start).content.decode()


def accepted(post: Callable, sign_in: Callable, organiser: User, membership_class: str = "corp") -> str:
    application = application_of(membership_class=membership_class)
    post(f"/members/applications/{application.pk}/", {"decision": "accept"}, sign_in(organiser))
    return link_in(mail.outbox[-1])


def test_organiser_accepts_and_the_invited_sets_a_password(
    client: Client, post: Callable, sign_in: Callable, organiser: User
) -> None:
    invitation = accepted(post, sign_in, organiser)
    answer = post(invitation, {"name": "試作 みどり", "password": PASSWORD, "repeated": PASSWORD})
    assert answer["Location"] == "/members/"
    person = User.objects.get(email="midori@example.jp")
    assert is_member(person)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.get("/members/")["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get(invitation).status_code == 410


def test_weak_password_is_refused_and_the_link_stays_good(
    client: Client, post: Callable, sign_in: Callable, organiser: User
) -> None:
    invitation = accepted(post, sign_in, organiser)
    answer = post(invitation, {"name": "試作 みどり", "password": "1234", "repeated": "1234"})
    assert answer.status_code == 422
    assert client.get(invitation).status_code == 200
    assert not User.objects.get(email="midori@example.jp").has_usable_password()


def test_expired_invitation_is_sent_again_with_another_link(
    client: Client, post: Callable, sign_in: Callable, organiser: User
) -> None:
    invitation = accepted(post, sign_in, organiser, "individual")
    Invitation.objects.update(expires_at=timezone.now())
    closed = client.get(invitation)
    assert closed.status_code == 410
    assert "新しいリンクを送る" in closed.content.decode()
    post(f"{invitation}again/", {})
    assert mail.outbox[-1].to == ["midori@example.jp"]
    assert link_in(mail.outbox[-1]) != invitation
    assert client.get(invitation).status_code == 404
    assert client.get(link_in(mail.outbox[-1])).status_code == 200


def test_organiser_declines_without_a_reason_and_is_asked_for_it(
    post: Callable, sign_in: Callable, organiser: User
) -> None:
    application = application_of()
    answer = post(f"/members/applications/{application.pk}/", {"decision": "decline"}, sign_in(organiser))
    assert answer.status_code == 422
    assert "理由を書いてください" in answer.content.decode()


def test_application_of_another_region_is_not_there(
    sign_in: Callable, organiser: User, make_region: Callable, make_person: Make
) -> None:
    application = application_of()
    make_region("kanto")
    stranger = sign_in(make_person("organiser", region="kanto"))
    assert stranger.get(f"/members/applications/{application.pk}/").status_code == 404
    assert "あおば" not in stranger.get("/members/applications/").content.decode()
    assert "あおば" in sign_in(organiser).get("/members/applications/").content.decode()
    assert sign_in(make_person("member")).get("/members/applications/").status_code == 403


def test_invited_colleague_agrees_and_comes_in(
    client: Client, post: Callable, documents: list[ConsentDocument], make_person: Make
) -> None:
    lead, organisation = make_person("member"), OrganisationFactory()
    belong(lead, organisation, is_responsible=True)
    invitation = invite_colleague(
        organisation=organisation, email="colleague@example.jp", name="同僚 一", by=lead, language="ja"
    )
    path = f"/join/invitation/{link_of(invitation)}/"
    fields = {"name": "同僚 一", "password": PASSWORD, "repeated": PASSWORD}
    assert post(path, fields).status_code == 422
    assert not User.objects.filter(email="colleague@example.jp").exists()
    post(path, fields | consent_fields(documents))
    colleague = User.objects.get(email="colleague@example.jp")
    assert is_member(colleague)
    assert missing_consents(colleague) == []
    assert list(colleague.affiliations.values_list("organisation", "is_responsible")) == [(organisation.pk, False)]


def test_invited_member_joins_one_more_organisation(
    client: Client, post: Callable, sign_in: Callable, make_person: Make
) -> None:
    lead, member, organisation = make_person("member"), make_person("member"), OrganisationFactory()
    belong(lead, organisation, is_responsible=True)
    invitation = invite_colleague(organisation=organisation, email=member.email, name="", by=lead, language="ja")
    path = f"/join/invitation/{link_of(invitation)}/"
    assert client.get(path)["Location"].startswith(reverse("account_login"))
    assert "別のアドレス宛て" in sign_in(lead).get(path).content.decode()
    post(path, {}, sign_in(member))
    assert member.affiliations.get().organisation == organisation
