"""Submitting, approving, sending back and stopping: two people of different organisations stand for one exact text."""

from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import Role, RoleGrant, User
from community.queries.notifications import language_of, told_at_once
from practices.actions.drafting import ConflictError, locked, reopen, store
from practices.actions.gate import check_anonymity, choose
from practices.actions.redactions import note_approved
from practices.actions.release import withdraw_case
from practices.models import Case, CaseApproval, CaseReview, IncidentReport
from practices.queries.drafts import CaseDraft
from practices.queries.findings import marks_of
from practices.queries.projection import projection_of, published_by
from practices.queries.promises import Broken, broken_in_words
from practices.queries.reviews import latest_check, organisation_marks, why_not_second
from secunity.core.actions import mail_on_commit


@transaction.atomic
def choose_level(*, review: CaseReview, actor: User, level: list[int] | None) -> CaseReview:
    """Decide how exactly the organisation is described: one of the levels that pass now, or (None) not at all. The
    words follow. Raises ValidationError for a level that does not pass."""
    review = locked(review)
    choose(check_anonymity(review=review, actor=actor), actor, level)
    return store(review, marks_of(review.findings), actor=actor)


@transaction.atomic
def submit_review(*, review: CaseReview, actor: User, revision: int) -> CaseReview:
    """Stand for the text as it is now and ask for the second person. Raises ValidationError with everything that is
    still in the way, ConflictError where it was changed since `revision`."""
    review = _as_seen(review, revision)
    marks = marks_of(review.findings)
    check = check_anonymity(review=review, actor=actor)
    if not check.is_decided:
        raise ValidationError(_("Please decide first how exactly the organisation may be described."))
    draft = projection_of(review, marks, check)
    problems = [_in_words(each) for each in broken_in_words(review, marks, draft)]
    if not draft.texts[review.report.language]["title"]:
        problems.append(_("A case needs a title."))
    if problems:
        raise ValidationError(list(dict.fromkeys(problems)))
    review.projection, review.text_hash = as_stored(draft), draft.text_hash
    review.state, review.revision = CaseReview.State.SUBMITTED, review.revision + 1
    review.save()
    _approve(review, actor, CaseApproval.Part.EDITOR)
    _note("practices.review_submitted", review, actor)
    _tell_reviewers(review, actor)
    return review


@transaction.atomic
def approve_review(*, review: CaseReview, actor: User, revision: int) -> CaseReview:
    """The second person stands for the text that was submitted, and for its way to CLEAR.

    Raises PermissionDenied for whoever may not be the second person, ConflictError where it was changed since.
    """
    review = _as_seen(review, revision)
    if review.state != CaseReview.State.SUBMITTED:
        raise ValidationError(_("Nobody has submitted this text yet."))
    if why := why_not_second(actor, review):
        raise PermissionDenied(why)
    before = published_by(latest_check(review))
    check = check_anonymity(review=review, actor=actor)
    same = published_by(check) == before
    if not same or projection_of(review, marks_of(review.findings), check).text_hash != review.text_hash:
        raise ValidationError(_("The members have changed: the gate allows something else now. Please submit it anew."))
    review.state, review.revision = CaseReview.State.APPROVED, review.revision + 1
    review.save()
    _approve(review, actor, CaseApproval.Part.SECOND)
    note_approved(review, actor)
    _note("practices.review_approved", review, actor)
    return review


@transaction.atomic
def send_back(*, review: CaseReview, actor: User, words: str) -> CaseReview:
    """Open a text again, with words on what to change; whoever sends it back has not edited it by that."""
    review = locked(review)
    if review.state == CaseReview.State.OPEN:
        raise ValidationError(_("It is open already."))
    review.note = {"by": actor.name, "words": words.strip()[:2000]}
    reopen(review)
    _note("practices.review_sent_back", review, actor)
    return review


@transaction.atomic
def stop_review(*, review: CaseReview, actor: User | None) -> CaseReview:
    """End the work on a version: nothing of it will be published. What was decided stays written down."""
    review = locked(review)
    reopen(review)
    review.state, review.table_expires_on = CaseReview.State.STOPPED, timezone.localdate()
    review.save()
    _note("practices.review_stopped", review, actor)
    return review


def as_stored(draft: CaseDraft) -> dict[str, Any]:
    """A draft as it is kept, sealed, from the approval to the release."""
    return asdict(draft)


def stop_reviews_of(report: IncidentReport) -> None:
    """Its own people took the report back: the work stops, and what was published of it is withdrawn."""
    for review in report.reviews.waiting():
        stop_review(review=review, actor=None)
    for case in Case.objects.released().filter(reviews__report=report):
        withdraw_case(case=case)


def _in_words(broken: Broken) -> str:
    """What is in the way, with what was found: whoever submits may read the report."""
    return f"{broken.message} 「{broken.found}」" if broken.found else broken.message


def _as_seen(review: CaseReview, revision: int) -> CaseReview:
    review = locked(review)
    if review.revision != revision:
        raise ConflictError(_("Somebody else has changed this case meanwhile. Please look at it once more."))
    return review


def _approve(review: CaseReview, person: User, part: str) -> None:
    concerned = review.report.organisation if part == CaseApproval.Part.EDITOR else None
    marks = organisation_marks(person, *([concerned] if concerned else []))
    CaseApproval.objects.create(
        version=review.version, part=part, person=person, organisations=marks, text_hash=review.text_hash
    )


def _tell_reviewers(review: CaseReview, actor: User) -> None:
    grants = RoleGrant.objects.filter(role=Role.REVIEWER).exclude(user=actor).select_related("user")
    if review.report.region_id:
        grants = grants.filter(region=review.report.region_id)
    for reviewer in told_at_once({grant.user for grant in grants}):
        mail_on_commit(
            recipient=reviewer.email,
            language=language_of(reviewer),
            template="practices/mail/review_waits.txt",
            context={"path": f"/members/reviews/{review.key}/"},
            kind="review_waits",
        )


def _note(action: str, review: CaseReview, person: User | None) -> None:
    log(
        instance=review.case,
        action=action,
        user=User.objects.get(pk=person.pk) if person else None,
        data={"version": review.version.number},
    )
