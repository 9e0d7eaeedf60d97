"""The list of what was moderated, the form below what is one's own, and the page of who answers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Appeal, Room
from events.queries.room_people import own_id
from events.tasks.meetings import forget_talk_under_red
from tests.factories.community import WorkingGroupFactory
from tests.factories.room_talk import group_room, log, send, takes_part

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[False, True], ids=["named", "chatham"])
def room(vocabularies, request):
    return group_room(is_chatham_house=request.param)


@pytest.fixture
def chair(room, make_person):
    return make_person("chair", name="議長の名前", working_group="sme")


@pytest.fixture
def secretary(room, make_person):
    return make_person("secretary", working_group="sme")


@pytest.fixture
def people(room, make_person):
    people = [takes_part(make_person("member", name=name)) for name in ("静かにする人", "見ている人")]
    for person in people:
        send(room, person, "message", "消される言葉")
    return people


def listed(room) -> str:
    return reverse("events:room-moderated", args=[room.slug])


def appeal_url(room, seq: int) -> str:
    return reverse("events:room-appeal", args=[room.slug, seq])


def moderate(room, chair, person) -> dict[str, int]:
    """Mute them, take their words away, send them out for good; returns where each stands."""
    me = own_id(room, person)
    send(room, chair, "mute", "続いたため", person=me, minutes=60)
    send(room, chair, "redaction", "個人名があるため", target=1)
    send(room, chair, "remove", "<b>荒らし</b>", person=me, ban=True)
    return {event.kind: event.seq for event in log(room)}


def test_everybody_reads_what_was_done_why_and_by_which_office(room, chair, people, sign_in):
    moderate(room, chair, people[0])
    html = sign_in(people[1]).get(listed(room)).content.decode()
    for words in ("続いたため", "個人名があるため", "議長による", "&lt;b&gt;荒らし"):
        assert words in html, words
    name = people[0].name if not room.is_chatham_house else log(room)[0].actor.name
    assert name in html
    assert ("静かにする人" in html) is not room.is_chatham_house
    for secret in ("消される言葉", "議長の名前", appeal_url(room, 3)):
        assert secret not in html, secret


def test_question_that_was_removed_is_told_from_one_that_was_not_let_in(room, chair, people, sign_in):
    send(room, people[0], "question", "見えた問い")
    send(room, chair, "premoderation", on=True)
    send(room, people[0], "question", "待つ問い")
    for number in (1, 2):
        send(room, chair, "question.decide", "議題の外", question=number, decision="refuse")
    html = sign_in(people[1]).get(listed(room)).content.decode()
    assert (html.count("質問が削除されました"), html.count("質問が掲載されませんでした")) == (1, 1)
    assert not any(words in html for words in ("見えた問い", "待つ問い"))


def test_room_and_its_pages_lead_to_the_list(room, people, sign_in):
    client = sign_in(people[1])
    for name in ("events:room", "events:room-log", "events:room-questions"):
        page = client.get(reverse(name, args=[room.slug]), headers={"accept": "text/html"})
        assert listed(room) in page.content.decode(), name


def test_who_is_banned_reads_why_and_appeals_from_outside(room, chair, people, sign_in):
    at, client = moderate(room, chair, people[0]), sign_in(people[0])
    send(room, chair, "lock", "あとの話", locked=True)
    assert client.get(reverse("events:room", args=[room.slug])).url == listed(room)
    assert client.get(reverse("events:room-log", args=[room.slug])).status_code == 404
    html = client.get(listed(room)).content.decode()
    assert "荒らし" in html
    assert "あとの話" not in html
    assert reverse("events:room-log", args=[room.slug]) not in html
    answer = client.post(appeal_url(room, at["remove"]), {"words": "私ではありません"})
    assert answer.url == f"{listed(room)}#e{at['remove']}"
    again = client.get(listed(room)).content.decode()
    assert "私ではありません" in again
    assert appeal_url(room, at["remove"]) not in again
    assert appeal_url(room, at["mute"]) in again
    assert "私ではありません" not in sign_in(people[1]).get(listed(room)).content.decode()


@pytest.mark.parametrize("words", ["", " ", "長" * 2001, "終わ\x00り"])
def test_appeal_that_cannot_be_taken_keeps_what_was_typed(room, chair, people, sign_in, words):
    at = moderate(room, chair, people[0])
    answer = sign_in(people[0]).post(appeal_url(room, at["mute"]), {"words": words})
    assert answer.status_code == 422
    assert words.strip().replace("\x00", "") in answer.content.decode().replace("\x00", "")
    assert Appeal.objects.count() == 0


def test_appeal_against_what_is_not_about_the_reader_keeps_the_words(room, chair, people, sign_in):
    at = moderate(room, chair, people[0])
    for seq in (at["mute"], 10**9):
        answer = sign_in(people[1]).post(appeal_url(room, seq), {"words": "ほかの人のために"})
        assert answer.status_code == 422
        assert "ほかの人のために" in answer.content.decode()
    assert Appeal.objects.count() == 0


def test_strangers_find_no_list(room, chair, people, sign_in, make_person):
    at, client = moderate(room, chair, people[0]), sign_in(make_person("member"))
    answers = [client.get(listed(room)), client.post(appeal_url(room, at["mute"]), {"words": "？"})]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert client.get(reverse("events:room-moderated", args=["nosuchroom12"])).status_code == 404


def test_moderator_answers_on_a_page_and_finds_it_on_their_own(content_tree, room, chair, secretary, people, sign_in):
    at = moderate(room, chair, people[0])
    sign_in(people[0]).post(appeal_url(room, at["remove"]), {"words": "<i>誤解</i>です"})
    appeal, client = Appeal.objects.get(), sign_in(secretary)
    desk, home = reverse("events:appeals"), reverse("members:home")
    assert desk in client.get(home).content.decode()
    assert desk not in sign_in(chair).get(home).content.decode()
    html = client.get(desk).content.decode()
    assert "&lt;i&gt;誤解" in html
    assert ("静かにする人" in html) is not room.is_chatham_house
    one = reverse("events:appeal-answer", args=[appeal.pk])
    lacking = client.post(one, {"answer": "読みました"})
    assert (lacking.status_code, "読みました" in lacking.content.decode()) == (422, True)
    assert client.post(one, {"decision": "lifted", "answer": "入れます"}).url == desk
    late = client.post(one, {"decision": "upheld", "answer": "遅い答え"})
    assert (late.status_code, "遅い答え" in late.content.decode()) == (422, True)
    assert sign_in(people[0]).get(reverse("events:room", args=[room.slug])).status_code == 200
    assert "入れます" in sign_in(people[0]).get(listed(room)).content.decode()


def test_nobody_else_answers(room, chair, people, sign_in, make_person):
    at = moderate(room, chair, people[0])
    sign_in(people[0]).post(appeal_url(room, at["remove"]), {"words": "誤解です"})
    one = reverse("events:appeal-answer", args=[Appeal.objects.get().pk])
    stranger = make_person("chair", working_group=WorkingGroupFactory(code="other"))
    for person in (chair, *people, stranger, make_person("member")):
        assert sign_in(person).post(one, {"decision": "lifted", "answer": "？"}).status_code == 404
        assert "誤解です" not in sign_in(person).get(reverse("events:appeals")).content.decode()
    assert Appeal.objects.get().is_open


def test_own_state_tells_ones_appeals(room, chair, people, sign_in):
    send(room, chair, "mute", "続いたため", person=own_id(room, people[0]), minutes=60)
    seq, client = log(room)[-1].seq, sign_in(people[0])
    client.post(appeal_url(room, seq), {"words": "誤解です"})
    told = client.get(reverse("events:room-state", args=[room.slug])).json()["mine"]["appeals"]
    assert told == [{"seq": seq, "state": "open", "answer": ""}]


def test_red_list_says_that_it_goes_and_goes(room, chair, people, sign_in):
    Room.objects.update(tlp="RED")
    moderate(room, chair, people[0])
    client = sign_in(people[1])
    assert "TLP:REDでは" in client.get(listed(room)).content.decode()
    Room.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    forget_talk_under_red()
    html = client.get(listed(room)).content.decode()
    assert "続いたため" not in html
    assert "荒らし" not in html


def test_list_is_in_the_readers_language(room, chair, people, sign_in):
    moderate(room, chair, people[0])
    client = sign_in(people[1])
    html = client.get(f"/en{listed(room)}").content.decode()
    assert "by the chair" in html
