import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from events.actions.room import append_drafts, append_events, post_message, renew_epoch_if_restored, renew_epochs
from events.models import Room, RoomEvent, SentMessage
from events.queries.room import heads_of, read_log, read_talk
from events.room.bus import process_bus
from events.room.events import Draft, Person, Refused, Stored
from events.tasks import forget_talk_under_red

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(vocabularies) -> Room:
    return make_room()


def make_room(**fields) -> Room:
    return Room.objects.create(meeting_key=uuid.uuid4(), title_ja="定例会", **fields)


@pytest.fixture
def writer(make_person):
    person = make_person("member")
    return Person(person.pk, person.name)


def draft(room: Room, person: Person, body: str = "本文", **fields) -> Draft:
    given = {"cid": str(uuid.uuid4()), "kind": "message", "body": body, **fields}
    return Draft(room_id=room.pk, actor=person, **given)


def test_numbers_follow_each_other_from_one(room, writer):
    outcomes = append_events(room.pk, [draft(room, writer) for _ in range(3)])
    outcomes += append_events(room.pk, [draft(room, writer)])
    assert [outcome.seq for outcome in outcomes] == [1, 2, 3, 4]
    room.refresh_from_db()
    assert room.head == 4
    assert [event.seq for event in read_log(room.pk, after=0, limit=10)] == [1, 2, 3, 4]


def test_what_was_told_is_what_the_log_says(room, writer):
    (outcome,) = append_events(room.pk, [draft(room, writer, "こんにちは")])
    assert read_log(room.pk, after=0, limit=1) == [outcome.event]


def test_same_cid_is_stored_once_and_answered_alike(room, writer):
    one = draft(room, writer, "一度だけ")
    first, twin = append_events(room.pk, [one, one])
    (later,) = append_events(room.pk, [Draft(room.pk, writer, one.cid, "message", "別の本文")])
    assert (first.dup, twin.dup, later.dup) == (False, True, True)
    assert {(o.seq, o.at) for o in (first, twin, later)} == {(1, first.at)}
    assert [event.payload for event in read_log(room.pk, after=0, limit=9)] == [{"body": "一度だけ"}]


def test_same_cid_of_another_person_or_room_is_another_message(room, writer, make_person):
    other, elsewhere = make_person("member"), make_room()
    cid = str(uuid.uuid4())
    append_drafts([draft(room, writer, cid=cid), draft(room, Person(other.pk, other.name), cid=cid)])
    append_drafts([draft(elsewhere, writer, cid=cid)])
    assert SentMessage.objects.filter(cid=cid).count() == 3


def test_failed_batch_leaves_no_hole(room, writer, monkeypatch):
    monkeypatch.setattr("events.actions.room.rows.SENT_FIELDS", ("room",))
    with pytest.raises(DatabaseError):
        append_events(room.pk, [draft(room, writer)])
    monkeypatch.undo()
    (outcome,) = append_events(room.pk, [draft(room, writer)])
    assert outcome.seq == 1
    assert RoomEvent.objects.filter(room=room).count() == 1


def test_batch_of_several_rooms_keeps_its_order(room, writer):
    elsewhere = make_room()
    drafts = [draft(elsewhere, writer), draft(room, writer), draft(elsewhere, writer)]
    assert [outcome.seq for outcome in append_drafts(drafts)] == [1, 1, 2]
    missing = Draft(0, writer, str(uuid.uuid4()), "message", "?")
    assert append_drafts([missing]) == [Refused("closed")]


@pytest.mark.parametrize(
    "times",
    [{"opens_at": timezone.now() + timedelta(hours=1)}, {"closes_at": timezone.now() - timedelta(seconds=1)}],
)
def test_closed_room_takes_nothing_new_but_knows_what_it_took(room, writer, times):
    known = draft(room, writer)
    append_events(room.pk, [known])
    Room.objects.filter(pk=room.pk).update(**times)
    repeated, refused = append_events(room.pk, [known, draft(room, writer)])
    assert (repeated.dup, refused) == (True, Refused("closed"))


def test_edit_and_removal_of_own_messages(room, writer):
    append_events(room.pk, [draft(room, writer, "誤字"), draft(room, writer, "そのまま")])
    edit, removal = append_events(
        room.pk,
        [draft(room, writer, "訂正", kind="edit", target=1), draft(room, writer, "", kind="redaction", target=2)],
    )
    assert isinstance(edit, Stored)
    assert isinstance(removal, Stored)
    lines = read_talk(room.pk, after=0, until=4)
    assert [(line.body, line.is_edited, line.is_redacted) for line in lines] == [
        ("訂正", True, False),
        ("", False, True),
    ]


