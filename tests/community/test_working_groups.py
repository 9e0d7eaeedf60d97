"""Working groups as data: opened, renamed, closed; people come in and leave."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from wagtail.models import ModelLogEntry

from community.actions import grant_role
from community.actions.participation import (
    approve_request,
    ask_to_join,
    decline_request,
    leave_working_group,
    withdraw_request,
)
from community.actions.working_groups import (
    close_working_group,
    open_working_group,
    rename_working_group,
    reopen_working_group,
)
from community.models import Affiliation, Seat, User, WorkingGroup, WorkingGroupMembership, WorkingGroupRequest
from community.queries import in_working_group
from community.queries.working_groups import requests_waiting_for, roster
from tests.factories.community import OrganisationFactory, WorkingGroupFactory

WORDS = {"name_ja": "攻撃動向WG", "name_en": "Threat WG", "aim_ja": "動向を分けます。", "aim_en": "Shares trends."}
Make = Callable[..., User]
pytestmark = pytest.mark.usefixtures("content_tree")


@pytest.fixture
def office(make_person: Make) -> User:
    return make_person("secretariat")


@pytest.fixture
def group() -> WorkingGroup:
    return WorkingGroupFactory(code="sme", name_ja="中小企業WG")


@pytest.fixture
def chair(make_person: Make, group: WorkingGroup) -> User:
    person = make_person("member", email="chair@example.jp")
    grant_role(user=person, role="chair", working_group=group)
    return person


def logged(group: WorkingGroup) -> list[str]:
    entries = ModelLogEntry.objects.filter(object_id=group.pk, action__startswith="community.working_group")
    return [entry.action.removeprefix("community.working_group_") for entry in entries.order_by("pk")]


def test_opened_group_has_pages_in_both_languages_at_once(client: Client, office: User) -> None:
    group = open_working_group(by=office, code="threat", **WORDS)
    assert "攻撃動向WG" in client.get("/working-groups/threat/").content.decode()
    assert "Shares trends." in client.get("/en/working-groups/threat/").content.decode()
    assert 'hreflang="en"' in client.get("/working-groups/threat/").content.decode()
    assert logged(group) == ["opened"]


def test_code_is_taken_once(office: User, group: WorkingGroup) -> None:
    with pytest.raises(ValidationError, match="もうあります"):
        open_working_group(by=office, code=group.pk, **WORDS)


def test_renamed_group_keeps_its_address_and_its_earlier_names(client: Client, office: User) -> None:
    group = open_working_group(by=office, code="threat", **WORDS)
    rename_working_group(group=group, by=office, reason="範囲が広がった", name_ja="脅威WG", name_en="Threats WG")
    text = client.get("/working-groups/threat/").content.decode()
    assert "<h1>脅威WG</h1>" in text
    assert "攻撃動向WG" in text
    assert "<h1>Threats WG</h1>" in client.get("/en/working-groups/threat/").content.decode()
    rename_working_group(group=group, by=office, aim_ja="目的だけ変わりました。")
    assert group.earlier_names.count() == 1
    assert "目的だけ変わりました。" in client.get("/working-groups/threat/").content.decode()


def test_renaming_keeps_a_title_that_editors_wrote_and_publishes_no_draft(client: Client, office: User) -> None:
    group = open_working_group(by=office, code="threat", **WORDS)
    page = group.pages.get(locale__language_code="ja")
    page.title = "編集した題"
    page.save_revision().publish()
    page.intro = "まだ見せない下書き"
    page.save_revision()
    rename_working_group(group=group, by=office, name_ja="脅威WG")
    text = client.get("/working-groups/threat/").content.decode()
    assert "<h1>編集した題</h1>" in text
    assert "まだ見せない下書き" not in text
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().intro == "まだ見せない下書き"


def test_closed_group_says_so_and_answers_open_requests(client: Client, office: User, make_person: Make) -> None:
    group = open_working_group(by=office, code="threat", **WORDS)
    asked = ask_to_join(group=group, user=make_person("member"), seat=Seat.EXPERT)
    close_working_group(group=group, by=office, note_ja="役目を終えました。")
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (WorkingGroupRequest.State.DECLINED, "役目を終えました。")
    assert "役目を終えました。" in client.get("/working-groups/threat/").content.decode()
    with pytest.raises(ValidationError):
        ask_to_join(group=group, user=make_person("member"), seat=Seat.EXPERT)
    with pytest.raises(ValidationError):
        close_working_group(group=group, by=office, note_ja="もう一度")
    reopen_working_group(group=group, by=office)
    assert WorkingGroup.objects.open().get() == group
    assert logged(group) == ["opened", "join_asked", "closed", "opened"]


@pytest.mark.parametrize("role", ["member", "organiser", "chair"])
def test_only_the_secretariat_opens_renames_and_closes(make_person: Make, group: WorkingGroup, role: str) -> None:
    person = make_person("member")
    if role == "organiser":
        person = make_person("organiser", region="kinki")
    if role == "chair":
        grant_role(user=person, role="chair", working_group=group)
    for act in (
        lambda: open_working_group(by=person, code="x", **WORDS),
        lambda: rename_working_group(group=group, by=person, name_ja="別"),
        lambda: close_working_group(group=group, by=person, note_ja="終わり"),
        lambda: reopen_working_group(group=group, by=person),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert WorkingGroup.objects.get() == group


def test_member_comes_in_with_approval(
    group: WorkingGroup, chair: User, make_person: Make, django_capture_on_commit_callbacks: Any
) -> None:
    member, organisation = make_person("member", email="new@example.jp"), OrganisationFactory()
    Affiliation.objects.create(user=member, organisation=organisation)
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask_to_join(group=group, user=member, seat=Seat.ORGANISATION, organisation=organisation, message="経験")
    assert not in_working_group(member, group)
    assert [message.to for message in mail.outbox] == [["chair@example.jp"]]
    assert list(requests_waiting_for(chair)) == [asked]
    with django_capture_on_commit_callbacks(execute=True):
        approve_request(request=asked, by=chair)
    assert in_working_group(member, group)
    assert [(seat.user, seat.organisation) for seat in roster(group)] == [(member, organisation)]
    assert mail.outbox[-1].to == ["new@example.jp"]
    assert "/members/working-groups/sme/" in mail.outbox[-1].body


def test_declined_member_reads_why(
    group: WorkingGroup, chair: User, make_person: Make, django_capture_on_commit_callbacks: Any
) -> None:
    member = make_person("member")
    asked = ask_to_join(group=group, user=member, seat=Seat.EXPERT)
    with pytest.raises(ValidationError, match="理由"):
        decline_request(request=asked, by=chair, reason="  ")
    with django_capture_on_commit_callbacks(execute=True):
        decline_request(request=asked, by=chair, reason="席がいっぱいです。")
    assert "席がいっぱいです。" in mail.outbox[-1].body
    assert not in_working_group(member, group)
    # Who was declined may ask again.
    ask_to_join(group=group, user=member, seat=Seat.EXPERT)


def test_request_is_made_once_and_decided_once(group: WorkingGroup, chair: User, make_person: Make) -> None:
    member = make_person("member")
    asked = ask_to_join(group=group, user=member, seat=Seat.EXPERT)
    with pytest.raises(ValidationError):
        ask_to_join(group=group, user=member, seat=Seat.EXPERT)
    approve_request(request=asked, by=chair)
    for act in (approve_request, withdraw_request):
        with pytest.raises(ValidationError):
            act(request=asked, by=chair if act is approve_request else member)
    with pytest.raises(ValidationError):
        ask_to_join(group=group, user=member, seat=Seat.EXPERT)


def test_request_is_taken_back_by_who_asked(group: WorkingGroup, chair: User, make_person: Make) -> None:
    member = make_person("member")
    asked = ask_to_join(group=group, user=member, seat=Seat.EXPERT)
    with pytest.raises(PermissionDenied):
        withdraw_request(request=asked, by=chair)
    withdraw_request(request=asked, by=member)
    with pytest.raises(ValidationError):
        approve_request(request=asked, by=chair)


def test_requests_are_answered_by_those_who_keep_the_group(group: WorkingGroup, make_person: Make) -> None:
    member, other = make_person("member"), WorkingGroupFactory(code="hr")
    asked = ask_to_join(group=group, user=member, seat=Seat.EXPERT)
    stranger = make_person("member")
    grant_role(user=stranger, role="chair", working_group=other)
    for person in (member, stranger, make_person("organiser", region="kinki")):
        with pytest.raises(PermissionDenied):
            approve_request(request=asked, by=person)
        with pytest.raises(PermissionDenied):
            decline_request(request=asked, by=person, reason="いいえ")
    assert not requests_waiting_for(stranger).exists()


def test_seat_is_of_an_own_organisation_only(group: WorkingGroup, make_person: Make) -> None:
    with pytest.raises(ValidationError, match="所属"):
        ask_to_join(group=group, user=make_person("member"), seat=Seat.ORGANISATION, organisation=OrganisationFactory())


def test_who_is_no_member_cannot_ask(group: WorkingGroup, make_person: Make) -> None:
    with pytest.raises(ValidationError):
        ask_to_join(group=group, user=make_person(), seat=Seat.EXPERT)


def test_leaving_ends_access(group: WorkingGroup, chair: User, make_person: Make) -> None:
    member, other = make_person("member"), make_person("member")
    seat = WorkingGroupMembership.objects.create(user=member, working_group=group)
    with pytest.raises(PermissionDenied):
        leave_working_group(membership=seat, by=other)
    leave_working_group(membership=seat, by=member)
    assert not in_working_group(member, group)
    seat = WorkingGroupMembership.objects.create(user=chair, working_group=group)
    with pytest.raises(ValidationError, match="役割"):
        leave_working_group(membership=seat, by=chair)
