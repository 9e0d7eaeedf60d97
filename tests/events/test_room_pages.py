import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from community.models import WorkingGroupMembership
from events.actions.room import append_events
from events.models import Room
from events.queries.room import can_enter_room
from events.room.events import Draft, Person
from tests.factories.community import WorkingGroupFactory

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}
HTML = {"HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def group(vocabularies):
    return WorkingGroupFactory(code="sme")


@pytest.fixture
def room(group) -> Room:
    return Room.objects.create(
        meeting_key=uuid.uuid4(), title_ja="定例会", title_en="Regular meeting", working_group=group
    )


@pytest.fixture
def participant(group, make_person):
    person = make_person("member")
    WorkingGroupMembership.objects.create(user=person, working_group=group)
    return person


def say(room: Room, person, *bodies: str, kind: str = "message", target: int | None = None) -> None:
    actor = Person(person.pk, person.name)
    append_events(room.pk, [Draft(room.pk, actor, str(uuid.uuid4()), kind, body, None, target) for body in bodies])


def addresses(slug: str) -> list[tuple[str, dict]]:
    page, log = reverse("events:room", args=[slug]), reverse("events:room-log", args=[slug])
    return [(page, HTML), (log, HTML), (log, JSON)]


def test_only_members_of_the_group_enter(room, participant, make_person, django_user_model):
    outsider, stranger = make_person("member"), make_person()
    assert [can_enter_room(person, room) for person in (participant, outsider, stranger)] == [True, False, False]
    room.is_open_to_members = True
    assert [can_enter_room(person, room) for person in (participant, outsider, stranger)] == [True, True, False]
    participant.is_active = False
    assert not can_enter_room(participant, room)


def test_room_of_nobody_is_entered_by_nobody(make_person, vocabularies):
    room = Room.objects.create(meeting_key=uuid.uuid4(), title_ja="準備中")
    assert not can_enter_room(make_person("member"), room)


def test_anonymous_and_half_signed_in_learn_nothing(room, participant, sign_in):
    say(room, participant, "秘密の話")
    for client in (Client(), sign_in(participant, second_factor=False)):
        for slug in (room.slug, "nosuchroom12"):
            for url, accept in addresses(slug):
                answer = client.get(url, **accept)
                assert answer.status_code in (302, 401, 403), url
                assert "秘密" not in answer.content.decode()


def test_room_of_others_looks_like_no_room(room, participant, sign_in, make_person):
    say(room, participant, "秘密の話")
    client = sign_in(make_person("member"))
    for (url, accept), (missing, _) in zip(addresses(room.slug), addresses("nosuchroom12"), strict=True):
        theirs, none = client.get(url, **accept), client.get(missing, **accept)
        assert (theirs.status_code, none.status_code) == (404, 404)
        assert _without_address(theirs, room.slug) == _without_address(none, "nosuchroom12")


def _without_address(answer, slug: str) -> str:
    return re.sub(r"[A-Za-z0-9+/=]{40,}", "", answer.content.decode().replace(slug, ""))


def test_page_shows_the_newest_messages_without_script(room, participant, sign_in):
    say(room, participant, *[f"発言その{n}。" for n in range(1, 251)])
    say(room, participant, "<b>太字</b>")
    page = sign_in(participant).get(reverse("events:room", args=[room.slug]))
    html = page.content.decode()
    assert page["Cache-Control"].count("no-store")
    assert "発言その250。" in html
    assert "発言その51。" not in html
    assert "&lt;b&gt;太字&lt;/b&gt;" in html
    assert 'role="log"' in html
    assert f"{reverse('events:room-log', args=[room.slug])}?after=0" in html
    assert 'data-head="251"' in html
    assert " style=" not in html


def test_page_speaks_english(room, participant, sign_in):
    with override("en"):
        url = reverse("events:room", args=[room.slug])
    html = sign_in(participant).get(url).content.decode()
    assert url.startswith("/en/rooms/")
    assert "Regular meeting" in html
    assert "Enter sends" in html


def test_page_speaks_japanese(room, participant, sign_in):
    with override("ja"):
        url = reverse("events:room", args=[room.slug])
    html = sign_in(participant).get(url).content.decode()
    for words in ("送信中", "保存済み", "再接続中", "未読{n}件"):
        assert words in html


def test_log_gives_a_page_of_events(room, participant, sign_in):
    say(room, participant, *[f"{n}" for n in range(1, 206)])
    client, url = sign_in(participant), reverse("events:room-log", args=[room.slug])
    first = client.get(url, **JSON).json()
    assert (first["epoch"], first["head"], len(first["evs"])) == (room.epoch, 205, 200)
    assert set(first["evs"][0]) == {"seq", "kind", "actor", "payload", "at", "cid"}
    assert first["evs"][0]["actor"] == {"id": participant.pk, "name": participant.name}
    assert first["evs"][0]["payload"] == {"body": "1"}
    rest = client.get(url, {"after": 200, "limit": 3}, **JSON).json()
    assert [event["seq"] for event in rest["evs"]] == [201, 202, 203]
    assert client.get(url, {"after": 999}, **JSON).json()["evs"] == []


def test_log_page_links_its_parts(room, participant, sign_in):
    say(room, participant, *[f"{n}" for n in range(1, 31)])
    html = (
        sign_in(participant)
        .get(reverse("events:room-log", args=[room.slug]), {"after": 10, "limit": 10})
        .content.decode()
    )
    assert re.findall(r'id="m(\d+)"', html) == [str(n) for n in range(11, 21)]
    assert 'href="?after=0&amp;limit=10"' in html
    assert 'href="?after=20&amp;limit=10"' in html


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=201", "after=" + "9" * 30, "limit=１"])
def test_log_refuses_other_numbers_in_words(room, participant, sign_in, query):
    client, url = sign_in(participant), reverse("events:room-log", args=[room.slug])
    answer = client.get(f"{url}?{query}", **JSON)
    assert answer.status_code == 422
    assert query.split("=")[0] in answer.json()["detail"]
    page = client.get(f"{url}?{query}", **HTML)
    assert page.status_code == 422
    assert query.split("=")[0] in page.content.decode()


def test_removed_message_has_no_body_anywhere(room, participant, sign_in):
    say(room, participant, "消したい発言")
    say(room, participant, "消したい発言の訂正", kind="edit", target=1)
    say(room, participant, "", kind="redaction", target=1)
    client = sign_in(participant)
    for url, accept in addresses(room.slug):
        assert "消したい" not in client.get(url, **accept).content.decode()


def test_closed_room_stays_readable(room, participant, sign_in):
    say(room, participant, "記録")
    Room.objects.update(closes_at="2020-01-01T00:00:00Z")
    html = sign_in(participant).get(reverse("events:room", args=[room.slug])).content.decode()
    assert "記録" in html
    assert "disabled" in html


def test_room_page_asks_the_database_a_fixed_number_of_times(room, participant, sign_in, django_assert_max_num_queries):
    say(room, participant, *[f"{n}" for n in range(100)])
    client, url = sign_in(participant), reverse("events:room", args=[room.slug])
    client.get(url)
    with django_assert_max_num_queries(25):
        client.get(url)
