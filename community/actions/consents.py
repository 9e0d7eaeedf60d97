"""Consents are asked for, given and taken back; documents get new versions."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.actions.sessions import end_sessions, note_access_change
from community.models import Application, ConsentDocument, ConsentKind, ConsentRecord, User
from community.queries.consents import consents_of, current_documents
from community.queries.rights import is_secretariat
from secunity.core.actions import touch_content
from secunity.core.models.language import current_language

FOLDER = Path(__file__).parent.parent / "content" / "consents"


@transaction.atomic
def load_consent_documents() -> int:
    """Make the versions that come with the hub, where they are missing; returns how many were made."""
    made = 0
    for path in sorted(FOLDER.glob("*.json")):
        text = json.loads(path.read_text(encoding="utf-8"))
        words = {f"{name}_{lang}": text[lang][name] for lang in ("ja", "en") for name in ("title", "text", "changes")}
        document = ConsentDocument(kind=text["kind"], version=text["version"], **words)
        if not ConsentDocument.objects.filter(kind=document.kind, version=document.version).exists():
            _keep(document)
            made += 1
    return made


@transaction.atomic
def publish_consent_document(
    *, kind: ConsentKind | str, texts: dict[str, str], changes: dict[str, str], published_by: User
) -> ConsentDocument:
    """The next version of a document, valid at once: everybody is asked again at their next sign-in.

    `texts` and `changes` by language. PermissionDenied but for the secretariat; ValidationError where a language or
    the word on what changed is missing, or nothing changed.
    """
    if not is_secretariat(published_by):
        raise PermissionDenied(_("Only the secretariat changes these documents."))
    before = ConsentDocument.objects.select_for_update().filter(kind=kind).first()
    if before is None:
        raise ValidationError(_("There is no such document."))
    if not all(texts.get(lang, "").strip() and changes.get(lang, "").strip() for lang in ("ja", "en")):
        raise ValidationError(_("Please write the text and what changed in both languages."))
    if (texts["ja"].strip(), texts["en"].strip()) == (before.text_ja, before.text_en):
        raise ValidationError(_("The text is the same as before."))
    document = ConsentDocument(
        kind=kind,
        version=before.version + 1,
        title_ja=before.title_ja,
        title_en=before.title_en,
        **{f"text_{lang}": texts[lang].strip() for lang in ("ja", "en")},
        **{f"changes_{lang}": changes[lang].strip() for lang in ("ja", "en")},
        published_by=published_by,
    )
    _keep(document)
    _log(published_by, "community.consent_document_published", document, by=published_by)
    return document


@transaction.atomic
def give_consents(*, user: User, documents: Iterable[ConsentDocument]) -> None:
    """`user` agrees to these versions; agreeing twice is one record. Once all three hold, a rest of membership ends."""
    person = User.objects.select_for_update().get(pk=user.pk)
    for document in documents:
        _record(person, document)
    if person.suspended_at is not None and all(state.record for state in consents_of(person)):
        _set_suspended(person, None)
    user.suspended_at = person.suspended_at


@transaction.atomic
def withdraw_consent(*, user: User, kind: ConsentKind | str) -> None:
    """`user` takes a consent back: what is for members closes at once and every session ends."""
    person = User.objects.select_for_update().get(pk=user.pk)
    held = ConsentRecord.objects.filter(user=person, document__kind=kind, withdrawn_at__isnull=True)
    documents = [record.document for record in held.select_related("document").order_by("-document__version")]
    if not documents:
        raise ValidationError(_("You have not given this consent."))
    held.update(withdrawn_at=timezone.now())
    _log(person, "community.consent_withdrawn", documents[0], by=person)
    _set_suspended(person, timezone.now())
    user.suspended_at = person.suspended_at
    end_sessions(sessions=UserSession.objects.filter(user=person), by=person)


@transaction.atomic
def record_application_consents(*, application: Application, documents: Iterable[ConsentDocument]) -> None:
    """What an applicant agrees to, kept with the application until there is a person; what is no longer ticked is
    taken back."""
    wanted = {document.pk: document for document in documents}
    held = application.consents.filter(withdrawn_at__isnull=True)
    held.exclude(document__in=wanted).update(withdrawn_at=timezone.now())
    known = set(held.values_list("document", flat=True))
    for document in (each for pk, each in wanted.items() if pk not in known):
        ConsentRecord.objects.create(
            document=document,
            application=application,
            text_hash=document.text_hash,
            particulars=_particulars(application.person.get("name", ""), application.email),
        )


def adopt_consents(*, application: Application, user: User) -> None:
    """What the applicant agreed to is now this person's, with its time."""
    have = ConsentRecord.objects.filter(user=user, withdrawn_at__isnull=True).values("document")
    records = application.consents.filter(withdrawn_at__isnull=True, user=None).exclude(document__in=have)
    for record in records.select_related("document"):
        record.user = user
        record.save(update_fields=["user"])
        _log(user, "community.consent_given", record.document, by=user)


def give_consents_of_set_up(users: Iterable[User]) -> None:
    """The current consents of people whom a set-up makes (demo, measurement), in one go."""
    people, documents = list(users), current_documents()
    records = ConsentRecord.objects.filter(document__in=documents, withdrawn_at=None, user__isnull=False)
    held = set(records.values_list("user", "document"))
    ConsentRecord.objects.bulk_create(
        ConsentRecord(
            document=document, user=user, text_hash=document.text_hash, particulars=_particulars(user.name, user.email)
        )
        for user in people
        for document in documents
        if (user.pk, document.pk) not in held
    )


def _record(user: User, document: ConsentDocument) -> None:
    _record_made, is_new = ConsentRecord.objects.get_or_create(
        user=user,
        document=document,
        withdrawn_at=None,
        defaults={"text_hash": document.text_hash, "particulars": _particulars(user.name, user.email)},
    )
    if is_new:
        _log(user, "community.consent_given", document, by=user)


def _particulars(name: str, email: str) -> dict[str, str]:
    return {"name": name, "email": email, "language": current_language()}


def _keep(document: ConsentDocument) -> None:
    document.text_hash = document.hash_of_text()
    document.save()
    touch_content()


def _set_suspended(user: User, since: datetime | None) -> None:
    user.suspended_at = since
    user.save(update_fields=["suspended_at"])
    note_access_change(user.pk)


def _log(user: User, action: str, document: ConsentDocument, by: User) -> None:
    person = User.objects.get(pk=user.pk)
    data = {"document": document.kind, "version": document.version, "text_hash": document.text_hash[:16]}
    log(instance=person, action=action, user=User.objects.get(pk=by.pk), data=data)
