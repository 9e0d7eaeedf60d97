"""Release days: what was approved and agreed to becomes public, is looked through before and after, or goes back."""

import datetime as dt
import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.log_actions import log

from community.queries.notifications import language_of
from practices.actions.drafting import reopen
from practices.actions.gate import check_anonymity
from practices.actions.release import release_case
from practices.models import CHANNELS, Case, CaseReview, CaseVersion
from practices.queries.drafts import CaseDraft
from practices.queries.findings import Mark, marks_of
from practices.queries.projection import published_by
from practices.queries.promises import (
    Broken,
    broken_by_gate,
    broken_in_approvals,
    broken_in_outputs,
    broken_in_words,
)
from practices.queries.reviews import latest_check
from practices.queries.surfaces import public_outputs, stored_surfaces, surrounding_page
from practices.signals import case_changed
from secunity.core.actions import mail_on_commit, touch_content
from secunity.core.tasks import periodic

logger = logging.getLogger(__name__)
# So long the table of replacements is kept after a release, for questions about the text.
DAYS_OF_TABLE = 90
# What came out is read again for so many days: an index or a cache may take its time.
DAYS_OF_CHECKS = 2


class BrokenPromiseError(ValidationError):
    """A case may not come out as it is; `broken` says which promises do not hold."""

    def __init__(self, broken: list[Broken]) -> None:
        super().__init__([f"{each.message} {each.place}".strip() for each in broken])
        self.broken = broken


@transaction.atomic
def release_review(*, review: CaseReview, now: dt.datetime | None = None) -> CaseVersion:
    """Make the approved text public. Every promise is checked before, and on what was stored; BrokenPromiseError undoes
    the whole release."""
    review = CaseReview.objects.select_for_update().get(pk=review.pk)
    if review.state != CaseReview.State.READY or review.projection is None:
        raise ValidationError(_("This version is not ready for release."))
    draft, marks = CaseDraft.from_json(review.projection), marks_of(review.findings)
    _refuse(_broken_before(review, marks, draft))
    case = _opened_to_channels(review)
    version = release_case(case=case, draft=draft, version=review.version, released_at=release_moment(now))
    _refuse(broken_in_outputs(review, marks, stored_surfaces(case)))
    review.state, review.revision = CaseReview.State.RELEASED, review.revision + 1
    review.table_expires_on = timezone.localdate() + dt.timedelta(days=DAYS_OF_TABLE)
    review.save()
    log(instance=case, action="practices.case_released", data={"version": version.number})
    transaction.on_commit(lambda: check_released.enqueue(case.pk))
    return version


@periodic(minutes=30)
def release_due(today: dt.date | None = None) -> list[CaseReview]:
    """Release what is due. One that breaks a promise goes back to its people and holds up no other."""
    due = CaseReview.objects.filter(state=CaseReview.State.READY, release_on__lte=today or timezone.localdate())
    released = []
    for review in due:
        try:
            release_review(review=review)
            released.append(review)
        except ValidationError as error:
            _hand_back(review, error)
    return released


def check_public(case: Case) -> list[Broken]:
    """Read everything the public gets of a case and look it through; one that breaks a promise is taken off at once."""
    review = CaseReview.objects.filter(case=case, state=CaseReview.State.RELEASED).order_by("-version__number").first()
    if review is None or not review.findings or not case.is_public:
        return []
    outputs = {**stored_surfaces(case), **public_outputs(case)}
    broken = broken_in_outputs(review, marks_of(review.findings), outputs, around=surrounding_page())
    if broken:
        logger.error("case %s broke %s promises on %s and was taken off", case, len(broken), broken[0].place)
        take_off(case=case, review=review)
    return broken


@transaction.atomic
def take_off(*, case: Case, review: CaseReview) -> None:
    """Put a case back to the label of its report: it is nowhere in public until people have looked at it. Unlike a
    withdrawal this can be undone by releasing a new version."""
    case.tlp_id = review.report.tlp_id
    case.save(update_fields=["tlp"])
    touch_content()
    case_changed.send(Case, case=case)
    log(instance=case, action="practices.case_taken_off", data={"version": review.version.number})
    for person in {each.person for each in review.version.approvals.select_related("person") if each.person}:
        context = {"path": f"/members/reviews/{review.key}/", "public_id": case.public_id}
        template = "practices/mail/case_taken_off.txt"
        mail_on_commit(
            recipient=person.email,
            language=language_of(person),
            template=template,
            context=context,
            kind="case_taken_off",
        )


@periodic(minutes=60)
def check_recent() -> None:
    """Look through what came out of late once more, when the index and every cache have taken it in."""
    since = timezone.now() - dt.timedelta(days=DAYS_OF_CHECKS)
    for case in Case.objects.released().filter(versions__released_at__gte=since, reviews__isnull=False).distinct():
        check_public(case)


@task()
def check_released(case_id: int) -> None:
    """Look through one case that has just come out."""
    case = Case.objects.filter(pk=case_id).first()
    if case:
        check_public(case)


@periodic(minutes=24 * 60)
@transaction.atomic
def forget_tables(today: dt.date | None = None) -> int:
    """Delete the words and replacements of reviews whose time is over; the decisions stay, without the values."""
    over = CaseReview.objects.filter(
        table_expires_on__lte=today or timezone.localdate(),
        state__in=[CaseReview.State.RELEASED, CaseReview.State.STOPPED],
    )
    return over.update(fields={}, findings=[], projection=None, note=None, table_expires_on=None)


def release_moment(now: dt.datetime | None = None) -> dt.datetime:
    """The beginning of the day: the hour says nothing either."""
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _broken_before(review: CaseReview, marks: list[Mark], draft: CaseDraft) -> list[Broken]:
    """What does not hold of a version that is ready; the gate is asked once more."""
    before = published_by(latest_check(review))
    still_passes = published_by(check_anonymity(review=review)) == before
    broken = [*broken_in_words(review, marks, draft), *broken_in_approvals(review, draft), *broken_by_gate(review)]
    if not still_passes:
        broken.append(Broken("gate", "", _("The members have changed: the gate allows something else now.")))
    return broken


def _opened_to_channels(review: CaseReview) -> Case:
    """The case, CLEAR for what its provider agreed to."""
    case, agreed = review.case, set(review.version.consents.valid().values_list("channel", flat=True))
    case.tlp_id = "CLEAR"
    for channel in CHANNELS[1:]:
        setattr(case, f"not_through_{channel}", channel not in agreed)
    case.save()
    return case


def _refuse(broken: list[Broken]) -> None:
    if broken:
        raise BrokenPromiseError(broken)


@transaction.atomic
def _hand_back(review: CaseReview, error: ValidationError) -> None:
    review = CaseReview.objects.select_for_update().get(pk=review.pk)
    logger.warning("%s was not released", review)
    review.note = {"by": "", "words": "\n".join(error.messages)}
    reopen(review)
