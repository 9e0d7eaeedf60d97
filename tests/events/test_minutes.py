"""Minutes: written together, approved by somebody else, read by those the label lets."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from events.actions.minutes.approval import StaleMinutes, approve_minutes, publish_minutes, reopen_minutes
from events.actions.minutes.lines import StaleLine, add_line, change_line, finish_action, remove_line
from events.models import Minutes, MinutesLine, MinutesRevision
from events.queries.minutes import is_public, open_actions_before, reads_minutes
from events.signals import minutes_published
from tests.factories.community import WorkingGroupFactory
from tests.factories.events import meeting as make_meeting
from tests.factories.events import meeting_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(content_tree):
    WorkingGroupFactory(code="sme")
    WorkingGroupFactory(code="human")
    return meeting_index(content_tree.home["ja"])


@pytest.fixture
def meeting(index):
    return held(index)


def held(index, **fields):
    given = {"starts_at": timezone.now() - timedelta(hours=3), "agenda": ["報告", "次回"], "tlp_id": "CLEAR"}
    return make_meeting(index, **{**given, "working_group_id": "sme", **fields})


@pytest.fixture
def chair(index, make_person):
    return make_person("chair", working_group="sme")


@pytest.fixture
def secretary(index, make_person):
    return make_person("secretary", working_group="sme")


def line(meeting, editor, text="手順を見直す。", **fields) -> MinutesLine:
    return add_line(meeting=meeting, editor=editor, fields={"kind": "agreed", "agenda_item": 1, "text": text, **fields})


def approved(meeting, chair, secretary, **fields) -> Minutes:
    line(meeting, secretary, **fields)
    return approve_minutes(meeting=meeting, actor=chair, revision=Minutes.objects.get().revision)


def test_every_version_of_a_line_is_kept(meeting, secretary, chair):
    first = line(meeting, secretary)
    change_line(
        meeting=meeting, line_id=first.pk, revision=1, editor=chair, fields={"kind": "agreed", "text": "手順を改める。"}
    )
    versions = MinutesRevision.objects.filter(line=first).order_by("number")
    assert [(each.number, each.text, each.editor) for each in versions] == [
        (1, "手順を見直す。", secretary),
        (2, "手順を改める。", chair),
    ]


def test_stale_change_is_refused_and_changes_nothing(meeting, secretary, chair):
    first = line(meeting, secretary)
    fields = {"kind": "agreed", "agenda_item": 1}
    change_line(meeting=meeting, line_id=first.pk, revision=1, editor=chair, fields={**fields, "text": "議長の文"})
    with pytest.raises(StaleLine) as stale:
        change_line(meeting=meeting, line_id=first.pk, revision=1, editor=secretary, fields={**fields, "text": "別"})
    assert stale.value.line.text == "議長の文"
    with pytest.raises(StaleLine):
        remove_line(meeting=meeting, line_id=first.pk, revision=1, editor=secretary)
    assert MinutesLine.objects.get().text == "議長の文"


def test_same_words_twice_are_no_conflict(meeting, secretary):
    first = line(meeting, secretary)
    fields = {"kind": "agreed", "agenda_item": 1, "text": "二度押した", "owner": None, "due_on": None}
    for _ in range(2):
        change_line(meeting=meeting, line_id=first.pk, revision=1, editor=secretary, fields=fields)
    assert MinutesLine.objects.get().revision == 2


def test_only_who_keeps_them_writes(meeting, make_person):
    for person in (make_person("member", working_group="sme"), make_person("chair", working_group="human")):
        with pytest.raises(PermissionDenied):
            line(meeting, person)
    assert not MinutesLine.objects.exists()


def test_agenda_item_owner_and_day_have_to_be_possible(meeting, secretary, make_person):
    with pytest.raises(ValidationError, match="議題"):
        line(meeting, secretary, agenda_item=3)
    with pytest.raises(ValidationError):
        line(meeting, secretary, kind="action", owner=make_person("member"))
    with pytest.raises(ValidationError):
        line(meeting, secretary, kind="action", due_on=timezone.localdate() - timedelta(days=9))


def test_nobody_approves_what_they_wrote_alone(meeting, chair, secretary):
    line(meeting, chair)
    with pytest.raises(ValidationError, match="ひとり"):
        approve_minutes(meeting=meeting, actor=chair, revision=Minutes.objects.get().revision)
    line(meeting, secretary)
    minutes = approve_minutes(meeting=meeting, actor=chair, revision=Minutes.objects.get().revision)
    assert minutes.state == "approved"
    assert minutes.approved_by == chair


def test_only_the_chair_approves_and_only_what_was_read(meeting, chair, secretary):
    line(meeting, secretary)
    read = Minutes.objects.get().revision
    with pytest.raises(PermissionDenied):
        approve_minutes(meeting=meeting, actor=secretary, revision=read)
    line(meeting, secretary, text="あとから")
    with pytest.raises(StaleMinutes):
        approve_minutes(meeting=meeting, actor=chair, revision=read)


def test_approved_lines_change_only_after_opening_again(meeting, chair, secretary):
    minutes = approved(meeting, chair, secretary)
    with pytest.raises(ValidationError):
        line(meeting, secretary)
    publish_minutes(meeting=meeting, actor=secretary, revision=minutes.revision)
    reopen_minutes(meeting=meeting, actor=secretary)
    line(meeting, secretary, text="直した")
    assert not is_public(Minutes.objects.get(), meeting)


def test_publishing_tells_listeners_once(meeting, chair, secretary):
    minutes, told = approved(meeting, chair, secretary), []

    def hear(sender, minutes, **_rest):
        told.append(minutes.slug)

    minutes_published.connect(hear)
    for _ in range(2):
        publish_minutes(meeting=meeting, actor=secretary, revision=minutes.revision)
    assert told == [minutes.slug]


def test_names_and_identifiers_stop_publication(meeting, chair, secretary, make_person):
    make_person("member", name="鵜飼 澄江")
    minutes = approved(meeting, chair, secretary, text="鵜飼澄江さんが a.b@example.org で受ける。")
    for is_checked in (False, True):
        with pytest.raises(ValidationError):
            publish_minutes(meeting=meeting, actor=secretary, revision=minutes.revision, is_checked=is_checked)
    assert Minutes.objects.get().state == "approved"


@pytest.mark.parametrize(
    ("label", "stranger", "member", "in_group"),
    [("CLEAR", True, True, True), ("GREEN", False, True, True), ("AMBER", False, False, True)],
)
def test_label_decides_who_reads_published_minutes(
    index, chair, secretary, make_person, label, stranger, member, in_group
):
    from django.contrib.auth.models import AnonymousUser

    meeting = held(index, tlp_id=label)
    minutes = approved(meeting, chair, secretary)
    publish_minutes(meeting=meeting, actor=secretary, revision=minutes.revision)
    minutes.refresh_from_db()
    assert reads_minutes(AnonymousUser(), minutes, meeting) is stranger
    assert reads_minutes(make_person("member"), minutes, meeting) is member
    assert reads_minutes(chair, minutes, meeting) is in_group


def test_red_keeps_nothing(index, secretary, chair):
    meeting = held(index, tlp_id="RED")
    with pytest.raises(ValidationError):
        line(meeting, secretary)
    late = held(index)
    line(late, secretary)
    late.tlp_id = "RED"
    late.save()
    assert not reads_minutes(chair, Minutes.objects.get(), late)
    from events.tasks import forget_minutes_under_red

    assert forget_minutes_under_red() == 1
    assert not Minutes.objects.exists()


def test_open_actions_come_back_until_they_are_done(index, secretary, chair):
    first = held(index, starts_at=timezone.now() - timedelta(days=30))
    todo = line(first, secretary, kind="action", owner=secretary, due_on=timezone.localdate())
    other_group = held(index, working_group_id="human")
    following = held(index, starts_at=timezone.now() + timedelta(days=3))
    assert [each.pk for each in open_actions_before(following, chair)] == [todo.pk]
    assert open_actions_before(other_group, chair) == []
    with pytest.raises(PermissionDenied):
        finish_action(line=todo, actor=outsider(secretary), meeting=first)
    finish_action(line=todo, actor=secretary, meeting=first)
    assert open_actions_before(following, chair) == []


def outsider(person):
    from community.actions import create_person

    return create_person(email=f"{uuid.uuid4().hex}@example.jp", name="よその人", password="correct-horse-battery")
