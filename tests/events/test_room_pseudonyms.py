"""Under the Chatham House rule nobody is there by name: not in the log, not at rest, not in what leaves the room."""

import json
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from community.models import WorkingGroupMembership
from events.actions.meetings import settle_meeting
from events.actions.room import append_drafts, append_events, post_message
from events.actions.room.pseudonyms import person_in
from events.models import MinutesLine, MinutesRevision, Pseudonym, Room, RoomEvent
from events.queries import room_people
from events.queries.room import read_log
from events.queries.room_people import name_of, own_id, user_behind
from events.room.events import HUB, Draft, Person, Refused
from events.room.names import ANIMALS, COLOURS, pick_name
from tests.factories.community import WorkingGroupFactory
from tests.factories.events import meeting, meeting_index

pytestmark = pytest.mark.django_db
TABLES = ("events_roomevent", "events_sentmessage", "events_pseudonym", "events_minutesline", "events_minutesrevision")


@pytest.fixture
def group(vocabularies):
    return WorkingGroupFactory(code="sme")


@pytest.fixture
def room(group) -> Room:
    return make_room(group)


def make_room(group, **fields) -> Room:
    given = {"meeting_key": uuid.uuid4(), "title_ja": "定例会", "working_group": group, "is_chatham_house": True}
    return Room.objects.create(**given | fields)


@pytest.fixture
def join(group, make_person):
    def make(*roles: str):
        person = make_person(*(roles or ("member",)), **({"working_group": "sme"} if roles else {}))
        WorkingGroupMembership.objects.get_or_create(user=person, working_group=group)
        return person

    return make


def say(room: Room, person: Person, body: str = "本文", *, kind: str = "message", target=None, cid="", **payload):
    draft = Draft(room.pk, person, cid or str(uuid.uuid4()), kind, body, None, target, payload)
    return append_events(room.pk, [draft])[0]


def at_rest() -> list[tuple]:
    rows: list[tuple] = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of our own
            names = [column[0] for column in cursor.description]
            rows += [(table, *zip(names, row, strict=True)) for row in cursor.fetchall()]
    return rows


def test_one_person_has_one_pseudonym_in_a_room_and_another_elsewhere(room, group, join):
    user, other = join(), join()
    mine = person_in(room, user)
    assert person_in(room, user) == mine
    assert mine.id < 0
    assert mine.name.startswith(COLOURS)
    assert user.name not in mine.name
    assert len({mine, person_in(room, other), person_in(make_room(group), user)}) == 3
    assert (own_id(room, user), user_behind(room, mine.id), name_of(room, mine.id)) == (mine.id, user, mine.name)
    assert own_id(room, join()) is None


def test_ids_of_other_rooms_and_of_users_are_nobody_here(room, group, join):
    user = join()
    elsewhere = person_in(make_room(group), user)
    assert user_behind(room, elsewhere.id) is None
    assert user_behind(room, user.pk) is None
    assert user_behind(make_room(group, is_chatham_house=False), -5) is None
    for forged in (elsewhere, Person(user.pk, user.name), Person(-5, "青い燕")):
        assert say(room, forged) == Refused("forbidden")
    assert say(make_room(group, is_chatham_house=False), elsewhere) == Refused("forbidden")


def test_somebody_without_an_account_is_nobody(room, join):
    user = join()
    pseudonym = person_in(room, user)
    user.is_active = False
    user.save()
    assert user_behind(room, pseudonym.id) is None


def test_nothing_at_rest_holds_a_user(room, join):
    user = join("secretary")
    person = person_in(room, user)
    say(room, person, "/agreed 決めたこと")
    say(room, person, "訂正", kind="edit", target=1)
    say(room, person, "もう一つ")
    say(room, person, kind="minutes", body="", target=4, **{"as": "info", "item": 0})
    assert MinutesLine.objects.count() == 2
    for table, *cells in at_rest():
        for name, value in cells:
            is_person = name.endswith(("actor_id", "speaker_id", "editor_id", "owner_id"))
            assert not is_person or value is None, (table, name)
            assert user.name not in str(value), (table, name)
            assert user.email not in str(value), (table, name)
            assert name != "person" or str(user.pk) != value
    assert not MinutesRevision.objects.exclude(editor=None).exists()


