"""Polls: drawn up, opened, voted in once each, closed; what was voted cannot be joined to who voted."""

import pytest

from community.models import WorkingGroupMembership
from events.models import BallotCount, BallotReceipt, Poll, SentMessage
from events.room.events import Refused, Stored
from events.room.frames import FrameRefused
from events.room.kinds import KINDS
from events.room.kinds.polls import CHANGE, CLOSED, OPEN, POLL, REMOVED, TALLY
from tests.factories.room_talk import log, part, send, takes_part

pytestmark = pytest.mark.django_db
YES_NO = {"form": "single", "options": ["はい", "いいえ"]}
SCALE = {"form": "scale", "scale": {"lowest": -2, "highest": 2, "lowest_text": "反対", "highest_text": "賛成"}}


@pytest.fixture
def people(room, make_person):
    return [takes_part(make_person("member")) for _ in range(4)]


def opened(room, chair, **fields):
    send(room, chair, POLL, "続けますか", **{**YES_NO, **fields})
    assert isinstance(change(room, chair, "open", Poll.objects.count()), Stored)


def change(room, person, state, poll=1):
    return send(room, person, CHANGE, poll=poll, state=state)


def vote(room, person, *choices, poll=1, **fields):
    return send(room, person, "vote", poll=poll, **(fields or {"choices": list(choices)}))


def test_draft_is_in_no_log_and_open_is_for_everybody(room, chair):
    send(room, chair, POLL, "続けますか", **YES_NO, quorum=3)
    assert log(room) == []
    change(room, chair, "open")
    (event,) = log(room)
    assert (event.kind, event.actor.id) == (OPEN, None)
    assert event.payload == {
        "poll": 1, "form": "single", "quorum": 3, "body": "続けますか", "options": ["はい", "いいえ"], "scale": None
    }  # fmt: skip


def test_results_come_with_the_end_and_not_before(room, chair, people):
    opened(room, chair, quorum=4)
    for person, choice in zip(people[:3], (0, 1, 0), strict=True):
        vote(room, person, choice)
    assert [event.payload for event in log(room) if event.kind == TALLY] == [
        {"poll": 1, "voters": voters} for voters in (1, 2, 3)
    ]
    assert part(room, "polls")["1"]["results"] is None
    change(room, chair, "closed")
    assert log(room)[-1].kind == CLOSED
    assert log(room)[-1].payload == {
        "poll": 1,
        "voters": 3,
        "results": [{"option": 0, "count": 2}, {"option": 1, "count": 1}],
        "is_quorate": False,
    }


def test_results_of_two_are_told_to_nobody_and_kept_nowhere(room, chair, people):
    opened(room, chair, quorum=2)
    for person in people[:2]:
        vote(room, person, 0)
    change(room, chair, "closed")
    closed = part(room, "polls")["1"]
    assert (closed["voters"], closed["results"], closed["is_quorate"]) == (2, None, True)
    assert not BallotCount.objects.exists()


def test_nobody_votes_twice_or_too_late_or_from_outside(room, chair, people, make_person):
    opened(room, chair)
    assert isinstance(vote(room, people[0], 0), Stored)
    assert vote(room, people[0], 1) == Refused("closed")
    assert vote(room, make_person("member"), 0) == Refused("forbidden")
    WorkingGroupMembership.objects.filter(user=people[1]).delete()
    assert vote(room, people[1], 0) == Refused("forbidden")
    change(room, chair, "closed")
    assert vote(room, people[2], 0) == Refused("closed")
    assert vote(room, people[2], 0, poll=9) == Refused("forbidden")


def test_same_vote_sent_twice_counts_once(room, chair, people):
    opened(room, chair)
    cid = "0190f8a4-0000-7000-8000-000000000001"
    first, again = (send(room, people[0], "vote", poll=1, choices=[0], cid=cid) for _ in range(2))
    assert (first.dup, again.dup) == (False, True)
    assert BallotReceipt.objects.count() == BallotCount.objects.get(choice=0).count == 1


def test_draft_takes_no_vote(room, chair, people):
    send(room, chair, POLL, "？", **YES_NO)
    assert vote(room, people[0], 0) == Refused("forbidden")


def test_several_choices_are_counted_each(room, chair, people):
    opened(room, chair, form="multiple", options=["一", "二", "三"])
    for person, choices in zip(people[:3], ([0, 2], [2], [0, 1, 2]), strict=True):
        vote(room, person, *choices)
    change(room, chair, "closed")
    assert [row["count"] for row in log(room)[-1].payload["results"]] == [2, 1, 3]


def test_scale_is_counted_by_its_steps(room, chair, people):
    opened(room, chair, **SCALE)
    for person, value in zip(people[:3], (-2, 2, 2), strict=True):
        vote(room, person, value=value)
    change(room, chair, "closed")
    assert {row["option"]: row["count"] for row in log(room)[-1].payload["results"]} == {-2: 1, -1: 0, 0: 0, 1: 0, 2: 2}