def test_redaction_leaves_no_body_at_rest(room, writer):
    append_events(room.pk, [draft(room, writer, "秘密")])
    append_events(room.pk, [draft(room, writer, "秘密の続き", kind="edit", target=1)])
    append_events(
        room.pk,
        [
            draft(room, writer, "秘密の続き2", kind="edit", target=1),
            draft(room, writer, "誤って投稿", kind="redaction", target=1),
            draft(room, writer, "秘密の続き3", kind="edit", target=1),
        ],
    )
    events = read_log(room.pk, after=0, limit=10)
    assert [event.payload for event in events] == [
        {},
        {"target": 1},
        {"target": 1},
        {"body": "誤って投稿", "by": "author", "target": 1},
    ]
    assert "秘密" not in str(list(RoomEvent.objects.values()))


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "edit", "target": 1},
        {"kind": "redaction", "target": 1},
        {"kind": "edit", "target": 99},
        {"kind": "edit", "target": 2},
        {"kind": "message", "reply_to": 99},
    ],
)
def test_messages_of_others_and_unknown_targets_are_refused(room, writer, make_person, fields):
    other = make_person("member")
    append_events(room.pk, [draft(room, Person(other.pk, other.name)), draft(room, writer)])
    append_events(room.pk, [draft(room, writer, "", kind="redaction", target=2)])
    assert append_events(room.pk, [draft(room, writer, **fields)]) == [Refused("forbidden")]


def test_reply_names_what_it_answers(room, writer):
    append_events(room.pk, [draft(room, writer)])
    (reply,) = append_events(room.pk, [draft(room, writer, "返事", reply_to=1)])
    assert reply.event.payload == {"body": "返事", "reply_to": 1}


def test_page_of_talk_knows_edits_that_came_later(room, writer):
    append_events(room.pk, [draft(room, writer, f"{n}") for n in range(1, 6)])
    append_events(room.pk, [draft(room, writer, "訂正", kind="edit", target=2)])
    assert [line.body for line in read_talk(room.pk, after=0, until=6, limit=3)] == ["1", "訂正", "3"]
    assert [line.body for line in read_talk(room.pk, after=0, until=5, limit=3)] == ["1", "2", "3"]


def test_post_message_tells_the_hubs_after_the_commit(room, make_person, django_capture_on_commit_callbacks):
    heard = []
    listener = lambda *hint: heard.append(hint)  # noqa: E731 - one line says it best
    process_bus.listen(listener)
    with django_capture_on_commit_callbacks(execute=True):
        post_message(room=room, actor=make_person("member"), cid=str(uuid.uuid4()), body="外から")
        assert heard == []
    process_bus.ignore(listener)
    assert heard == [(room.pk, 1)]


def test_epoch_changes_only_for_a_log_shorter_than_it_was(room, writer):
    append_events(room.pk, [draft(room, writer)])
    renew_epoch_if_restored(room.slug, room.epoch, 1)
    renew_epoch_if_restored(room.slug, "another", 9)
    assert heads_of([room.pk]) == {room.pk: (room.epoch, 1)}
    renew_epoch_if_restored(room.slug, room.epoch, 2)
    assert heads_of([room.pk])[room.pk][0] != room.epoch


def test_epochs_of_all_rooms_can_be_renewed(room):
    assert renew_epochs([room]) == 1
    assert heads_of([room.pk])[room.pk][0] != room.epoch


def test_addresses_are_random_and_readable():
    slugs = {Room().slug for _ in range(50)}
    assert len(slugs) == 50
    assert all(len(slug) == 12 and slug.isalnum() and not set(slug) & set("il1o0") for slug in slugs)


def test_talk_under_red_is_forgotten_once_the_room_has_closed(vocabularies, writer):
    now = timezone.now()
    red = make_room(tlp_id="RED", closes_at=now + timedelta(minutes=1))
    amber = make_room(tlp_id="AMBER", closes_at=now + timedelta(minutes=1))
    for each in (red, amber):
        append_events(each.pk, [draft(each, writer)])
    assert forget_talk_under_red(now) == 0

    later = now + timedelta(minutes=2)
    assert (forget_talk_under_red(later), forget_talk_under_red(later)) == (1, 0)

    epoch = red.epoch
    red.refresh_from_db()
    assert (red.head, red.epoch != epoch) == (0, True)
    assert not RoomEvent.objects.filter(room=red).exists()
    assert not SentMessage.objects.filter(room=red).exists()
    assert read_log(amber.pk, after=0, limit=10)
