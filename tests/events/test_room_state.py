"""What whoever comes late is told of a room, as JSON and as pages to read."""

from threading import Event, Thread
from time import monotonic

import pytest
from django.urls import reverse

from events.models import Room
from events.queries import room_state
from events.queries.room_state import Standing, _kept, read_parts, read_state
from events.room.talk import Talk
from tests.factories.room_talk import send, takes_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(room, make_person):
    return [takes_part(make_person("member")) for _ in range(4)]


@pytest.fixture(autouse=True)
def _nothing_kept():
    room_state._kept.clear()


@pytest.fixture
def busy(room, chair, people):
    """A room in which everything stands that can stand."""
    send(room, people[0], "question", "復旧の順番は？")
    send(room, people[1], "question.vote", question=1, up=True)
    send(room, chair, "premoderation", on=True)
    send(room, people[2], "question", "待っている問い")
    send(room, chair, "poll", "続けますか", form="single", options=["はい", "いいえ"], quorum=2)
    send(room, chair, "poll.change", poll=1, state="open")
    send(room, people[0], "vote", poll=1, choices=[0])
    send(room, chair, "poll", "下書きの票", form="single", options=["一", "二"])
    send(room, people[1], "hand", up=True)
    send(room, chair, "mute", "長い", person=people[3].pk, minutes=5)
    return room


def state(client, room):
    return client.get(reverse("events:room-state", args=[room.slug])).json()


def test_empty_room_has_every_part(room, people, sign_in):
    answer = sign_in(people[0]).get(reverse("events:room-state", args=[room.slug]))
    assert answer["Cache-Control"].count("no-store")
    assert answer.json() == {
        "epoch": room.epoch,
        "head": 0,
        "parts": {
            "questions": {},
            "polls": {},
            "hands": {"queue": [], "floor": None},
            "moderation": {
                "locked": False, "pause_s": 0, "premoderation": False, "anonymous": False,
                "muted": {}, "removed": {}, "waiting": 0,
            },
            "tlp": {"label": "AMBER"},
        },
        "mine": {"votes": [], "voted": [], "questions": [], "appeals": []},
    }  # fmt: skip


def test_member_is_told_what_everybody_sees_and_what_is_theirs(busy, people, sign_in):
    told = state(sign_in(people[0]), busy)
    assert told["head"] == Room.objects.get().head
    assert told["parts"]["questions"]["1"]["votes"] == 1
    assert (told["parts"]["polls"]["1"]["voters"], told["parts"]["polls"]["1"]["results"]) == (1, None)
    assert told["parts"]["hands"]["queue"] == [{"id": people[1].pk, "name": people[1].name}]
    assert told["parts"]["moderation"]["waiting"] == 1
    assert list(told["parts"]["moderation"]["muted"]) == [str(people[3].pk)]
    assert (told["mine"]["votes"], told["mine"]["voted"]) == ([], [1])
    assert "waiting" not in told
    assert "drafts" not in told
    assert state(sign_in(people[1]), busy)["mine"]["votes"] == [1]


def test_waiting_question_is_told_to_its_author_and_to_moderators_only(busy, people, chair, sign_in):
    asked, other = state(sign_in(people[2]), busy), sign_in(people[1])
    assert [question["body"] for question in asked["mine"]["questions"]] == ["待っている問い"]
    answer = other.get(reverse("events:room-state", args=[busy.slug])).content.decode()
    assert "待っている" not in answer
    for name in ("events:room-questions", "events:room-polls", "events:room-log", "events:room"):
        assert "待っている問い" not in other.get(reverse(name, args=[busy.slug])).content.decode(), name
    told = state(sign_in(chair), busy)
    assert [(row["body"], row["name"]) for row in told["waiting"]] == [("待っている問い", people[2].name)]
    assert [row["body"] for row in told["drafts"]] == ["下書きの票"]


def test_state_is_read_once_and_carried_on(busy, people, django_assert_num_queries):
    busy.refresh_from_db()
    first = read_parts(busy)
    with django_assert_num_queries(0):
        assert read_parts(busy) == first
    send(busy, people[1], "hand", up=False)
    assert read_parts(busy) == first
    busy.refresh_from_db()
    assert read_parts(busy)["hands"]["queue"] == []
    assert len(first["hands"]["queue"]) == 1


