"""Questions: asked, voted for, decided about."""

import pytest
from django.urls import reverse

from events.models import MinutesLine, Question, QuestionVote, Room, SentMessage
from events.queries.questions import own_questions, voted_questions, waiting_questions
from events.room.events import Refused, Stored, to_json
from events.room.frames import FrameRefused
from events.room.kinds import KINDS
from events.room.kinds.questions import DECIDE, OPEN, STATE, TALLY, WAITING
from tests.factories.room_talk import log, part, send, takes_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(room, make_person):
    return [takes_part(make_person("member")) for _ in range(3)]


def decide(room, person, question, decision, body="", **fields):
    return send(room, person, DECIDE, body, question=question, decision=decision, **fields)


def vote(room, person, question, up=True, **fields):
    return send(room, person, "question.vote", question=question, up=up, **fields)


def test_question_is_seen_with_its_name(room, people):
    outcome = send(room, people[0], "question", "復旧の順番は？")
    assert isinstance(outcome, Stored)
    (event,) = log(room)
    assert (event.kind, event.actor.id) == (OPEN, None)
    assert event.payload == {"question": 1, "body": "復旧の順番は？", "name": people[0].name, "by": people[0].pk}
    assert part(room, "questions")["1"]["votes"] == 0


def test_question_without_a_name_only_where_the_room_lets(room, people):
    ask = lambda: send(room, people[0], "question", "匿名で", anonymous=True)  # noqa: E731
    assert ask() == Refused("forbidden")
    Room.objects.update(has_anonymous_questions=True)
    ask()
    assert (log(room)[0].payload["name"], log(room)[0].payload["by"]) == ("", None)
    stored = Question.objects.get()
    assert stored.person is None
    assert len(stored.author_key) == 64
    # What is remembered of the sending points at nothing that was asked.
    assert SentMessage.objects.get().seq < log(room)[0].seq


def test_one_voice_a_person(room, people):
    send(room, people[0], "question", "？")
    for person in (*people, *people):
        vote(room, person, 1)
    assert QuestionVote.objects.count() == 3
    assert [event.payload["votes"] for event in log(room) if event.kind == TALLY] == [1, 2, 3]
    vote(room, people[1], 1, up=False)
    assert part(room, "questions")["1"]["votes"] == 2
    assert voted_questions(room, people[0].pk) == [1]
    assert voted_questions(room, people[1].pk) == []


def test_vote_is_refused_where_there_is_nothing_to_vote_for(room, people, chair):
    assert vote(room, people[0], 1) == Refused("forbidden")
    send(room, people[0], "question", "？")
    decide(room, chair, 1, "answered")
    assert vote(room, people[1], 1) == Refused("closed")


def test_under_premoderation_only_the_number_is_told(room, people, chair):
    Room.objects.update(is_premoderated=True)
    send(room, people[0], "question", "社名の入った問い")
    assert [(event.kind, event.payload) for event in log(room)] == [(WAITING, {"waiting": 1})]
    assert vote(room, people[1], 1) == Refused("forbidden")
    assert [row["body"] for row in waiting_questions(room)] == ["社名の入った問い"]
    assert own_questions(room, people[0].pk) == [
        {"question": 1, "body": "社名の入った問い", "state": "waiting", "reason": ""}
    ]
    assert own_questions(room, people[1].pk) == []
    decide(room, chair, 1, "admit")
    assert [event.kind for event in log(room)] == [WAITING, OPEN, WAITING]
    assert part(room, "moderation") == {"waiting": 0}
    assert own_questions(room, people[0].pk) == waiting_questions(room) == []


def test_refused_question_is_never_in_the_log(room, people, chair):
    Room.objects.update(is_premoderated=True)
    send(room, people[0], "question", "関係のない話")
    decide(room, chair, 1, "refuse", "議題にありません")
    assert "関係" not in to_json([event.as_dict() for event in log(room)])
    assert own_questions(room, people[0].pk)[0]["reason"] == "議題にありません"
    assert decide(room, chair, 1, "refuse") == Refused("closed")
    decide(room, chair, 1, "admit")
    assert part(room, "questions")["1"]["body"] == "関係のない話"


def test_moderators_own_question_does_not_wait(room, chair):
    Room.objects.update(is_premoderated=True)
    send(room, chair, "question", "進め方について")
    assert log(room)[0].kind == OPEN


def test_open_question_is_taken_away_with_a_reason_and_for_good(room, people, chair):
    send(room, people[0], "question", "名指しの問い")
    vote(room, people[1], 1)
    assert decide(room, chair, 1, "refuse") == Refused("forbidden")
    decide(room, chair, 1, "refuse", "会社の名前がある")
    assert "名指し" not in to_json([event.as_dict() for event in log(room)])
    assert Question.objects.get().body == ""
    assert log(room)[-1].payload["body"] == "会社の名前がある"
    assert part(room, "questions") == {}
    assert decide(room, chair, 1, "admit") == Refused("closed")


def test_who_asked_takes_it_back(room, people, chair):
    send(room, people[0], "question", "やめておく問い")
    assert send(room, people[1], "question.withdraw", question=1) == Refused("forbidden")
    assert send(room, chair, "question.withdraw", question=1) == Refused("forbidden")
    send(room, people[0], "question.withdraw", question=1)
    assert send(room, people[0], "question.withdraw", question=1) == Refused("closed")
    assert part(room, "questions") == {}
    assert "やめて" not in to_json([event.as_dict() for event in log(room)])