def test_log_and_pages_show_pseudonyms_only(room, join, sign_in):
    author, reader = join(), join()
    person = person_in(room, author)
    say(room, person, "誰の発言か")
    say(room, person, "訂正した発言", kind="edit", target=1)
    client = sign_in(reader)
    texts = [
        client.get(reverse("events:room", args=[room.slug])),
        client.get(reverse("events:room-log", args=[room.slug])),
        client.get(reverse("events:room-log", args=[room.slug]), {"q": "訂正"}),
        client.get(reverse("events:room-log", args=[room.slug]), HTTP_ACCEPT="application/json"),
        client.get(reverse("events:room-log", args=[room.slug]), {"q": "訂正"}, HTTP_ACCEPT="application/json"),
    ]
    for answer in texts:
        html = answer.content.decode()
        if answer["Content-Type"] == "application/json":
            html = json.dumps(answer.json(), ensure_ascii=False)
        assert author.name not in html
        assert author.email not in html
        assert person.name in html
    page = texts[0].content.decode()
    assert f'data-me="{own_id(room, reader)}"' in page
    assert f'data-name="{name_of(room, own_id(room, reader))}"' in page
    assert 'data-copy="unnamed"' in page
    assert f'data-me="{reader.pk}"' not in page


def test_export_names_nobody_and_no_pseudonym(room, join, sign_in):
    author = join()
    person = person_in(room, author)
    say(room, person, "誰かの発言")
    client, url = sign_in(author), reverse("events:room-export", args=[room.slug])
    for form in ("txt", "json"):
        text = client.get(url, {"format": form}).content.decode()
        assert "誰かの発言" in text
        for told in (author.name, person.name, str(person.id), '"at"', '"name"'):
            assert told not in text, form


def test_own_lines_are_own_and_those_of_others_are_not(room, join, sign_in):
    author, other = join(), join()
    mine, theirs = person_in(room, author), person_in(room, other)
    say(room, mine)
    assert say(room, theirs, "書き換え", kind="edit", target=1) == Refused("forbidden")
    assert say(room, theirs, "", kind="redaction", target=1) == Refused("forbidden")
    assert say(room, mine, "訂正", kind="edit", target=1).seq == 2
    page = sign_in(author).get(reverse("events:room-log", args=[room.slug])).content.decode()
    assert "line-own" in page
    assert "line-own" not in sign_in(other).get(reverse("events:room-log", args=[room.slug])).content.decode()


def test_the_same_cid_of_a_pseudonym_is_stored_once(room, join):
    mine, theirs = person_in(room, join()), person_in(room, join())
    cid = str(uuid.uuid4())
    drafts = [Draft(room.pk, person, cid, "message", person.name) for person in (mine, theirs, mine)]
    assert [outcome.dup for outcome in append_drafts(drafts)] == [False, False, True]
    assert [outcome.dup for outcome in append_drafts(drafts)] == [True, True, True]
    assert [event.actor for event in read_log(room.pk, after=0, limit=9)] == [mine, theirs]


def test_mentions_are_pseudonyms_of_the_room(room, group, join):
    mine, theirs, user = person_in(room, join()), person_in(room, join()), join()
    elsewhere = person_in(make_room(group), user)
    outcome = say(room, mine, "@皆さん", mentions=[theirs.id, user.pk, elsewhere.id])
    assert outcome.event.payload["mentions"] == [theirs.id]


def test_office_acts_without_a_pseudonym(room, join):
    """The chair's pseudonym beside an act of the chair would tell everybody who it is."""
    author, chair = person_in(room, join()), person_in(room, join("chair"))
    secretary = person_in(room, join("secretary"))
    say(room, author)
    removal = say(room, chair, "理由", kind="redaction", target=1)
    narrowed = say(room, chair, "", kind="tlp", label="RED")
    assert (removal.event.actor, narrowed.more[0].actor) == (HUB, HUB)
    assert removal.event.payload["office"] == "chair"
    proposal = say(room, chair, "", kind="tlp", label="GREEN").more[0]
    assert (proposal.actor, proposal.kind) == (HUB, "tlp.proposed")
    # The hub knows still that it was the same person.
    assert say(room, chair, "", kind="tlp.agree", target=proposal.seq) == Refused("forbidden")
    assert say(room, secretary, "", kind="tlp.agree", target=proposal.seq) == Refused("forbidden")
    events = read_log(room.pk, after=1, limit=9)
    assert {event.actor for event in events} == {HUB}


