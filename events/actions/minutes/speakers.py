"""A name stands beside a line only as long as the person who said it lets it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from events.actions.minutes.rows import locked_minutes, touch
from events.models import MeetingPage, Minutes, MinutesLine, SpeakerConsent
from events.queries.minutes import keeps_minutes
from events.signals import minutes_changed
from secunity.core.actions import mail_on_commit, touch_content

State = SpeakerConsent.State


@transaction.atomic
def ask_speaker(*, meeting: MeetingPage, line: MinutesLine, actor: User) -> None:
    """Ask the person who said it whether the name may stand there; who said no is not asked about it again."""
    if not keeps_minutes(actor, meeting):
        raise PermissionDenied
    if line.speaker is None:
        raise ValidationError(_("Nobody is remembered as the speaker of this line."))
    asked, is_new = SpeakerConsent.objects.get_or_create(
        line=line, defaults={"person": line.speaker, "line_revision": line.revision}
    )
    if is_new:
        mail_on_commit(
            recipient=asked.person.email,
            language=line.minutes.language,
            template="events/mail/minutes_name_asked.txt",
            context={"person": asked.person, "meeting": meeting, "line": line},
            kind="events.minutes_name_asked",
        )


@transaction.atomic
def answer_for_name(*, consent_id: int, person: User, agrees: bool) -> SpeakerConsent:
    """The person says yes or no, or takes a yes back: the name is then gone at once, also from caches and search.

    SpeakerConsent.DoesNotExist for everybody else.
    """
    consent = SpeakerConsent.objects.select_related("line__minutes").get(pk=consent_id, person=person)
    minutes = locked_minutes(consent.line.minutes.meeting_key)
    before = consent.state
    consent.state = State.GIVEN if agrees else State.WITHDRAWN if before == State.GIVEN else State.REFUSED
    consent.answered_at = timezone.now()
    consent.save(update_fields=["state", "answered_at"])
    if before != consent.state:
        touch(minutes)
        minutes_changed.send(Minutes, minutes=minutes)
        touch_content()
    return consent