@pytest.mark.parametrize(
    ("given", "choice"),
    [
        (YES_NO, {"choices": [0, 1]}),
        (YES_NO, {"choices": [2]}),
        (YES_NO, {"choices": [-1]}),
        (YES_NO, {"value": 0}),
        (SCALE, {"value": 3}),
        (SCALE, {"choices": [0]}),
    ],
)
def test_choice_that_there_is_not_is_refused(room, chair, people, given, choice):
    opened(room, chair, **{"options": None, **given})
    assert vote(room, people[0], **choice) == Refused("forbidden")
    assert not BallotReceipt.objects.exists()


def test_what_was_voted_cannot_be_joined_to_who_voted(room, chair, people):
    def names(model):
        return {field.name for field in model._meta.get_fields()}

    assert names(BallotReceipt) == {"id", "poll", "person"}
    assert names(BallotCount) == {"id", "poll", "choice", "count"}
    opened(room, chair)
    before = BallotCount.objects.count()
    for person in people:
        vote(room, person, 0)
    # Not one row comes with a vote that could lie in the order of the receipts.
    assert BallotCount.objects.count() == before
    assert set(SentMessage.objects.filter(actor__in=people).values_list("seq", flat=True)) <= {1, 2, 3, 4}
    keys = list(BallotReceipt.objects.values_list("pk", flat=True))
    assert all(key.version == 4 for key in keys)


def test_closed_is_not_opened_again(room, chair):
    opened(room, chair)
    change(room, chair, "closed")
    assert change(room, chair, "open") == change(room, chair, "closed") == Refused("closed")


def test_removed_poll_leaves_no_votes(room, chair, people):
    opened(room, chair)
    vote(room, people[0], 0)
    change(room, chair, "removed")
    assert log(room)[-1].kind == REMOVED
    assert part(room, "polls") == {}
    assert not BallotReceipt.objects.exists()
    assert not BallotCount.objects.exists()
    assert vote(room, people[1], 0) == Refused("closed")
    assert change(room, chair, "removed") == Refused("closed")


def test_removed_draft_was_never_seen(room, chair):
    send(room, chair, POLL, "やめる問い", **YES_NO)
    change(room, chair, "removed")
    assert log(room) == []
    assert Poll.objects.get().content == {}


def test_only_moderators_draw_up_and_change(room, chair, people):
    assert send(room, people[0], POLL, "？", **YES_NO) == Refused("forbidden")
    send(room, chair, POLL, "？", **YES_NO)
    for state in ("open", "closed", "removed"):
        assert change(room, people[0], state) == change(room, chair, state, poll=9) == Refused("forbidden")


@pytest.mark.parametrize(
    "fields",
    [
        {"form": "secret"},
        {},
        {**YES_NO, "options": ["一つだけ"]},
        {**YES_NO, "options": ["同じ", "同じ"]},
        {**YES_NO, "options": ["", "空"]},
        {**YES_NO, "options": [1, 2]},
        {**YES_NO, "options": [f"{n}" for n in range(13)]},
        {**YES_NO, "options": ["長" * 201, "短"]},
        {**YES_NO, "options": {"a": 1}},
        {**YES_NO, "quorum": 0},
        {**YES_NO, "quorum": 10**9},
        {"form": "scale"},
        {"form": "scale", "scale": {"lowest": 1, "highest": 1}},
        {"form": "scale", "scale": {"lowest": 1, "highest": 12}},
        {"form": "scale", "scale": {"lowest": True, "highest": 5}},
        {"form": "scale", "scale": {"lowest": 10**9, "highest": 10**9 + 3}},
        {"form": "scale", "scale": {"lowest": 1, "highest": 5, "lowest_text": 5}},
    ],
)
def test_malformed_poll_is_refused(room, chair, fields):
    with pytest.raises(FrameRefused):
        send(room, chair, POLL, "？", **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"choices": []},
        {"choices": [0, 0]},
        {"choices": ["0"]},
        {"choices": [True]},
        {"choices": [10**9]},
        {"choices": list(range(13))},
        {"choices": [0], "value": 0},
        {"choices": 0},
        {"value": "3"},
        {"value": 1.5},
        {},
    ],
)
def test_malformed_vote_is_refused(room, people, fields):
    with pytest.raises(FrameRefused):
        send(room, people[0], "vote", poll=1, **fields)


def test_hubs_own_words_are_not_sent_by_anybody():
    assert not any(KINDS[kind].is_sendable for kind in (OPEN, TALLY, CLOSED, REMOVED))


def test_forgotten_talk_takes_the_polls_along(room, chair, people):
    opened(room, chair)
    vote(room, people[0], 0)
    room.forget_talk()
    assert [model.objects.count() for model in (Poll, BallotReceipt, BallotCount)] == [0, 0, 0]
