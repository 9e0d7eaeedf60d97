"""Minutes that come out of a talk under the Chatham House rule: no writer is named, and still nobody approves alone."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from events.actions.minutes.approval import approve_minutes
from events.models import Minutes, MinutesRevision, Room
from tests.factories.community import WorkingGroupFactory
from tests.factories.events import meeting as make_meeting
from tests.factories.events import meeting_index
from tests.factories.room_talk import log, send, takes_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(content_tree):
    group = WorkingGroupFactory(code="sme")
    began = timezone.now() - timedelta(hours=1)
    return make_meeting(meeting_index(content_tree.home["ja"]), starts_at=began, working_group=group)


@pytest.fixture
def room(meeting) -> Room:
    Room.objects.filter(meeting_key=meeting.translation_key).delete()
    return Room.objects.create(
        meeting_key=meeting.translation_key, title_ja="定例会", working_group_id="sme", is_chatham_house=True
    )


@pytest.fixture
def chair(room, make_person):
    return make_person("chair", working_group="sme")


@pytest.fixture
def member(room, make_person):
    return takes_part(make_person("member"))


def approve(meeting, chair) -> Minutes:
    return approve_minutes(meeting=meeting, actor=chair, revision=Minutes.objects.get().revision)


def test_chair_approves_what_others_made_by_commands(meeting, room, chair, member):
    send(room, member, "message", "/agreed 手順を見直す")
    assert approve(meeting, chair).state == "approved"
    assert not MinutesRevision.objects.exclude(editor=None).exists()


def test_chair_does_not_approve_what_only_they_made(meeting, room, chair, member):
    send(room, chair, "message", "/agreed 手順を見直す")
    send(room, member, "message", "そうしましょう")
    with pytest.raises(ValidationError, match="ひとり"):
        approve(meeting, chair)
    # Taking up what somebody said is writing too: the words are theirs, the line is the chair's.
    send(room, chair, "minutes", target=log(room)[-1].seq, **{"as": "info"})
    assert Minutes.objects.get().lines.count() == 2
    with pytest.raises(ValidationError, match="ひとり"):
        approve(meeting, chair)


def test_command_that_was_removed_counts_no_longer(meeting, room, chair, member):
    send(room, chair, "message", "/agreed 手順を見直す")
    send(room, member, "message", "/info 別件")
    send(room, member, "redaction", target=log(room)[-2].seq)
    with pytest.raises(ValidationError, match="ひとり"):
        approve(meeting, chair)


def test_rule_of_another_room_tells_nothing(meeting, room, chair, member):
    other = Room.objects.create(meeting_key=uuid.uuid4(), title_ja="別", working_group_id="sme", is_chatham_house=True)
    send(other, member, "message", "/agreed 別の会")
    send(room, chair, "message", "/agreed 手順を見直す")
    with pytest.raises(ValidationError, match="ひとり"):
        approve_minutes(
            meeting=meeting, actor=chair, revision=Minutes.objects.get(meeting_key=room.meeting_key).revision
        )
