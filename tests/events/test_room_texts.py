"""Messages with markup and mentions, second thoughts, and what moderators remove."""

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import WorkingGroupMembership
from events.actions.room import append_events
from events.models import Room, RoomEvent
from events.queries.room import read_log, read_talk
from events.room.events import Draft, Person, Refused
from events.room.frames import FrameRefused
from events.room.protocol import parse_frame
from tests.factories.community import WorkingGroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(vocabularies):
    return WorkingGroupFactory(code="sme")


@pytest.fixture
def room(group) -> Room:
    return Room.objects.create(meeting_key=uuid.uuid4(), title_ja="定例会", working_group=group)


@pytest.fixture
def join(group, make_person):
    def make(*roles: str, **scope) -> Person:
        person = make_person("member", *roles, **scope) if roles else make_person("member")
        WorkingGroupMembership.objects.get_or_create(user=person, working_group=group)
        return Person(person.pk, person.name)

    return make


def say(room: Room, person: Person, body: str = "本文", *, kind: str = "message", target=None, **payload):
    draft = Draft(room.pk, person, str(uuid.uuid4()), kind, body, None, target, payload)
    return append_events(room.pk, [draft])[0]


def frame(**fields) -> str:
    return json.dumps({"type": "send", "cid": str(uuid.uuid4()), "kind": "message", "body": "本文", **fields})


def test_markup_is_stored_once_as_html_beside_the_text(room, join):
    writer = join()
    marked, plain = say(room, writer, "**重要** <b>"), say(room, writer, "ふつうの文")
    assert marked.event.payload == {"body": "**重要** <b>", "html": "<p><strong>重要</strong> &lt;b&gt;</p>"}
    assert plain.event.payload == {"body": "ふつうの文"}
    say(room, writer, "訂正 `x`", kind="edit", target=1)
    say(room, writer, "飾りなし", kind="edit", target=2)
    lines = read_talk(room.pk, after=0, until=4)
    assert [(line.body, line.html) for line in lines] == [
        ("訂正 `x`", "<p>訂正 <code>x</code></p>"),
        ("飾りなし", ""),
    ]


def test_edit_without_markup_takes_the_old_html_away(room, join):
    writer = join()
    say(room, writer, "**太い**")
    say(room, writer, "細い", kind="edit", target=1)
    (line,) = read_talk(room.pk, after=0, until=2)
    assert (line.body, line.html) == ("細い", "")


def test_html_cannot_be_sent(room, join):
    assert parse_frame(frame(html="<script>")).payload == {}
    outcome = say(room, join(), "文")
    assert "html" not in outcome.event.payload


def test_redaction_takes_the_html_too(room, join):
    writer = join()
    say(room, writer, "**秘密**")
    say(room, writer, "**秘密**の訂正", kind="edit", target=1)
    say(room, writer, "", kind="redaction", target=1)
    assert "秘密" not in str(list(RoomEvent.objects.values()))


def test_second_thoughts_end_after_fifteen_minutes(room, join):
    writer = join()
    say(room, writer)
    late = timezone.now() - timedelta(seconds=room.caps.edit_s + 1)
    RoomEvent.objects.filter(seq=1).update(at=late + timedelta(seconds=5))
    assert say(room, writer, "間に合う", kind="edit", target=1).seq == 2
    RoomEvent.objects.filter(seq=1).update(at=late)
    assert say(room, writer, "遅い", kind="edit", target=1) == Refused("forbidden")
    # What should not stay can be taken back at any time.
    assert say(room, writer, "", kind="redaction", target=1).event.payload == {"body": "", "by": "author", "target": 1}


def test_moderator_removes_with_a_reason_and_the_office_is_told(room, join):
    writer, chair, other = join(), join("chair", working_group="sme"), join()
    say(room, writer, "困る発言")
    assert say(room, chair, "", kind="redaction", target=1) == Refused("forbidden")
    assert say(room, other, "理由", kind="redaction", target=1) == Refused("forbidden")
    removal = say(room, chair, "個人名があるため", kind="redaction", target=1)
    expected = {"body": "個人名があるため", "by": "moderator", "office": "chair", "target": 1}
    assert removal.event.payload == expected
    (line,) = read_talk(room.pk, after=0, until=2)
    assert (line.is_redacted, line.removed_for, line.body) == (True, "個人名があるため", "")
    assert "困る" not in str(list(RoomEvent.objects.values()))
    assert say(room, chair, "もう一度", kind="redaction", target=1) == Refused("forbidden")


def test_moderator_cannot_write_in_somebody_elses_name(room, join):
    say(room, join())
    assert say(room, join("chair", working_group="sme"), "書き換え", kind="edit", target=1) == Refused("forbidden")


def test_only_people_who_may_enter_are_mentioned(room, join, make_person):
    writer, here = join(), join()
    outsider, unknown = make_person("member").pk, 10**9
    outcome = say(room, writer, "@皆さん", mentions=[here.id, outsider, unknown, -5])
    assert outcome.event.payload["mentions"] == [here.id]
    assert "mentions" not in say(room, writer, "@誰か", mentions=[outsider]).event.payload
    assert read_log(room.pk, after=0, limit=1)[0].payload["mentions"] == [here.id]


def test_mentions_are_read_once_each():
    assert parse_frame(frame(mentions=[3, 5, 3, -7])).payload == {"mentions": [3, 5, -7]}
    assert parse_frame(frame(mentions=None)).payload == {}
    assert parse_frame(frame(mentions=[])).payload == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"mentions": "3"},
        {"mentions": {"3": 1}},
        {"mentions": list(range(21))},
        {"mentions": [1.5]},
        {"mentions": [True]},
        {"mentions": ["1"]},
        {"mentions": [2**60]},
        {"mentions": [[1]]},
        {"tlp": "PURPLE"},
        {"tlp": 3},
        {"tlp": ["RED"]},
    ],
)
def test_fields_that_are_not_as_documented_break_the_frame(fields):
    with pytest.raises(FrameRefused) as refusal:
        parse_frame(frame(**fields))
    assert refusal.value.code == 4400
