"""Sharing labels of a room and its lines: narrower at once, wider with a second person of another organisation."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from community.models import User, WorkingGroupMembership
from events.actions.room import append_drafts, append_events
from events.models import Minutes, MinutesLine, Room, RoomEvent
from events.queries.room import read_log, read_talk
from events.queries.room_labels import LabelHistory
from events.room.events import Draft, Person, Refused
from events.room.frames import FrameRefused
from events.room.kinds import replay
from events.room.protocol import parse_frame
from events.tasks import forget_talk_under_red
from tests.factories.community import OrganisationFactory, WorkingGroupFactory, belong

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(vocabularies):
    return WorkingGroupFactory(code="sme")


@pytest.fixture
def room(group) -> Room:
    return Room.objects.create(meeting_key=uuid.uuid4(), title_ja="定例会", working_group=group)


@pytest.fixture
def join(group, make_person) -> Callable[..., Person]:
    """Somebody of the room's group, of an organisation of their own unless one is given."""

    def make(*roles: str, organisation=None) -> Person:
        person: User = make_person(*(roles or ("member",)), **({"working_group": "sme"} if roles else {}))
        WorkingGroupMembership.objects.get_or_create(user=person, working_group=group)
        belong(person, organisation or OrganisationFactory())
        return Person(person.pk, person.name)

    return make


def draft(room: Room, person: Person, kind: str = "message", body: str = "", *, target=None, **payload) -> Draft:
    return Draft(
        room.pk,
        person,
        str(uuid.uuid4()),
        kind,
        body or ("本文" if kind in ("message", "edit") else ""),
        None,
        target,
        payload,
    )


def say(room: Room, person: Person, kind: str = "message", body: str = "", **fields):
    return append_events(room.pk, [draft(room, person, kind, body, **fields)])[0]


def label_of(room: Room) -> str:
    return Room.objects.get(pk=room.pk).tlp_id


def state(room: Room) -> dict:
    return replay(read_log(room.pk, after=0, limit=1000)).part("tlp")


def test_chair_narrows_at_once(room, join):
    outcome = say(room, join("chair"), "tlp", "外部の方が来たため", label="AMBER+STRICT")
    assert label_of(room) == "AMBER+STRICT"
    (event,) = outcome.more
    assert (event.kind, event.payload) == (
        "tlp",
        {"body": "外部の方が来たため", "label": "AMBER+STRICT", "from": "AMBER"},
    )
    assert state(room) == {"label": "AMBER+STRICT"}


def test_wider_needs_a_second_person_of_another_organisation(room, join):
    ours = OrganisationFactory()
    chair, colleague, member = join("chair", organisation=ours), join("secretary", organisation=ours), join()
    other = join("secretary")
    (proposal,) = say(room, chair, "tlp", label="GREEN").more
    assert (proposal.kind, proposal.payload) == ("tlp.proposed", {"label": "GREEN", "from": "AMBER"})
    assert label_of(room) == "AMBER"
    assert state(room) == {"label": "AMBER", "proposed": {"seq": proposal.seq, "label": "GREEN"}}
    for person in (chair, colleague, member):
        assert say(room, person, "tlp.agree", target=proposal.seq) == Refused("forbidden")
    (change,) = say(room, other, "tlp.agree", target=proposal.seq).more
    assert (change.kind, change.payload) == ("tlp", {"agreed": True, "label": "GREEN", "from": "AMBER"})
    assert (label_of(room), state(room)) == ("GREEN", {"label": "GREEN"})
    assert say(room, other, "tlp.agree", target=proposal.seq) == Refused("tlp")


def test_two_without_organisation_are_no_two_organisations(room, join, make_person):
    first, second = (make_person("secretariat") for _ in range(2))
    (proposal,) = say(room, Person(first.pk, first.name), "tlp", label="CLEAR").more
    assert say(room, Person(second.pk, second.name), "tlp.agree", target=proposal.seq) == Refused("forbidden")
    assert say(room, join("secretary"), "tlp.agree", target=proposal.seq).more