def test_question_is_answered_by_a_message(room, people, chair):
    send(room, people[0], "question", "？")
    answer = send(room, chair, "message", "こうします")
    assert decide(room, chair, 1, "answered", answer=1) == Refused("forbidden")
    assert decide(room, chair, 1, "answered", answer=99) == Refused("forbidden")
    decide(room, chair, 1, "answered", answer=answer.seq)
    assert part(room, "questions")["1"] | {"body": "", "name": "", "by": 0} == {
        "body": "", "name": "", "by": 0, "votes": 0, "state": "answered", "into": None, "answer": answer.seq
    }  # fmt: skip
    decide(room, chair, 1, "reopen")
    assert (part(room, "questions")["1"]["state"], part(room, "questions")["1"]["answer"]) == ("open", None)


def test_joined_questions_share_their_voices_once(room, people, chair):
    send(room, people[0], "question", "一つ目")
    send(room, people[1], "question", "二つ目")
    vote(room, people[0], 1)
    vote(room, people[1], 1)
    vote(room, people[1], 2)
    assert decide(room, chair, 1, "merge", into=1) == Refused("forbidden")
    assert decide(room, chair, 1, "merge", into=9) == Refused("forbidden")
    decide(room, chair, 1, "merge", into=2)
    assert part(room, "questions")["2"]["votes"] == 2
    assert (part(room, "questions")["1"]["state"], part(room, "questions")["1"]["into"]) == ("merged", 2)
    assert vote(room, people[2], 1) == Refused("closed")
    send(room, people[2], "question", "三つ目")
    assert decide(room, chair, 3, "merge", into=1) == Refused("forbidden")


def test_question_for_later_becomes_an_action(room, people, chair):
    send(room, people[0], "question", "費用の目安は？")
    decide(room, chair, 1, "offline")
    line = MinutesLine.objects.get()
    assert (line.kind, line.text, line.seq, line.speaker) == ("action", "費用の目安は？", 1, None)
    assert [event.kind for event in log(room)] == [OPEN, STATE, "minutes.line"]


def test_question_for_later_leaves_nothing_under_red(room, people, chair):
    Room.objects.update(tlp="RED")
    send(room, people[0], "question", "？")
    decide(room, chair, 1, "offline")
    assert part(room, "questions")["1"]["state"] == "offline"
    assert not MinutesLine.objects.exists()


@pytest.mark.parametrize("decision", ["admit", "refuse", "answered", "offline", "merge", "reopen"])
def test_only_moderators_decide(room, people, decision):
    send(room, people[0], "question", "？")
    send(room, people[0], "question", "？？")
    assert decide(room, people[0], 1, decision, "理由", into=2) == Refused("forbidden")
    assert decide(room, people[1], 9, decision, "理由", into=2) == Refused("forbidden")


def test_same_question_sent_twice_is_one(room, people):
    cid = "0190f8a4-0000-7000-8000-000000000001"
    first = send(room, people[0], "question", "？", cid=cid)
    again = send(room, people[0], "question", "？", cid=cid)
    assert (first.dup, again.dup, again.seq) == (False, True, first.seq)
    assert Question.objects.count() == 1


def test_nobody_buries_the_others(room, people):
    for number in range(20):
        assert isinstance(send(room, people[0], "question", f"{number}"), Stored)
    assert send(room, people[0], "question", "21") == Refused("closed")
    assert isinstance(send(room, people[1], "question", "1"), Stored)


def test_most_wanted_stands_first(room, people, sign_in):
    for body in ("一", "二"):
        send(room, people[0], "question", body)
    vote(room, people[0], 2)
    page = sign_in(people[1]).get(reverse("events:room-questions", args=[room.slug]))
    assert [question["body"] for question in page.context["questions"]] == ["二", "一"]


def test_forgotten_talk_takes_the_questions_along(room, people):
    send(room, people[0], "question", "？")
    vote(room, people[0], 1)
    room.forget_talk()
    assert not Question.objects.exists()
    assert not QuestionVote.objects.exists()


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("question", {"anonymous": "yes"}),
        ("question.vote", {"question": 0, "up": True}),
        ("question.vote", {"question": 1}),
        ("question.vote", {"question": 1, "up": 1}),
        ("question.vote", {"question": "1", "up": True}),
        ("question.vote", {"question": 2**60, "up": True}),
        (DECIDE, {"question": 1}),
        (DECIDE, {"question": 1, "decision": "burn"}),
        (DECIDE, {"question": 1, "decision": "merge"}),
        (DECIDE, {"question": 1, "decision": ["admit"]}),
        (DECIDE, {"question": 1, "decision": "answered", "answer": 0}),
        ("question.withdraw", {}),
    ],
)
def test_malformed_frame_is_refused(room, people, kind, fields):
    with pytest.raises(FrameRefused):
        send(room, people[0], kind, "", **fields)


@pytest.mark.parametrize("kind", [OPEN, TALLY, STATE, WAITING])
def test_hubs_own_words_are_not_sent_by_anybody(kind):
    assert not KINDS[kind].is_sendable


def test_number_beyond_the_column_is_no_question(room, people):
    assert vote(room, people[0], 2**53 - 1) == Refused("forbidden")
