"""Appeals: who may, who answers, and what an appeal that is granted undoes."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from community.models import MailChoice
from events.actions.room.appeals import answer_appeal, appeal_against
from events.models import Appeal, Question, Room
from events.queries.appeals import appeals_to_answer, appellant, may_answer
from events.queries.moderation import moderated
from events.queries.room import can_enter_room
from events.queries.room_people import own_id
from events.room.events import Refused, Stored
from tests.factories.community import WorkingGroupFactory
from tests.factories.room_talk import group_room, log, part, send, takes_part

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[False, True], ids=["named", "chatham"])
def room(vocabularies, request):
    return group_room(is_chatham_house=request.param)


@pytest.fixture
def secretary(room, make_person):
    return make_person("secretary", working_group="sme")


@pytest.fixture
def person(room, make_person):
    person = takes_part(make_person("member", name="訴える人"))
    send(room, person, "message", "消される言葉")
    return person


def about(room, chair, person, kind, **fields) -> int:
    """Do that to `person`; returns where it stands."""
    if kind in ("mute", "remove"):
        fields["person"] = own_id(room, person)
    assert isinstance(send(room, chair, kind, "続いたため", **fields), Stored)
    return log(room)[-1].seq


def mute(room, chair, person) -> int:
    return about(room, chair, person, "mute", minutes=60)


def ban(room, chair, person) -> int:
    return about(room, chair, person, "remove", ban=True)


def grant(appeal, by, is_lifted=True):
    return answer_appeal(appeal_id=appeal.pk, by=by, is_lifted=is_lifted, answer="見直しました")


def test_granted_appeal_against_a_mute_lets_write_again(room, chair, secretary, person):
    seq = mute(room, chair, person)
    assert send(room, person, "message", "もう一言") == Refused("muted")
    grant(appeal_against(room=room, seq=seq, user=person, words="誤解です"), secretary)
    assert isinstance(send(room, person, "message", "また"), Stored)
    lifted, unmuted = log(room)[-3:-1]
    assert (lifted.kind, lifted.payload["of"], lifted.actor.id) == ("moderation.lifted", seq, None)
    assert (unmuted.kind, unmuted.payload["until"], unmuted.payload["office"]) == ("mute", None, "secretary")
    assert part(room, "moderation")["muted"] == {}
    (entry,) = [each for each in moderated(room, person) if each.seq == seq]
    assert (entry.is_lifted, entry.appeal.answer) == (True, "見直しました")


def test_granted_appeal_against_a_ban_opens_the_room_again_also_after_the_meeting(room, chair, secretary, person):
    appeal = appeal_against(room=room, seq=ban(room, chair, person), user=person, words="誤解です")
    Room.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert not can_enter_room(person, Room.objects.get())
    grant(appeal, secretary)
    assert can_enter_room(person, Room.objects.get())
    assert part(room, "moderation")["removed"] == {}
    assert log(room)[-1].kind == "remove.lift"


def test_granted_appeal_undoes_only_what_it_is_about(room, chair, secretary, person):
    first = appeal_against(room=room, seq=mute(room, chair, person), user=person, words="一")
    about(room, chair, person, "mute", minutes=90)
    banned = appeal_against(room=room, seq=ban(room, chair, person), user=person, words="二")
    send(room, chair, "remove.lift", person=own_id(room, person))
    ban(room, chair, person)
    grant(first, secretary)
    grant(banned, secretary)
    assert len(part(room, "moderation")["muted"]) == 1
    assert not can_enter_room(person, Room.objects.get())


def test_removed_message_does_not_come_back(room, chair, secretary, person):
    seq = about(room, chair, person, "redaction", target=1)
    grant(appeal_against(room=room, seq=seq, user=person, words="消さないで"), secretary)
    assert "消される言葉" not in str([event.as_dict() for event in log(room)])
    assert log(room)[-1].kind == "moderation.lifted"


def test_question_that_was_not_let_in_is_open_after_a_granted_appeal(room, chair, secretary, person):
    send(room, chair, "anonymity", on=True)
    send(room, chair, "premoderation", on=True)
    send(room, person, "question", "待つ問い", anonymous=True)
    seq = about(room, chair, person, "question.decide", question=1, decision="refuse")
    assert "待つ問い" not in str([event.as_dict() for event in log(room)])
    appeal = appeal_against(room=room, seq=seq, user=person, words="大事です")
    # Who asked without a name stays without one.
    assert appellant(appeal) == ("", "待つ問い")
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM events_appeal")
        assert len(str(cursor.fetchone()[0])) > 40
    grant(appeal, secretary)
    assert part(room, "questions")["1"]["body"] == "待つ問い"
    assert Question.objects.get().state == "open"


def test_appeal_is_made_once_and_only_by_the_one_concerned(room, chair, person, make_person):
    seq, other = mute(room, chair, person), takes_part(make_person("member"))
    send(room, other, "message", "一言")
    send(room, chair, "lock", "休憩", locked=True)
    for who, which in ((other, seq), (chair, seq), (person, 1), (person, log(room)[-1].seq), (person, 10**9)):
        with pytest.raises(ValidationError):
            appeal_against(room=room, seq=which, user=who, words="？")
    appeal_against(room=room, seq=seq, user=person, words="誤解です")
    with pytest.raises(ValidationError):
        appeal_against(room=room, seq=seq, user=person, words="もう一度")
    assert Appeal.objects.count() == 1


def test_what_the_author_took_back_is_no_moderation(room, person):
    send(room, person, "redaction", target=1)
    assert moderated(room, person) == []


def test_who_did_it_does_not_answer_and_another_moderator_does(room, chair, secretary, person, make_person):
    appeal = appeal_against(room=room, seq=mute(room, chair, person), user=person, words="誤解です")
    office, stranger = make_person("secretariat"), make_person("chair", working_group=WorkingGroupFactory(code="ot"))
    assert [may_answer(one, appeal) for one in (chair, person, stranger, secretary, office)] == [
        False, False, False, True, False
    ]  # fmt: skip
    assert [appeals_to_answer(one) for one in (chair, secretary)] == [[], [appeal]]
    with pytest.raises(PermissionDenied):
        grant(appeal, chair)
    # Who answers nothing for days does not have the last word.
    Appeal.objects.update(asked_at=timezone.now() - timedelta(days=4))
    assert appeals_to_answer(office) == [appeal]


def test_secretariat_answers_where_there_is_no_other_moderator(room, chair, person, make_person):
    appeal = appeal_against(room=room, seq=mute(room, chair, person), user=person, words="誤解です")
    office = make_person("secretariat")
    assert (may_answer(chair, appeal), may_answer(office, appeal)) == (False, True)
    grant(appeal, office, is_lifted=False)
    assert send(room, person, "message", "もう一言") == Refused("muted")
    with pytest.raises(ValidationError):
        grant(appeal, office)


def test_moderator_does_not_answer_an_appeal_of_their_own(room, chair, secretary):
    send(room, secretary, "message", "進行役の言葉")
    seq = about(room, chair, secretary, "redaction", target=log(room)[-1].seq)
    appeal = appeal_against(room=room, seq=seq, user=secretary, words="なぜ")
    assert [may_answer(one, appeal) for one in (chair, secretary)] == [False, False]


@pytest.mark.parametrize(("language", "words"), [("en", "the moderators' decision stands"), ("ja", "進行役の判断")])
def test_answer_is_told_in_the_persons_language(
    room, chair, secretary, person, language, words, django_capture_on_commit_callbacks
):
    MailChoice.objects.create(user=person, language=language)
    appeal = appeal_against(room=room, seq=mute(room, chair, person), user=person, words="誤解です")
    with django_capture_on_commit_callbacks(execute=True):
        grant(appeal, secretary, is_lifted=False)
    (letter,) = mail.outbox
    assert letter.to == [person.email]
    assert words in letter.body
    assert "見直しました" in letter.body


def test_red_room_mails_no_answer_and_forgets_the_appeal(
    room, chair, secretary, person, django_capture_on_commit_callbacks
):
    Room.objects.update(tlp="RED")
    room.refresh_from_db()
    appeal = appeal_against(room=room, seq=mute(room, chair, person), user=person, words="誤解です")
    with django_capture_on_commit_callbacks(execute=True):
        grant(appeal, secretary)
    assert "見直しました" not in mail.outbox[0].body
    room.forget_talk()
    assert (Appeal.objects.count(), moderated(room, person)) == (0, [])


def test_appeal_about_what_was_said_under_red_goes_with_it(room, chair, person):
    send(room, chair, "tlp", label="RED")
    about_red = mute(room, chair, person)
    appeal_against(room=room, seq=about_red, user=person, words="誤解です")
    Room.objects.get().forget_red_lines()
    assert Appeal.objects.count() == 0
