"""What organisers do for their region beside its pages: looking over facts, asking for help, being written to."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import FactCheck, Problem, Region, User
from community.queries.places import PlacePage, contact_addresses, tends_region
from community.signals import problem_changed
from secunity.core.actions import mail_on_commit, touch_content
from secunity.core.queries import absolute_url

LONGEST_REVIEW = dt.timedelta(days=366)
CLOSED = {Problem.State.SOLVED, Problem.State.CLOSED}


@transaction.atomic
def confirm_facts(*, page: PlacePage, region: Region, by: User, review_by: dt.date) -> FactCheck:
    """Say that the page's facts still hold, and when somebody looks again (within a year)."""
    _check_tends(by, region)
    today = timezone.localdate()
    if not today < review_by <= today + LONGEST_REVIEW:
        raise ValidationError(_("Please choose a day within the coming year."))
    check = FactCheck.objects.create(
        page_key=page.translation_key, region=region, checked_on=today, review_by=review_by, checked_by=by
    )
    log(instance=page, action="community.facts_checked", user=_plain(by), data={"review_by": review_by.isoformat()})
    touch_content()
    return check


@transaction.atomic
def save_problem(*, problem: Problem, by: User) -> Problem:
    """Put a problem on the list or change it; one that is solved or no longer asked gets its day."""
    _check_tends(by, problem.region)
    is_new = problem.pk is None
    if is_new:
        problem.created_by = by
    problem.closed_on = (problem.closed_on or timezone.localdate()) if problem.state in CLOSED else None
    problem.save()
    action = "community.problem_asked" if is_new else "community.problem_changed"
    log(instance=problem, action=action, user=_plain(by), data={"state": problem.state, "region": problem.region_id})
    problem_changed.send(sender=Problem, problem=problem)
    touch_content()
    return problem


@transaction.atomic
def send_contact(*, page: PlacePage, name: str, email: str, message: str, language: str) -> int:
    """Pass a message on to the organisers and return to how many; nobody's address is shown or kept."""
    addresses = contact_addresses(page)
    context: dict[str, Any] = {
        "title": page.title,
        "name": name,
        "email": email,
        "message": message,
        "url": absolute_url(page.get_url() or ""),
        "is_english": language.startswith("en"),
    }
    for address, reads in addresses.items():
        mail_on_commit(
            recipient=address, language=reads, template="community/mail/contact.txt", context=context, kind="contact"
        )
    return len(addresses)


def _check_tends(by: User, region: Region) -> None:
    if not tends_region(by, region):
        raise PermissionDenied(_("This is for the organisers of the region."))


def _plain(user: User) -> User:
    return User.objects.get(pk=user.pk)
