"""Lines that come out of the talk, and what becomes of them when the talk changes."""

import uuid

import pytest
from django.utils import timezone

from events.actions.room import append_events
from events.models import Minutes, MinutesLine, MinutesRevision, Room
from events.queries.room import read_log
from events.room.events import Draft, Person, Refused, Stored, to_json
from events.room.frames import FrameRefused
from events.room.kinds import KINDS, replay
from events.room.kinds.minutes import LINE, NOTE, read_command
from events.room.protocol import parse_frame
from tests.factories.community import WorkingGroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(vocabularies):
    group = WorkingGroupFactory(code="sme")
    return Room.objects.create(meeting_key=uuid.uuid4(), title_ja="定例会", working_group=group)


@pytest.fixture
def secretary(room, make_person):
    return as_person(make_person("secretary", working_group="sme"))


@pytest.fixture
def member(room, make_person):
    return as_person(make_person("member"))


def as_person(user):
    return Person(user.pk, user.name)


def say(room, person, body="本文", **fields):
    given = {"cid": str(uuid.uuid4()), "kind": "message", "body": body, **fields}
    (outcome,) = append_events(room.pk, [Draft(room_id=room.pk, actor=person, **given)])
    return outcome


def note(room, person, target, kind="agreed", item=0, **fields):
    return say(room, person, "", kind=NOTE, target=target, payload={"as": kind, "item": item}, **fields)


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ("/action 手順を直す", ("action", "手順を直す")),
        ("／ＡＣＴＩＯＮ", None),
        ("/AGREED　全角の空白", ("agreed", "全角の空白")),
        ("/info\n次の行", ("info", "次の行")),
        ("/action", None),
        ("/actions 別の語", None),
        ("先に /action がない", None),
    ],
)
def test_command_is_read_at_the_beginning_only(body, read):
    assert read_command(body) == read


def test_typed_command_makes_a_line_with_its_back_link(room, member):
    outcome = say(room, member, "/action 連絡先を集める")
    line = MinutesLine.objects.get()
    assert (line.kind, line.text, line.seq, line.speaker_id) == ("action", "連絡先を集める", outcome.seq, member.id)
    assert [event.kind for event in read_log(room.pk, after=0, limit=9)] == ["message", LINE]
    assert replay(read_log(room.pk, after=0, limit=9)).part(NOTE)[str(line.pk)]["seq"] == outcome.seq


def test_same_command_sent_twice_is_one_line(room, member):
    cid = str(uuid.uuid4())
    for _ in range(2):
        say(room, member, "/agreed 月に一度", cid=cid)
    assert MinutesLine.objects.count() == 1
    assert Room.objects.get().head == 2


def test_words_of_a_line_never_stand_in_its_event(room, member):
    say(room, member, "/info 秘密の話")
    assert "秘密の話" not in to_json(read_log(room.pk, after=1, limit=9)[0].as_dict())


def test_message_is_taken_over_in_its_newest_words_once(room, member, secretary):
    said = say(room, member, "月一回")
    say(room, member, "月に一回", kind="edit", target=said.seq)
    for _ in range(2):
        assert isinstance(note(room, secretary, said.seq, item=2), Stored)
    line = MinutesLine.objects.get()
    assert (line.text, line.agenda_item, line.speaker_id) == ("月に一回", 2, member.id)
    assert MinutesRevision.objects.get().editor_id == secretary.id


def test_only_who_keeps_the_minutes_takes_messages_over(room, member, secretary):
    said = say(room, member)
    assert note(room, member, said.seq) == Refused("forbidden")
    assert note(room, secretary, 99) == Refused("forbidden")
    say(room, member, "", kind="redaction", target=said.seq)
    assert note(room, secretary, said.seq) == Refused("forbidden")
    assert not MinutesLine.objects.exists()


def test_under_red_no_line_comes_of_anything(room, member, secretary):
    Room.objects.update(tlp="RED")
    said = say(room, member, "/action 残さない")
    assert note(room, secretary, said.seq) == Refused("tlp")
    assert not Minutes.objects.exists()


def test_removed_message_leaves_the_draft(room, member, secretary):
    said = say(room, member, "/info 言い過ぎた")
    say(room, member, "", kind="redaction", target=said.seq)
    line = MinutesLine.objects.get()
    assert line.is_removed
    assert (line.text, MinutesRevision.objects.get().text) == ("", "")


def test_no_line_is_added_to_approved_minutes(room, member):
    say(room, member, "/info 一つ目")
    Minutes.objects.update(state="approved", approved_at=timezone.now())
    assert isinstance(say(room, member, "/info 二つ目"), Stored)
    assert MinutesLine.objects.count() == 1


def test_socket_cannot_send_the_hubs_own_word(room):
    assert not KINDS[LINE].is_sendable


@pytest.mark.parametrize(
    "fields", [{"as": "poem"}, {"as": 3}, {}, {"as": "info", "item": 100}, {"as": "info", "item": "1"}]
)
def test_malformed_note_is_refused(fields):
    frame = {"type": "send", "cid": str(uuid.uuid4()), "kind": NOTE, "target": 1, **fields}
    with pytest.raises(FrameRefused):
        parse_frame(to_json(frame))
