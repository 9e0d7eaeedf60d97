"""Naming practices as answers to a problem of a community."""

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from community.models import Problem, User
from community.queries import is_organiser_of
from practices.models import ProblemAnswer
from practices.queries.adoption import pages_by_key
from secunity.core.actions import touch_content


@transaction.atomic
def answer_problem(*, problem: Problem, keys: Collection[UUID], actor: User) -> None:
    """Name these practices, and no others, as answers; keys of practices that are not published are left out.

    Raises PermissionDenied unless `actor` organises the problem's region.
    """
    if not is_organiser_of(actor, problem.region_id):
        raise PermissionDenied
    wanted = set(pages_by_key(keys))
    ProblemAnswer.objects.filter(problem=problem).exclude(practice_key__in=wanted).delete()
    for key in sorted(wanted):
        ProblemAnswer.objects.get_or_create(problem=problem, practice_key=key, defaults={"named_by": actor})
    log(instance=problem, action="practices.problem_answered", user=actor, data={"practices": len(wanted)})
    touch_content()
