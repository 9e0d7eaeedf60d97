"""Waiting mails are sent, and tried again where the mail server is away."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks import task

from secunity.core.models import OutgoingMail
from secunity.core.tasks.jobs import periodic

logger = logging.getLogger(__name__)
# Minutes until the next try; after the last one the mail is given up.
PAUSES = (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60)
# Nobody else takes a mail while it is being sent.
TURN = timedelta(minutes=10)


@task()
def send_mail(mail_id: int) -> None:
    """Send one waiting mail, if it is its turn and nobody else is at it."""
    now = timezone.now()
    if OutgoingMail.objects.filter(pk=mail_id, send_after__lte=now).update(send_after=now + TURN):
        _send(OutgoingMail.objects.get(pk=mail_id))


@periodic(minutes=1)
def send_waiting_mails() -> None:
    """Send what an earlier try or a stopped process left."""
    for pk in OutgoingMail.objects.filter(send_after__lte=timezone.now()).values_list("pk", flat=True)[:200]:
        send_mail.call(pk)


def _send(mail: OutgoingMail) -> None:
    message = EmailMessage(subject=mail.subject, body=mail.body, to=[mail.recipient], headers=mail.headers)
    for name, content, media_type in mail.attachments:
        message.attach(name, content, media_type)
    try:
        message.send()
    except (OSError, SMTPException) as error:
        _postpone(mail, error)
    else:
        mail.delete()


def _postpone(mail: OutgoingMail, error: Exception) -> None:
    if mail.attempts >= len(PAUSES):
        # Neither address nor words: the log is no place for them.
        logger.error("mail %s (%s) given up: %s", mail.pk, mail.kind, type(error).__name__)
        mail.delete()
        return
    again = timezone.now() + timedelta(minutes=PAUSES[mail.attempts])
    # It may have been recalled meanwhile: then there is nothing to postpone.
    OutgoingMail.objects.filter(pk=mail.pk).update(send_after=again, attempts=mail.attempts + 1)