def test_reader_who_knows_an_older_head_gets_the_newer_state(busy, people, django_assert_num_queries):
    behind = Room.objects.get(pk=busy.pk)
    send(busy, people[1], "hand", up=False)
    busy.refresh_from_db()
    newest = read_state(busy)
    with django_assert_num_queries(0):
        assert read_state(behind) == newest
    assert newest[0] == busy.head > behind.head


def test_log_is_read_by_one_of_many_who_ask_at_once(busy, monkeypatch):
    busy.refresh_from_db()
    _kept.clear()
    entered, may_go_on, read_on, reads = Event(), Event(), room_state._read_on, []

    def slow(room, known):
        entered.set()
        assert may_go_on.wait(20)
        reads.append(room.head)
        return Standing(room.epoch, room.head, Talk(), monotonic())

    monkeypatch.setattr(room_state, "_read_on", slow)
    threads = [Thread(target=read_parts, args=[busy]) for _ in range(8)]
    threads[0].start()
    assert entered.wait(20)
    for thread in threads[1:]:
        thread.start()
    may_go_on.set()
    for thread in threads:
        thread.join(20)
    assert reads == [busy.head]
    _kept.clear()
    monkeypatch.setattr(room_state, "_read_on", read_on)
    assert read_parts(busy)["questions"]


def test_state_is_read_anew_after_a_while(busy, people, monkeypatch):
    busy.refresh_from_db()
    assert read_parts(busy)["hands"]["queue"][0]["name"] == people[1].name
    people[1].name = "新しい名前"
    people[1].save()
    monkeypatch.setattr(room_state, "LONGEST_KEPT_S", 0.0)
    assert read_parts(busy)["hands"]["queue"][0]["name"] == "新しい名前"


def test_forgotten_talk_is_not_told_from_memory(busy):
    busy.refresh_from_db()
    read_parts(busy)
    busy.forget_talk()
    busy.refresh_from_db()
    assert read_parts(busy)["questions"] == {}
    assert read_parts(busy)["moderation"]["muted"] == {}
    assert (busy.muted, busy.is_premoderated) == ({}, False)


def test_pages_are_read_without_script(busy, people, chair, sign_in):
    questions = sign_in(people[2]).get(reverse("events:room-questions", args=[busy.slug])).content.decode()
    assert "復旧の順番は？" in questions
    assert "待っている問い" in questions
    assert people[0].name in questions
    send(busy, people[1], "vote", poll=1, choices=[0])
    send(busy, people[2], "vote", poll=1, choices=[1])
    client, url = sign_in(people[0]), reverse("events:room-polls", args=[busy.slug])
    assert "<td>" not in client.get(url).content.decode()
    send(busy, chair, "poll.change", poll=1, state="closed")
    polls = client.get(url).content.decode()
    assert "<td>2</td>" in polls
    assert "下書きの票" not in polls
    assert (
        reverse("events:room-polls", args=[busy.slug])
        in client.get(reverse("events:room-log", args=[busy.slug]), headers={"accept": "text/html"}).content.decode()
    )


def test_words_of_people_are_no_markup(room, people, chair, sign_in):
    send(room, people[0], "question", "<script>alert(1)</script>")
    send(room, chair, "poll", "<b>？</b>", form="single", options=["<i>一</i>", "二"])
    send(room, chair, "poll.change", poll=1, state="open")
    for name in ("events:room-questions", "events:room-polls"):
        html = sign_in(people[0]).get(reverse(name, args=[room.slug])).content.decode()
        assert not any(tag in html for tag in ("<script>alert", "<b>？", "<i>一"))


def test_room_of_others_looks_like_no_room(room, people, sign_in, make_person):
    client = sign_in(make_person("member"))
    for name in ("events:room-state", "events:room-questions", "events:room-polls"):
        answers = [client.get(reverse(name, args=[slug])).status_code for slug in (room.slug, "nosuchroom12")]
        assert answers == [404, 404]
