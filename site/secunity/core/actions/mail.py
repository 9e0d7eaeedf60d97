"""Mails leave only with what they tell about: in the same transaction, sent after its commit."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from secunity.core.models import OutgoingMail
from secunity.core.queries import absolute_url
from secunity.core.tasks.mail import send_mail


class MailAttachment(NamedTuple):
    """A small text file that comes with a mail."""

    name: str
    content: str
    media_type: str


def mail_on_commit(
    *,
    recipient: str,
    language: str,
    template: str,
    context: Mapping[str, Any],
    attachments: Sequence[MailAttachment] = (),
    headers: Mapping[str, str] | None = None,
    kind: str = "",
) -> OutgoingMail:
    """Write a mail from a text template (first line: subject, blank line, body) in `language`; it leaves after the
    commit of the caller's transaction and is tried again where the mail server is away.

    `base_url` is in the context beside what is given; `headers` are further lines of the mail's head.
    """
    with translation.override(language):
        text = render_to_string(template, {"base_url": absolute_url(""), **context})
    subject, _, body = text.strip().partition("\n")
    mail = OutgoingMail.objects.create(
        recipient=recipient,
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        attachments=[list(attachment) for attachment in attachments],
        headers=dict(headers or {}),
        kind=kind,
    )
    transaction.on_commit(lambda: send_mail.enqueue(mail.pk))
    return mail