def test_a_proposal_ends_with_the_next_word_about_the_label(room, join):
    chair, other = join("chair"), join("secretary")
    (old,) = say(room, chair, "tlp", label="GREEN").more
    (new,) = say(room, chair, "tlp", label="CLEAR").more
    assert say(room, other, "tlp.agree", target=old.seq) == Refused("tlp")
    say(room, chair, "tlp", label="RED")
    assert say(room, other, "tlp.agree", target=new.seq) == Refused("tlp")
    assert label_of(room) == "RED"


def test_the_present_label_takes_a_proposal_back(room, join):
    chair, other = join("chair"), join("secretary")
    assert say(room, chair, "tlp", label="AMBER") == Refused("tlp")
    (proposal,) = say(room, chair, "tlp", label="GREEN").more
    assert say(room, chair, "tlp", label="AMBER").more[0].payload == {"label": "AMBER", "from": "AMBER"}
    assert "proposed" not in state(room)
    assert say(room, other, "tlp.agree", target=proposal.seq) == Refused("tlp")


def test_proposal_and_agreement_in_one_commit(room, join):
    chair, other = join("chair"), join("secretary")
    drafts = [draft(room, chair, "tlp", label="GREEN"), draft(room, other, "tlp.agree", target=1)]
    proposed, agreed = append_drafts(drafts)
    assert (proposed.more[0].kind, agreed.more[0].kind, label_of(room)) == ("tlp.proposed", "tlp", "GREEN")
    # A resend of both changes nothing.
    again = append_drafts(drafts)
    assert [outcome.dup for outcome in again] == [True, True]
    assert Room.objects.get(pk=room.pk).head == 2


def test_who_repeats_the_cid_of_a_proposal_is_not_taken_for_the_proposer(room, join):
    chair, other = join("chair"), join("secretary")
    (proposal,) = say(room, chair, "tlp", label="GREEN").more
    append_events(room.pk, [Draft(room.pk, other, proposal.cid, "message", "同じ番号")])
    assert say(room, chair, "tlp.agree", target=proposal.seq) == Refused("forbidden")
    assert say(room, other, "tlp.agree", target=proposal.seq).more


@pytest.mark.parametrize("role", [(), ("secretary",)])
def test_only_the_chair_sets_labels(room, join, role):
    say(room, join())
    for kind, fields in (("tlp", {}), ("line.tlp", {"target": 1})):
        assert say(room, join(*role), kind, label="RED", **fields) == Refused("forbidden")
    assert label_of(room) == "AMBER"


def test_lines_keep_the_label_under_which_they_were_said(room, join):
    chair, member = join("chair"), join()
    say(room, member, body="一")
    say(room, chair, "tlp", label="RED")
    say(room, member, body="三")
    (proposal,) = say(room, chair, "tlp", label="GREEN").more
    say(room, join("secretary"), "tlp.agree", target=proposal.seq)
    say(room, member, body="六")
    say(room, member, body="七", tlp="AMBER")
    say(room, chair, "line.tlp", target=6, label="AMBER+STRICT")
    room.refresh_from_db()
    lines = read_talk(room.pk, after=0, until=room.head, label=LabelHistory(room).at(1))
    assert {line.body: line.tlp for line in lines} == {"一": "AMBER", "三": "RED", "六": "AMBER+STRICT", "七": "AMBER"}
    (page,) = read_talk(room.pk, after=2, until=room.head, limit=1, label=LabelHistory(room).at(3))
    assert page.tlp == "RED"
    assert state(room)["lines"] == {"6": "AMBER+STRICT"}


def test_own_label_is_never_wider_than_the_rooms(room, join):
    member = join()
    assert say(room, member, tlp="GREEN") == Refused("tlp")
    assert "tlp" not in say(room, member, tlp="AMBER").event.payload
    assert say(room, member, tlp="RED").event.payload["tlp"] == "RED"


def test_line_is_only_narrowed(room, join):
    chair = join("chair")
    say(room, join(), tlp="AMBER+STRICT")
    assert say(room, chair, "line.tlp", target=1, label="AMBER") == Refused("tlp")
    assert say(room, chair, "line.tlp", target=1, label="AMBER+STRICT") == Refused("tlp")
    one, two = append_events(room.pk, [draft(room, chair, "line.tlp", target=1, label="RED") for _ in range(2)])
    assert (one.event.payload, two) == ({"body": "", "label": "RED", "target": 1}, Refused("tlp"))
    assert say(room, chair, "line.tlp", target=99, label="RED") == Refused("forbidden")
    say(room, chair, "redaction", "理由", target=1)
    assert say(room, chair, "line.tlp", target=1, label="RED") == Refused("forbidden")


