"""From a private report to a draft case: its words with everything found in them, sealed, ready to be decided on."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from practices.actions.gate import check_anonymity
from practices.exchange.public import TEXT_FIELDS
from practices.models import Case, CaseReview, CaseVersion, ConsentRequest, IncidentReport
from practices.queries.findings import Mark, fields_of, find_in_report, found_again, marks_of
from practices.queries.projection import with_replacements
from practices.queries.reviews import latest_check

LONGEST_FIELD = 20_000


class ConflictError(Exception):
    """Somebody else has changed the same thing meanwhile; the message says so to the reader. Nothing was stored."""


def start_review(*, report: IncidentReport, actor: User) -> CaseReview:
    """Make a draft of a report: a further version of its case where it has one. A review that is under way is returned
    as it is. Raises ValidationError for a report that is not handed in.
    """
    if under_way := report.reviews.waiting().first():
        return under_way
    if report.state != IncidentReport.State.SUBMITTED:
        raise ValidationError(_("Only a report that was handed in becomes a case."))
    fields = fields_of(report)
    marks = find_in_report(report, fields)
    return _begun(report, actor, fields, marks)


@transaction.atomic
def _begun(report: IncidentReport, actor: User, fields: dict[str, str], marks: list[Mark]) -> CaseReview:
    IncidentReport.objects.select_for_update().get(pk=report.pk)
    if under_way := report.reviews.waiting().first():  # somebody began at the same moment
        return under_way
    case = Case.objects.filter(reviews__report=report, withdrawn_at__isnull=True).first()
    case = case or Case.objects.create(origin=Case.Origin.MEMBER, tlp_id=report.tlp_id)
    last = case.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = CaseVersion.objects.create(case=case, number=last + 1)
    review = CaseReview(report=report, case=case, version=version, fields=fields, last_editor=actor)
    check = check_anonymity(review=review, actor=actor)
    review.findings = [mark.as_json() for mark in with_replacements(review, marks, check)]
    review.save()
    return review


@transaction.atomic
def rewrite_field(*, review: CaseReview, actor: User, field: str, text: str, revision: int) -> CaseReview:
    """Put other words into one field; it is looked through again, and what was decided about the same words holds.

    Raises ConflictError where anything was changed since `revision`, ValidationError where it is too long.
    """
    if field not in TEXT_FIELDS:
        raise ValidationError(_("There is no such field."))
    limit = 200 if field == "title" else LONGEST_FIELD
    if len(text) > limit:
        raise ValidationError(_("This text is longer than %(limit)s characters.") % {"limit": limit})
    review = locked(review)
    if review.revision != revision and review.fields.get(field, "") != text:
        raise ConflictError(_("Somebody else has changed this case meanwhile. What you wrote is below."))
    marks = marks_of(review.findings)
    fresh = found_again(field, text, review.report, marks, review.fields)
    review.fields = {**review.fields, field: text}
    return store(review, [*(mark for mark in marks if mark.field != field), *fresh], actor=actor)


def locked(review: CaseReview) -> CaseReview:
    """The review as it is now, held until the transaction ends. Raises ValidationError once it can change no more."""
    review = CaseReview.objects.select_for_update().get(pk=review.pk)
    if not review.is_under_way:
        raise ValidationError(_("This case is released or stopped; it changes no more."))
    return review


def store(review: CaseReview, marks: Iterable[Mark], *, actor: User) -> CaseReview:
    """Keep the marks and words as changed by `actor`: whatever was approved or agreed to was another text."""
    review.findings = [mark.as_json() for mark in with_replacements(review, marks, latest_check(review))]
    review.last_editor = actor
    reopen(review)
    return review


def reopen(review: CaseReview) -> None:
    """Back to deciding: approvals no longer fit, and the provider is not asked about an old text."""
    review.revision += 1
    review.state, review.text_hash, review.projection = CaseReview.State.OPEN, "", None
    review.release_on = None
    review.save()
    asked = ConsentRequest.objects.filter(version=review.version, answer__in=["open", "agreed"])
    asked.update(answer=ConsentRequest.Answer.VOID)
    review.version.consents.valid().update(withdrawn_at=timezone.now())
