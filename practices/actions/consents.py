"""The provider agrees to the exact text, refuses it or withdraws, by an address without an account."""

import datetime as dt
import secrets
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from practices.actions.drafting import locked
from practices.actions.release import withdraw_case
from practices.models import CHANNELS, CaseReview, Consent, ConsentLink, ConsentRequest
from practices.queries.reviews import next_release_day
from secunity.core.actions import mail_on_commit
from secunity.core.queries import keyed_hash

DAYS_TO_ANSWER = 14


class ClosedLinkError(Exception):
    """An address that does nothing more. `why`: "unknown", "used", "late", "replaced" or "void"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def ask_provider(*, review: CaseReview, actor: User, recipient: str, language: str = "ja") -> ConsentRequest:
    """Send the provider a one-time address with the approved text; asking again makes the earlier address useless.

    Raises ValidationError before the text is approved, or for an address that is none.
    """
    review = locked(review)
    if review.state not in (CaseReview.State.APPROVED, CaseReview.State.READY):
        raise ValidationError(_("The provider is asked once a second person has approved the text."))
    try:
        validate_email(recipient.strip())
    except ValidationError as error:
        raise ValidationError({"recipient": error.messages}) from error
    request = review.version.consent_requests.filter(answer=ConsentRequest.Answer.OPEN).first()
    if request is None:
        request = ConsentRequest(version=review.version, text_hash=review.text_hash, asked_by=actor)
    request.recipient, request.language = recipient.strip(), language
    request.save()
    request.links.filter(used_at__isnull=True, replaced_at__isnull=True).update(replaced_at=timezone.now())
    token = _new_link(request, ConsentLink.Purpose.ANSWER, dt.timedelta(days=DAYS_TO_ANSWER))
    _mail(request, "consent_asked", token)
    return request


def link_for(token: str) -> ConsentLink:
    """The link behind a token, usable or not. Raises ClosedLinkError for one that never was."""
    links = ConsentLink.objects.select_related("request__version__case")
    link = links.filter(token_hash=keyed_hash(token, "consent-link")).first()
    if link is None:
        raise ClosedLinkError("unknown")
    return link


def check_open(link: ConsentLink) -> None:
    """Raise ClosedLinkError unless the link can still be used."""
    if link.used_at:
        raise ClosedLinkError("used")
    if link.replaced_at:
        raise ClosedLinkError("replaced")
    if link.request.answer == ConsentRequest.Answer.VOID:
        raise ClosedLinkError("void")
    if link.is_late:
        raise ClosedLinkError("late")


@transaction.atomic
def answer_request(
    *, token: str, agrees: bool, channels: Collection[str] = (), name: str = "", words: str = ""
) -> ConsentRequest:
    """The provider's answer. Raises ClosedLinkError for a link that was used or is over, ValidationError by field."""
    link = _locked_link(token, ConsentLink.Purpose.ANSWER)
    request, review = link.request, link.request.version.review
    _check_answer(agrees, channels, name, words)
    if request.text_hash != review.text_hash:
        raise ClosedLinkError("void")
    now = timezone.now()
    request.record = {"name": name.strip(), "words": words.strip()}
    request.answer = ConsentRequest.Answer.AGREED if agrees else ConsentRequest.Answer.REFUSED
    request.answered_at = link.used_at = now
    request.save()
    link.save()
    if agrees:
        _agree(review, request, channels)
    _mail(request, "consent_agreed" if agrees else "consent_refused", _withdrawal_token(request) if agrees else "")
    return request


@transaction.atomic
def withdraw_consent(*, token: str) -> ConsentRequest:
    """Take the agreement back: the case is gone from every public place, at once; a tombstone stays."""
    link = _locked_link(token, ConsentLink.Purpose.WITHDRAW)
    request = link.request
    request.answer, request.withdrawn_at = ConsentRequest.Answer.WITHDRAWN, timezone.now()
    link.used_at = request.withdrawn_at
    request.save()
    link.save()
    request.consents.valid().update(withdrawn_at=request.withdrawn_at)
    review = CaseReview.objects.select_for_update().get(version=request.version)
    if review.version.released_at:
        withdraw_case(case=review.case)
    elif review.is_under_way:
        review.state, review.release_on = CaseReview.State.APPROVED, None
        review.revision += 1
        review.save()
    _mail(request, "consent_withdrawn", "")
    return request


def _agree(review: CaseReview, request: ConsentRequest, channels: Collection[str]) -> None:
    for channel in dict.fromkeys(channels):
        Consent.objects.create(request=request, version=request.version, channel=channel, text_hash=request.text_hash)
    review.state, review.release_on = CaseReview.State.READY, next_release_day()
    review.revision += 1
    review.save()


def _check_answer(agrees: bool, channels: Collection[str], name: str, words: str) -> None:
    problems: dict[str, str] = {}
    if not name.strip():
        problems["name"] = _("Please write your name, so that we know who answered.")
    if not set(channels) <= set(CHANNELS):
        problems["channels"] = _("Please choose from what is offered.")
    elif agrees and "site" not in channels:
        problems["channels"] = _("Without its page on this site the case cannot be published.")
    if not agrees and not words.strip():
        problems["words"] = _("Please say in a few words what should be different.")
    if problems:
        raise ValidationError(problems)


def _locked_link(token: str, purpose: str) -> ConsentLink:
    """The link, held so that two clicks at once are one answer."""
    found = link_for(token)
    link = ConsentLink.objects.select_for_update().select_related("request__version__review").get(pk=found.pk)
    if link.purpose != purpose:
        raise ClosedLinkError("unknown")
    check_open(link)
    return link


def _new_link(request: ConsentRequest, purpose: str, lasts: dt.timedelta | None) -> str:
    token = secrets.token_urlsafe(32)
    ConsentLink.objects.create(
        request=request,
        purpose=purpose,
        token_hash=keyed_hash(token, "consent-link"),
        expires_at=timezone.now() + lasts if lasts else None,
    )
    return token


def _withdrawal_token(request: ConsentRequest) -> str:
    return _new_link(request, ConsentLink.Purpose.WITHDRAW, None)


def _mail(request: ConsentRequest, template: str, token: str) -> None:
    review = request.version.review
    mail_on_commit(
        recipient=request.recipient,
        language=request.language,
        template=f"practices/mail/{template}.txt",
        context={
            "path": f"{'/en' if request.language == 'en' else ''}/consent/{token}/" if token else "",
            "days": DAYS_TO_ANSWER,
            "release_on": review.release_on,
            "public_id": request.version.case.public_id,
            "is_released": request.version.released_at is not None,
        },
        kind=template,
    )
