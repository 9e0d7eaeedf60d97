"""What waits for a person, asked of each app; who may see what is decided there."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, Task, TaskState

from community.models import Application, FourEyesTask, Problem, RoleProposal, User
from community.queries.applications import applications_for, may_answer
from community.queries.grants import may_decide, proposals_for
from community.queries.people_security import may_look_after_people, recoveries_for
from community.queries.places import due_places, tended_regions
from community.queries.working_groups import requests_waiting_for
from events.queries.registrations import requests_waiting_for as registrations_waiting_for
from practices.models import CaseReview, PracticePage
from practices.queries.reviews import may_approve, may_edit, waiting_for
from secunity.home.queries.desk_rows import Row


def recoveries(user: User, language: str) -> list[Row]:
    """Lost second factors that this person may decide on."""
    if not may_look_after_people(user):
        return []
    return [
        Row(
            each.user.name,
            reverse("members:recovery-decide", args=[each.pk]),
            each.confirmed_at,
            each.get_state_display(),
        )
        for each in recoveries_for(user)
    ]


def applications(user: User, language: str) -> list[Row]:
    """Applications that this person answers. The name is personal (class P2): it stands on the page that is opened."""
    waiting = applications_for(user).filter(state=Application.State.SUBMITTED).order_by("submitted_at")
    return [
        Row(
            f"{each.get_membership_class_display()} · {each.region}",
            reverse("members:application", args=[each.pk]),
            each.submitted_at,
        )
        for each in waiting
        if may_answer(user, each)
    ]


def pages_to_check(user: User, language: str) -> list[Row]:
    """Pages submitted by others that this person approves or sends back."""
    rows = []
    for state in TaskState.objects.reviewable_by(user).select_related("revision", "task").order_by("started_at"):
        page = state.workflow_state.content_object
        if not isinstance(page, Page) or _is_own(state.task.specific, page, user):
            continue
        rows.append(
            Row(page.get_admin_display_title(), reverse("wagtailadmin_pages:edit", args=[page.pk]), state.started_at)
        )
    return rows


def case_reviews(user: User, language: str) -> list[Row]:
    """Cases this person can go on with, as the one who prepares or as the second one."""
    states = (CaseReview.State.OPEN, CaseReview.State.SUBMITTED)
    return [
        _review_row(review)
        for review in waiting_for(user).filter(state__in=states)
        if (may_edit if review.state == CaseReview.State.OPEN else may_approve)(user, review)
    ]


def awaited_consents(user: User, language: str) -> list[Row]:
    """Cases whose provider has not answered yet."""
    return [_review_row(review) for review in waiting_for(user).filter(state=CaseReview.State.APPROVED)]


def role_proposals(user: User, language: str) -> list[Row]:
    """Roles that somebody proposed and this person may decide on."""
    proposals = proposals_for(user).filter(state=RoleProposal.State.OPEN).order_by("proposed_at")
    return [
        Row(each.user.name, reverse("members:role-proposal", args=[each.pk]), each.proposed_at, each.get_role_display())
        for each in proposals
        if may_decide(user, each)
    ]


def group_requests(user: User, language: str) -> list[Row]:
    """Members who ask to take part in a working group that this person keeps."""
    waiting = requests_waiting_for(user).select_related("user", "working_group").order_by("asked_at")
    return [
        Row(
            each.user.name,
            reverse("members:working-group", args=[each.working_group_id]),
            each.asked_at,
            each.working_group.name,
        )
        for each in waiting
    ]


def registrations(user: User, language: str) -> list[Row]:
    """Meetings to come whose registrations wait for this person's answer."""
    return [
        Row(
            meeting.title,
            reverse("events:desk", args=[meeting.translation_key]),
            note=ngettext("%(number)s registration to answer", "%(number)s registrations to answer", number)
            % {"number": number},
        )
        for meeting, number in registrations_waiting_for(user, language)
    ]


def due_facts(user: User, language: str) -> list[Row]:
    """Pages of regions and communities whose facts are to be looked over."""
    return [
        Row(
            facts.page.title,
            reverse("members:places"),
            facts.check.review_by if facts.check else None,
            "" if facts.check else _("never looked over"),
        )
        for facts in due_places(user, language, timezone.localdate())
    ]


def due_practices(user: User, language: str) -> list[Row]:
    """Practices of this person's regions whose day to be looked over has come, each in one language."""
    ancestors = Q()
    for region in tended_regions(user).prefetch_related("pages"):
        for page in region.pages.all():
            ancestors |= Q(path__startswith=page.path)
    if not ancestors:
        return []
    due = PracticePage.objects.live().filter(ancestors, review_by__lte=timezone.localdate())
    due = due.filter(locale__language_code=language).order_by("review_by")
    return [Row(page.title, reverse("wagtailadmin_pages:edit", args=[page.pk]), page.review_by) for page in due]


def open_problems(user: User, language: str) -> list[Row]:
    """Problems of this person's regions that nobody has solved yet."""
    open_ones = Problem.objects.open().filter(region__in=tended_regions(user)).order_by("opened_on", "pk")
    return [
        Row(
            each.text_in(language),
            reverse("members:problem-edit", args=[each.pk]),
            each.opened_on,
            each.get_state_display(),
        )
        for each in open_ones
    ]


def _review_row(review: CaseReview) -> Row:
    # Not a word of the report: its public number and where it stands.
    title = _("Case %(key)s") % {"key": review.key}
    return Row(title, reverse("practices:review", args=[review.key]), review.updated_at, review.get_state_display())


def _is_own(task: Task, page: Page, user: User) -> bool:
    return isinstance(task, FourEyesTask) and task.is_author(page, user)
