"""Appeals against what moderators did: asked once by the person it is about, answered by somebody who did not do it."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import User
from community.queries.notifications import language_of
from events.actions.room.append import append_and_tell
from events.models import Appeal, Room
from events.queries.appeals import appellant_key, may_answer
from events.queries.moderation import moderated_one
from events.queries.room_people import own_id, user_behind
from events.queries.room_rights import office_of
from events.room.events import HUB, Draft
from events.room.kinds.moderation import LIFTED
from secunity.core.actions import mail_on_commit


def appeal_against(*, room: Room, seq: int, user: User, words: str) -> Appeal:
    """Ask for what moderators did to `user` to be looked at again; once. ValidationError where there is nothing."""
    one, person = moderated_one(room, seq, user), own_id(room, user)
    if one is None or person is None:
        raise ValidationError(_("Nothing was moderated there that is about you."))
    if not one.can_be_appealed:
        raise ValidationError(_("This has been appealed against or lifted already."))
    try:
        with transaction.atomic():
            key = appellant_key(room, person)
            return Appeal.objects.create(room=room, seq=seq, person=str(person), person_key=key, words=words)
    except IntegrityError as twice:
        raise ValidationError(_("This has been appealed against or lifted already.")) from twice


@transaction.atomic
def answer_appeal(*, appeal_id: int, by: User, is_lifted: bool, answer: str) -> Appeal:
    """Let the decision stand, or lift it as far as it can be; whoever appealed is told by mail.

    What was removed does not come back: nobody has its words any more. PermissionDenied for who does not decide,
    Appeal.DoesNotExist, ValidationError where it was answered before.
    """
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related("room").get(pk=appeal_id)
    if not may_answer(by, appeal):
        raise PermissionDenied
    if not appeal.is_open:
        raise ValidationError(_("Somebody else has answered this appeal meanwhile."))
    appeal.state = Appeal.State.LIFTED if is_lifted else Appeal.State.UPHELD
    appeal.answer, appeal.answered_at, appeal.answered_by_id = answer, timezone.now(), by.pk
    appeal.save()
    if is_lifted:
        _lift(appeal, office_of(by, appeal.room))
    log(instance=appeal, action="events.appeal_answered", user=User.objects.get(pk=by.pk), data={"state": appeal.state})
    _tell(appeal)
    return appeal


def _lift(appeal: Appeal, office: str) -> None:
    payload = {"of": appeal.seq, "office": office}
    append_and_tell(Draft(appeal.room_id, HUB, str(uuid.uuid4()), LIFTED, "", payload=payload))


def _tell(appeal: Appeal) -> None:
    person = user_behind(appeal.room, int(appeal.person))
    if person is None:
        return
    mail_on_commit(
        recipient=person.email,
        language=language_of(person),
        template="events/mail/appeal_answered.txt",
        context={"person": person, "appeal": appeal, "room": appeal.room, "is_told": appeal.room.tlp_id != "RED"},
        kind="events.appeal_answered",
    )
