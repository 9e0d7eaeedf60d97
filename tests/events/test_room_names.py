"""A name does not outlive its account, and what one said, asked and voted is one's own to take along."""

import importlib

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from community.actions.export import export_own_data
from events.models import RoomEvent
from events.queries.room_people import own_id
from events.queries.room_state import read_parts
from tests.factories.room_talk import group_room, log, send, takes_part

pytestmark = pytest.mark.django_db
NAME = "あとで去る人"


@pytest.fixture(params=[False, True], ids=["named", "chatham"])
def room(vocabularies, request):
    return group_room(is_chatham_house=request.param)


@pytest.fixture
def person(room, make_person):
    return takes_part(make_person("member", name=NAME))


def act(room, chair, person) -> str:
    """Everything that carries the name of a person; returns the name that the room knows."""
    send(room, person, "question", "復旧の順番は？")
    me = own_id(room, person)
    send(room, person, "hand", up=True)
    send(room, chair, "hand.give", person=me)
    send(room, chair, "mute", "続いたため", person=me, minutes=5)
    send(room, chair, "remove", "荒らし", person=me, ban=True)
    send(room, chair, "remove.lift", person=me)
    return log(room)[1].actor.name


def at_rest() -> str:
    tables = [table for table in connection.introspection.table_names() if table.startswith("events_")]
    with connection.cursor() as cursor:
        rows = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of our own
            rows += cursor.fetchall()
    return str(rows)


def test_log_tells_names_and_rows_hold_none(room, chair, person):
    name = act(room, chair, person)
    told = {event.kind: event.payload["name"] for event in log(room) if "name" in event.payload}
    assert told == dict.fromkeys(("question.open", "hand.give", "mute", "remove", "remove.lift"), name)
    assert "hand.lower" not in told
    assert NAME not in at_rest()
    # Only the pseudonym itself says how it is called.
    assert at_rest().count(name) == (1 if room.is_chatham_house else 0)


def test_name_that_changes_is_read_as_it_is_now(room, chair, person):
    act(room, chair, person)
    person.name = "新しい名前"
    person.save()
    names = {event.payload["name"] for event in log(room) if "name" in event.payload}
    assert ("新しい名前" in names) is not room.is_chatham_house


def test_name_goes_with_the_account(room, chair, person, sign_in):
    act(room, chair, person)
    person.delete()
    room.refresh_from_db()
    if not room.is_chatham_house:
        assert {event.payload["name"] for event in log(room) if "name" in event.payload} == {""}
    assert NAME not in str([event.as_dict() for event in log(room)])
    assert NAME not in str(read_parts(room))
    html = sign_in(chair).get(reverse("events:room-moderated", args=[room.slug])).content.decode()
    assert NAME not in html
    assert ("退会した方" in html) is not room.is_chatham_house


def test_question_asked_without_a_name_gets_none(room, chair, person):
    send(room, chair, "anonymity", on=True)
    send(room, person, "question", "匿名で", anonymous=True)
    assert log(room)[-1].payload["name"] == ""


def test_older_payloads_lose_their_names(room, chair, person):
    act(room, chair, person)
    for row in RoomEvent.objects.filter(payload__has_key="name"):
        row.payload = {**row.payload, "name": "古い名前"}
        row.save()
    before = [event.as_dict() for event in log(room) if event.kind not in ("question.open",)]
    importlib.import_module("events.migrations.0011_no_names_in_payloads").take_names(apps, None)
    assert "古い名前" in str(before)
    assert "古い名前" not in at_rest()


def test_export_holds_what_one_said_asked_and_voted(room, chair, person, make_person):
    other = takes_part(make_person("member"))
    send(room, chair, "anonymity", on=True)
    send(room, person, "message", "わたしの言葉")
    send(room, person, "question", "わたしの問い", anonymous=True)
    send(room, other, "question", "ほかの人の問い")
    send(room, person, "question.vote", question=2, up=True)
    send(room, chair, "poll", "どちら", form="single", options=["一", "二"])
    send(room, chair, "poll.change", poll=1, state="open")
    send(room, person, "vote", poll=1, choices=[1])
    send(room, person, "hand", up=True)
    send(room, chair, "mute", "続いたため", person=own_id(room, person), minutes=5)
    data = export_own_data(user=person)["records"]
    assert [row["body"] for row in data["events.Question"]] == ["わたしの問い"]
    assert [row["question"] for row in data["events.QuestionVote"]] == [2]
    assert [(row["poll"], "choice" in row) for row in data["events.BallotReceipt"]] == [(1, False)]
    kinds = [row["kind"] for row in data["events.RoomEvent"]]
    assert sorted(kinds) == ["hand", "message", "mute"]
    assert "わたしの言葉" in str(data)
    assert "ほかの人の問い" not in str(data)
    assert ("events.Pseudonym" in data and bool(data["events.Pseudonym"])) is room.is_chatham_house
    assert "わたしの" not in str(export_own_data(user=other))


def test_export_holds_ones_appeals(room, chair, person, sign_in):
    send(room, person, "message", "一言")
    send(room, chair, "mute", "続いたため", person=own_id(room, person), minutes=5)
    url = reverse("events:room-appeal", args=[room.slug, log(room)[-1].seq])
    sign_in(person).post(url, {"words": "誤解です"})
    (row,) = export_own_data(user=person)["records"]["events.Appeal"]
    assert (row["words"], row["state"], row["room"]) == ("誤解です", "open", "定例会")