def test_taking_ones_own_words_back_is_no_act_of_an_office(room, join):
    chair = person_in(room, join("chair"))
    say(room, chair)
    removal = say(room, chair, "", kind="redaction", target=1).event
    assert (removal.actor, removal.payload["by"]) == (chair, "author")
    assert "office" not in removal.payload


def test_mapping_goes_with_the_talk(room, join):
    user = join()
    before = person_in(room, user)
    say(room, before)
    room.forget_talk()
    assert not Pseudonym.objects.exists()
    # A tab that stayed open has a pseudonym that is nobody's now.
    assert say(room, before) == Refused("forbidden")
    assert person_in(room, user).id != before.id


def test_mapping_is_sealed_and_found_only_with_the_keys(room, join):
    user = join()
    person_in(room, user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT person, person_hash FROM events_pseudonym")
        ((sealed, hashed),) = cursor.fetchall()
    assert sealed.startswith("gAAAA")
    assert len(hashed) == 64


def test_message_from_outside_a_socket_has_the_pseudonym(room, join):
    user = join()
    outcome = post_message(room=room, actor=user, cid=str(uuid.uuid4()), body="外から")
    assert outcome.event.actor == person_in(room, user)
    assert RoomEvent.objects.get().actor is None


def test_two_tabs_that_come_at_once_get_one_pseudonym(room, join, monkeypatch):
    """The second looks before the first has written, and finds at the write that it is there."""
    user = join()
    known, asked = room_people.pseudonym_of, []

    def blind_once(*args):
        asked.append(args)
        return None if len(asked) == 2 else known(*args)

    monkeypatch.setattr("events.actions.room.pseudonyms.pseudonym_of", blind_once)
    assert person_in(room, user) == person_in(room, user)
    assert (Pseudonym.objects.count(), len(asked)) == (1, 3)


def test_names_in_a_crowd_stay_apart():
    taken: set[str] = set()
    for _ in range(len(COLOURS) * len(ANIMALS) + 200):
        taken.add(pick_name(taken))
    assert len(taken) == len(COLOURS) * len(ANIMALS) + 200
    assert max(map(len, taken)) <= Pseudonym._meta.get_field("name").max_length


def test_rule_comes_with_the_meeting_and_stays_from_the_first_word(content_tree, join):
    page = meeting(meeting_index(content_tree.home["ja"]), is_chatham_house=True, tlp_id="GREEN")
    room = settle_meeting(meeting=page)
    assert room.is_chatham_house
    Room.objects.update(opens_at=None)
    say(room, person_in(room, join()))
    page.is_chatham_house = False
    with pytest.raises(ValidationError) as refusal:
        page.full_clean()
    assert "is_chatham_house" in refusal.value.message_dict
    # In code nobody asks for the page to be clean.
    assert settle_meeting(meeting=page).is_chatham_house


def test_page_only_narrows_the_label_of_a_talk(content_tree, join):
    page = meeting(meeting_index(content_tree.home["ja"]), tlp_id="GREEN")
    room = settle_meeting(meeting=page)
    Room.objects.update(opens_at=None)
    page.tlp_id = "CLEAR"
    assert settle_meeting(meeting=page).tlp_id == "CLEAR"
    Room.objects.update(opens_at=None)
    say(room, person_in(room, join()))
    for label, held in (("AMBER", "AMBER"), ("GREEN", "AMBER"), ("CLEAR", "AMBER"), ("RED", "RED")):
        page.tlp_id = label
        Room.objects.update(opens_at=None)
        assert settle_meeting(meeting=page).tlp_id == held
    assert held == "RED"