def test_red_talk_lies_sealed_at_rest_and_reads_as_ever(room, join):
    Room.objects.filter(pk=room.pk).update(tlp="RED")
    member = join()
    say(room, member, body="**極秘**の話")
    say(room, member, "edit", "**極秘**の訂正", target=1)
    assert "極秘" not in str(at_rest())
    first, second = read_log(room.pk, after=0, limit=9)
    assert first.payload == {"body": "**極秘**の話", "html": "<p><strong>極秘</strong>の話</p>"}
    assert second.payload["body"] == "**極秘**の訂正"
    assert second.target == 1
    say(room, member, "redaction", target=1)
    assert RoomEvent.objects.filter(words__isnull=False, seq__lte=2).count() == 0


def at_rest() -> list:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM events_roomevent")
        return cursor.fetchall()


def test_line_that_becomes_red_is_sealed_with_its_edits_and_leaves_the_minutes(room, join):
    chair, member = join("chair"), join()
    say(room, member, body="/agreed 極秘の合意")
    say(room, member, "edit", "/agreed 極秘の合意2", target=1)
    assert MinutesLine.objects.get().text == "極秘の合意"
    say(room, chair, "line.tlp", target=1, label="RED")
    say(room, member, "edit", "極秘の合意3", target=1)
    assert "極秘" not in str(at_rest())
    assert "極秘" in str(read_log(room.pk, after=0, limit=9))
    assert (MinutesLine.objects.get().is_removed, MinutesLine.objects.get().text) == (True, "")
    assert say(room, chair, "minutes", target=1, **{"as": "info", "item": 0}) == Refused("tlp")


def test_own_red_line_makes_no_line_of_the_minutes(room, join):
    say(room, join(), body="/action 極秘の宿題", tlp="RED")
    assert not Minutes.objects.exists()
    assert "極秘" not in str(at_rest())


def test_red_lines_of_another_room_are_gone_after_the_end(room, join):
    chair, member = join("chair"), join()
    say(room, member, body="残る")
    say(room, member, body="極秘", tlp="RED")
    say(room, member, "edit", "極秘の訂正", target=2)
    say(room, chair, "tlp", "極秘の理由", label="RED")
    (proposal,) = say(room, chair, "tlp", "極秘の訳", label="GREEN").more
    say(room, join("secretary"), "tlp.agree", target=proposal.seq)
    closes_at = timezone.now() + timedelta(minutes=1)
    Room.objects.filter(pk=room.pk).update(closes_at=closes_at)
    assert forget_talk_under_red(timezone.now()) == 0
    epoch = Room.objects.get(pk=room.pk).epoch
    later = closes_at + timedelta(minutes=1)
    assert (forget_talk_under_red(later), forget_talk_under_red(later)) == (1, 0)
    lines = read_talk(room.pk, after=0, until=9)
    assert [(line.body, line.is_redacted) for line in lines] == [("残る", False), ("", True)]
    assert Room.objects.get(pk=room.pk).epoch != epoch
    assert state(room) == {"label": "GREEN"}


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "tlp"},
        {"kind": "tlp", "label": "WHITE"},
        {"kind": "tlp", "label": 1},
        {"kind": "tlp", "label": None},
        {"kind": "tlp.agree"},
        {"kind": "tlp.agree", "target": 0},
        {"kind": "line.tlp", "target": 1},
        {"kind": "line.tlp", "label": "RED"},
        {"kind": "line.tlp", "label": "red", "target": 1},
    ],
)
def test_fields_that_are_not_as_documented_break_the_frame(fields):
    with pytest.raises(FrameRefused) as refusal:
        parse_frame(json.dumps({"type": "send", "cid": str(uuid.uuid4()), "body": "", **fields}))
    assert refusal.value.code == 4400
