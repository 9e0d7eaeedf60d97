"""A mail leaves with the change it tells about, once, and waits for a mail server that is away."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.template import engines
from pytest_django import DjangoCaptureOnCommitCallbacks

from secunity.core.actions import MailAttachment, mail_on_commit
from secunity.core.actions import mail as module
from secunity.core.models import OutgoingMail
from secunity.core.tasks.mail import PAUSES, send_mail, send_waiting_mails

pytestmark = pytest.mark.django_db
TEMPLATE = "{% load i18n %}{% translate 'Sign in' %} {{ name }}\n\nこんにちは {{ name }} {{ base_url }}\n"
Write = Callable[..., OutgoingMail]


@pytest.fixture
def write(monkeypatch: pytest.MonkeyPatch) -> Write:
    def render(_name: str, context: dict[str, Any]) -> str:
        return str(engines["django"].from_string(TEMPLATE).render(context))

    monkeypatch.setattr(module, "render_to_string", render)

    def make(**changed: Any) -> OutgoingMail:
        given = {"recipient": "a@example.jp", "language": "ja", "template": "t.txt", "context": {"name": "花子"}}
        return mail_on_commit(**{**given, **changed})

    return make


def test_mail_leaves_after_the_commit(
    write: Write, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write(attachments=[MailAttachment("a.ics", "BEGIN:VCALENDAR", "text/calendar")])
        assert not mail.outbox
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["a@example.jp"], "サインイン 花子")
    assert sent.body.startswith("こんにちは 花子 http")
    assert sent.attachments[0][0] == "a.ics"
    assert not OutgoingMail.objects.exists()


def test_mail_of_a_change_that_failed_never_leaves(write: Write) -> None:
    with pytest.raises(RuntimeError):
        _write_and_fail(write)
    assert not OutgoingMail.objects.exists()


def test_subject_stays_on_one_line(write: Write) -> None:
    assert write(context={"name": "花子\r\tBcc: x@example.jp"}).subject.count("\n") == 0


def test_mail_waits_for_an_absent_server_and_goes_once(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = write()
    with monkeypatch.context() as away:
        away.setattr(EmailBackend, "send_messages", _refuse)
        send_mail.call(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.attempts == 1
    send_waiting_mails()
    assert not mail.outbox, "its next turn has not come"
    OutgoingMail.objects.update(send_after=waiting.queued_at)
    send_waiting_mails()
    send_mail.call(waiting.pk)
    assert len(mail.outbox) == 1


def test_mail_is_given_up_after_the_last_try(
    write: Write, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(EmailBackend, "send_messages", _refuse)
    waiting = write()
    for _ in range(len(PAUSES) + 1):
        OutgoingMail.objects.update(send_after=waiting.queued_at)
        send_mail.call(waiting.pk)
    assert not OutgoingMail.objects.exists()
    assert "given up" in caplog.text
    assert "a@example.jp" not in caplog.text


@transaction.atomic
def _write_and_fail(write: Write) -> None:
    write()
    raise RuntimeError


def _refuse(*_args: Any) -> None:
    raise ConnectionRefusedError
