"""Where somebody left off, what is found again, and what may be taken out of the room."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.models import User, WorkingGroupMembership
from events.actions.room import append_events
from events.models import ReadPosition, Room
from events.queries.room_search import MOST_HITS
from events.room.events import Draft, Person
from tests.factories.community import WorkingGroupFactory

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}
HTML = {"HTTP_ACCEPT": "text/html,*/*;q=0.8"}


@pytest.fixture
def room(vocabularies) -> Room:
    group = WorkingGroupFactory(code="sme")
    return Room.objects.create(meeting_key=uuid.uuid4(), title_ja="定例会", working_group=group)


@pytest.fixture
def reader(room, make_person) -> User:
    person = make_person("member")
    WorkingGroupMembership.objects.create(user=person, working_group=room.working_group)
    return person


@pytest.fixture
def client(reader, sign_in) -> Client:
    return sign_in(reader)


def say(room: Room, person: User, *bodies: str, kind: str = "message", target=None, **payload) -> None:
    actor = Person(person.pk, person.name)
    drafts = [Draft(room.pk, actor, str(uuid.uuid4()), kind, body, None, target, payload) for body in bodies]
    append_events(room.pk, drafts)


def at(room: Room, name: str) -> str:
    return reverse(f"events:{name}", args=[room.slug])


# --- how far somebody has read ---------------------------------------------------------------------
def test_position_only_moves_forward_and_never_past_the_log(room, reader, client):
    say(room, reader, *"12345")
    for told, kept in ((3, 3), (2, 3), (5, 5), (999, 5), (0, 5)):
        assert client.post(at(room, "room-read"), {"seq": told}).status_code == 204
        assert ReadPosition.objects.get().seq == kept
    assert 'data-read="5"' in client.get(at(room, "room")).content.decode()


def test_who_has_read_nothing_has_position_zero(room, reader, client):
    assert client.post(at(room, "room-read"), {"seq": 7}).status_code == 204
    assert not ReadPosition.objects.exists()
    assert 'data-read="0"' in client.get(at(room, "room")).content.decode()


@pytest.mark.parametrize("form", [{}, {"seq": ""}, {"seq": "-1"}, {"seq": "x"}, {"seq": "９"}, {"seq": "9" * 30}])
def test_no_number_is_refused_in_words(room, client, form):
    answer = client.post(at(room, "room-read"), form)
    assert answer.status_code == 422
    assert "seq" in answer.json()["detail"]


def test_position_needs_the_token_of_our_own_page(room, reader, sign_in):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sign_in(reader).cookies
    assert strict.post(at(room, "room-read"), {"seq": 1}).status_code == 403
    assert strict.get(at(room, "room-read")).status_code == 405


def test_position_of_others_rooms_is_not_kept(room, reader, sign_in, make_person):
    say(room, reader, "1")
    assert sign_in(make_person("member")).post(at(room, "room-read"), {"seq": 1}).status_code == 404
    assert not ReadPosition.objects.exists()


def test_position_goes_with_the_talk_and_with_the_account(room, reader, client):
    say(room, reader, "1")
    client.post(at(room, "room-read"), {"seq": 1})
    room.forget_talk()
    assert not ReadPosition.objects.exists()
    ReadPosition.objects.create(room=room, user=reader, seq=1)
    reader.delete()
    assert not ReadPosition.objects.exists()


# --- search ----------------------------------------------------------------------------------------
def found(client: Client, room: Room, question: str) -> list[int]:
    answer = client.get(at(room, "room-log"), {"q": question}, **JSON).json()
    assert answer["total"] == len(answer["evs"])
    return [event["seq"] for event in answer["evs"]]


def test_search_finds_every_spelling_and_the_newest_first(room, reader, client):
    say(room, reader, "ＶＰＮ装置の更新", "vpnの ログ", "関係ない話", "Vpn")
    assert found(client, room, "VPN") == [4, 2, 1]
    assert found(client, room, "　ｖｐｎ ﾛｸﾞ ") == [2]
    assert found(client, room, "見つからない") == []


def test_search_reads_the_newest_wording_and_nothing_removed(room, reader, client):
    say(room, reader, "誤字", "消える話", "残る話")
    say(room, reader, "**訂正**", kind="edit", target=1)
    say(room, reader, "再訂正", kind="edit", target=1)
    say(room, reader, "", kind="redaction", target=2)
    assert found(client, room, "誤字") == []
    assert found(client, room, "消える") == []
    assert found(client, room, "再訂正") == [1]
    assert found(client, room, "話") == [3]
    (event,) = client.get(at(room, "room-log"), {"q": "再訂正"}, **JSON).json()["evs"]
    assert event["payload"] == {"body": "再訂正"}


def test_search_gives_the_newest_fifty_and_says_how_many(room, reader, client):
    say(room, reader, *[f"発言{n}" for n in range(MOST_HITS + 5)])
    answer = client.get(at(room, "room-log"), {"q": "発言"}, **JSON).json()
    assert (len(answer["evs"]), answer["total"]) == (MOST_HITS, MOST_HITS + 5)
    assert answer["evs"][0]["seq"] == MOST_HITS + 5


def test_hits_on_the_page_lead_to_their_place(room, reader, client):
    say(room, reader, "一", "<b>二</b>", "三")
    html = client.get(at(room, "room-log"), {"q": '<b>"'}, **HTML).content.decode()
    assert "<b>&quot;" not in html
    html = client.get(at(room, "room-log"), {"q": "二"}, **HTML).content.decode()
    assert 'href="?after=1#m2"' in html
    assert "&lt;b&gt;二&lt;/b&gt;" in html
    assert 'id="m1"' not in html


def test_red_lines_are_found_only_before_the_end(room, reader, client):
    say(room, reader, "赤い話", tlp="RED")
    say(room, reader, "ふつうの話")
    assert found(client, room, "話") == [2, 1]
    Room.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert found(client, room, "話") == [2]


def test_question_that_is_too_long_is_refused_in_words(room, client):
    for accept in (JSON, HTML):
        answer = client.get(at(room, "room-log"), {"q": "長" * 101}, **accept)
        assert answer.status_code == 422


# --- what leaves the room --------------------------------------------------------------------------
def test_export_holds_the_talk_under_its_label(room, reader, client):
    say(room, reader, "**一**", "二", "消す")
    say(room, reader, "二の訂正", kind="edit", target=2)
    say(room, reader, "", kind="redaction", target=3)
    answer = client.get(at(room, "room-export"), {"format": "json"})
    assert answer["Content-Disposition"] == f'attachment; filename="room-{room.slug}.json"'
    talk = json.loads(answer.content)
    assert (talk["title"], talk["tlp"], talk["left_out"]) == ("定例会", "AMBER", 0)
    assert [(line["seq"], line["body"], line["name"], line["tlp"]) for line in talk["lines"]] == [
        (1, "**一**", reader.name, "AMBER"),
        (2, "二の訂正", reader.name, "AMBER"),
    ]
    text = client.get(at(room, "room-export")).content.decode()
    assert text.startswith("定例会\nTLP:AMBER\n\n")
    assert f"{reader.name}\n二の訂正" in text
    assert "消す" not in text
    assert ModelLogEntry.objects.filter(action="events.room_exported", user=reader).count() == 2


def test_red_lines_are_left_out_of_an_export_and_counted(room, reader, client):
    say(room, reader, "赤い話", tlp="RED")
    say(room, reader, "厳しい話", tlp="AMBER+STRICT")
    text = client.get(at(room, "room-export")).content.decode()
    assert "赤い話" not in text
    assert "[TLP:AMBER+STRICT] 厳しい話" in text
    assert "TLP:REDのため含めていない発言：1件" in text


def test_nothing_leaves_a_red_room(room, reader, client):
    say(room, reader, "赤い話")
    Room.objects.update(tlp="RED")
    for accept in (JSON, HTML):
        answer = client.get(at(room, "room-export"), **accept)
        assert answer.status_code == 403
        assert "TLP:RED" in (answer.json()["detail"] if accept is JSON else answer.content.decode())
    page = client.get(at(room, "room")).content.decode()
    assert 'data-copy="none"' in page
    assert "/export" not in client.get(at(room, "room-log")).content.decode()
    assert not ModelLogEntry.objects.filter(action="events.room_exported").exists()


@pytest.mark.parametrize("form", ["pdf", "TXT", "../json", "<script>"])
def test_other_formats_are_refused_in_words(room, client, form):
    answer = client.get(at(room, "room-export"), {"format": form}, **HTML)
    assert answer.status_code == 422
    assert "<script>" not in answer.content.decode()


def test_room_of_others_gives_no_file(room, sign_in, make_person):
    assert sign_in(make_person("member")).get(at(room, "room-export")).status_code == 404
    assert Client().get(at(room, "room-export")).status_code == 302


def test_log_page_shows_labels_replies_reasons_and_markup(room, reader, client, make_person):
    chair = make_person("chair", working_group="sme")
    say(room, reader, "**太字**と<i>", "困る発言")
    append_events(room.pk, [Draft(room.pk, Person(reader.pk, reader.name), str(uuid.uuid4()), "message", "返事", 1)])
    say(room, chair, "<b>理由</b>", kind="redaction", target=2)
    say(room, reader, "厳しい", tlp="RED")
    html = client.get(at(room, "room-log")).content.decode()
    assert "<p><strong>太字</strong>と&lt;i&gt;</p>" in html
    assert '<a href="?after=0#m1">' in html
    assert "進行役が削除しました：&lt;b&gt;理由&lt;/b&gt;" in html
    assert 'data-tlp="RED"' in html
    assert html.count("data-tlp=") == 1


def test_html_in_names_and_titles_is_only_text(room, reader, client):
    User.objects.filter(pk=reader.pk).update(name="<script>alert(1)</script>")
    Room.objects.update(title_ja="<img src=x>")
    say(room, reader, "発言")
    for name in ("room", "room-log"):
        html = client.get(at(room, name)).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x>" not in html
