"""Under the Chatham House rule nothing leads from what is done in an office to the pseudonym of who did it."""

import importlib
import uuid

import pytest
from django.apps import apps
from django.db import connection

from events.models import OfficeAct, RoomEvent, SentMessage
from events.queries.appeals import who_moderated
from events.queries.room_people import doer_of, own_id
from events.room.events import Refused, Stored
from tests.factories.community import OrganisationFactory, belong
from tests.factories.room_talk import group_room, log, send, takes_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(vocabularies):
    return group_room(is_chatham_house=True)


@pytest.fixture
def chair(room, make_person):
    return make_person("chair", working_group="sme")


@pytest.fixture
def person(room, make_person):
    person = takes_part(make_person("member"))
    send(room, person, "message", "一言")
    return person


def test_acts_have_no_cid_and_no_seq_of_their_sender(room, chair, person):
    send(room, chair, "message", "議長の一言")
    me, cids = own_id(room, person), [str(uuid.uuid4()) for _ in range(5)]
    send(room, chair, "mute", "続いた", cid=cids[0], person=me, minutes=5)
    send(room, chair, "redaction", "個人名", cid=cids[1], target=1)
    send(room, chair, "remove", "荒らし", cid=cids[2], person=me, ban=True)
    send(room, chair, "tlp", cid=cids[3], label="RED")
    send(room, chair, "tlp", cid=cids[4], label="GREEN")
    acts = log(room)[2:]
    assert [event.kind for event in acts] == ["mute", "redaction", "remove", "tlp", "tlp.proposed"]
    assert {event.actor.id for event in acts} == {None}
    assert not {event.cid for event in acts} & set(SentMessage.objects.values_list("cid", flat=True))
    sent = SentMessage.objects.filter(cid__in=cids).values_list("cid", "seq")
    assert all(seq != acts[cids.index(cid)].seq for cid, seq in sent)


def test_act_that_is_sent_again_is_done_once(room, chair, person):
    cid, fields = str(uuid.uuid4()), {"person": own_id(room, person), "minutes": 5}
    outcomes = [send(room, chair, "mute", "続いた", cid=cid, **fields) for _ in range(2)]
    assert [isinstance(outcome, Stored) and outcome.dup for outcome in outcomes] == [False, True]
    assert len(log(room)) == 2


def test_who_did_it_is_known_to_rules_and_lies_sealed(room, chair, person):
    send(room, chair, "mute", "続いた", person=own_id(room, person), minutes=5)
    send(room, chair, "question", "？")
    send(room, chair, "question.decide", "重複", question=1, decision="refuse")
    seqs = [event.seq for event in log(room) if event.kind in ("mute", "question.state")]
    assert [who_moderated(room, seq) for seq in seqs] == [chair, chair]
    with connection.cursor() as cursor:
        cursor.execute("SELECT doer FROM events_officeact")
        values = [str(row[0]) for row in cursor.fetchall()]
    assert len(set(values)) == 2
    assert all(len(value) > 40 for value in values)
    room.forget_talk()
    assert OfficeAct.objects.count() == 0


def test_wider_label_still_needs_a_second_person_of_another_organisation(room, chair, make_person):
    colleague, other = (make_person("secretary", working_group="sme") for _ in range(2))
    ours, theirs = OrganisationFactory(), OrganisationFactory()
    for one, organisation in ((chair, ours), (colleague, ours), (other, theirs)):
        belong(one, organisation)
    send(room, chair, "tlp", label="GREEN")
    assert send(room, chair, "tlp.agree", target=1) == Refused("forbidden")
    assert send(room, colleague, "tlp.agree", target=1) == Refused("forbidden")
    assert isinstance(send(room, other, "tlp.agree", target=1), Stored)


def test_older_acts_are_parted_from_their_sender(room, chair, person):
    """As rows lie that were written before acts were parted."""
    send(room, chair, "message", "議長の一言")
    cid, seq = str(uuid.uuid4()), log(room)[-1].seq + 1
    said = SentMessage.objects.exclude(pseudonym=None).order_by("-pk")[0]
    RoomEvent.objects.create(room=room, seq=seq, kind="mute", payload={}, at=room_moment(room), cid=cid)
    SentMessage.objects.create(room=room, pseudonym=said.pseudonym, cid=cid, seq=seq)
    migration = importlib.import_module("events.migrations.0009_office_acts_apart_from_pseudonyms")
    for _ in range(2):
        migration.part(apps, None)
    assert doer_of(room, seq) == chair
    assert RoomEvent.objects.get(seq=seq).cid != cid
    assert SentMessage.objects.get(cid=cid).seq == seq - 1
    # What people said as themselves stays theirs.
    assert RoomEvent.objects.get(seq=said.seq).cid == said.cid


def room_moment(room):
    return RoomEvent.objects.filter(room=room).order_by("-seq")[0].at
