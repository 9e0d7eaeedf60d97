"""Who may work on a review, what waits for whom, and the text cut into what the screen shows."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from community.models import Organisation, User
from community.queries import Person, is_reviewer_of, organisations_of
from practices.models import AnonymityCheck, CaseApproval, CaseReview, CaseReviewQuerySet, IncidentReport
from practices.queries.findings import PENDING, Mark
from secunity.core.queries import keyed_hash

# Cases come out on these days of a month only, so that the date tells nothing about when it happened or was reported.
RELEASE_DAYS = (1, 15)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a field: words, and the mark on them if there is one."""

    text: str
    mark: Mark | None = None


def may_start(user: Person, report: IncidentReport) -> bool:
    """Whether `user` may make a case from a report: whoever may read it once it was handed in."""
    is_there = report.state == IncidentReport.State.SUBMITTED
    return is_there and IncidentReport.objects.visible_to(user).filter(pk=report.pk).exists()


def may_edit(user: Person, review: CaseReview) -> bool:
    """Whether `user` may decide and write: whoever may read the report, as long as the review is under way."""
    return review.is_under_way and may_start(user, review.report)


def was_taken_back(user: Person, review: CaseReview) -> bool:
    """Whether `user` worked on a review whose report its own people have taken back."""
    report = review.report
    if not isinstance(user, User) or report.state != IncidentReport.State.WITHDRAWN:
        return False
    return is_reviewer_of(user, report.region_id) or report.helpers.filter(user=user).exists()


def may_approve(user: Person, review: CaseReview) -> bool:
    """Whether `user` may be the second person now."""
    return review.state == CaseReview.State.SUBMITTED and not why_not_second(user, review)


def why_not_second(user: Person, review: CaseReview) -> str:
    """Why `user` is not the second person, as a code: "role", "editor", "own" or "organisation"; empty if they are.

    Taking a text to CLEAR needs somebody who reviews for the region, has not touched it last or prepared it, and works
    neither for the organisation it is about nor for that of whoever prepared it.
    """
    if not isinstance(user, User) or not is_reviewer_of(user, review.report.region_id or _any_region(user)):
        return "role"
    if review.last_editor_id == user.pk:
        return "editor"
    if review.report.is_own_of(user):
        return "own"
    editor = editor_approval(review)
    if editor and (editor.person_id == user.pk):
        return "editor"
    return "organisation" if editor and set(organisation_marks(user)) & set(editor.organisations) else ""


def organisation_marks(user: Person, *others: Organisation) -> list[str]:
    """Marks of the organisations `user` works for, and of `others`: to be compared, and telling nobody which."""
    keys = {*organisations_of(user).values_list("key", flat=True), *(each.key for each in others)}
    return sorted(keyed_hash(key, "approval") for key in keys)


def editor_approval(review: CaseReview) -> CaseApproval | None:
    """Who stands for the present text as the one who prepared it."""
    return _approval(review, CaseApproval.Part.EDITOR)


def second_approval(review: CaseReview) -> CaseApproval | None:
    """Who stands for the present text as the second person."""
    return _approval(review, CaseApproval.Part.SECOND)


def waiting_for(user: Person) -> CaseReviewQuerySet:
    """The reviews that `user` may read and that are under way, the oldest first."""
    return CaseReview.objects.visible_to(user).waiting().select_related("report", "case").order_by("updated_at")


def latest_check(review: CaseReview) -> AnonymityCheck | None:
    """What the gate said last."""
    return review.version.anonymity_checks.last()


def pending(marks: Iterable[Mark]) -> list[Mark]:
    """What nobody has decided yet."""
    return [mark for mark in marks if mark.state == PENDING]


def parts_of(text: str, marks: Iterable[Mark]) -> list[Part]:
    """A field cut into what was found and what lies between."""
    parts: list[Part] = []
    position = 0
    for mark in sorted(marks, key=lambda each: each.start):
        if mark.start > position:
            parts.append(Part(text[position : mark.start]))
        parts.append(Part(text[mark.start : mark.end], mark))
        position = mark.end
    return [*parts, Part(text[position:])] if text[position:] else parts


def next_release_day(today: dt.date | None = None) -> dt.date:
    """The next day on which cases come out, never the same day; `settings.CASE_RELEASE_DAYS` names the days of the
    month (1 to 28)."""
    days = sorted(getattr(settings, "CASE_RELEASE_DAYS", RELEASE_DAYS))
    day = (today or timezone.localdate()) + dt.timedelta(days=1)
    while day.day not in days:
        day += dt.timedelta(days=1)
    return day


def _approval(review: CaseReview, part: str) -> CaseApproval | None:
    given = review.version.approvals.filter(part=part).last()
    return given if given and given.text_hash == review.text_hash and review.text_hash else None


def _any_region(user: User) -> str | None:
    """Imported records that belong to no region are for every reviewer."""
    return user.role_grants.filter(role="reviewer").values_list("region_id", flat=True).first()
