"""Practices as parts of other pages."""

from collections.abc import Mapping
from typing import Any

from django import template

from community.models import Problem, Region
from community.queries import is_organiser_of
from practices.models import CasePage, PracticePage
from practices.queries import practices_for_case, practices_of_region, regions_of
from practices.queries.adoption import adoption_table, similar_practices, takers_of
from practices.queries.problems import practices_answering, problems_answered_by
from secunity.core.models.language import current_language

register = template.Library()


@register.inclusion_tag("practices/tags/practice_list.html")
def region_practices(region: Region) -> dict[str, Any]:
    """The practices of a region, newest first."""
    return {"practices": practices_of_region(region, current_language())}


@register.inclusion_tag("practices/tags/case_practices.html")
def case_practices(page: CasePage) -> dict[str, Any]:
    """The practices that bear on a case, with how each does and how many have taken it up."""
    links = practices_for_case(page.case, page.locale)
    pages = [link["page"] for link in links]
    takers, regions = takers_of([each.translation_key for each in pages]), regions_of(pages)
    beside = ({"takers": takers.get(each.translation_key), "region": regions.get(each.pk)} for each in pages)
    return {"links": [link | more for link, more in zip(links, beside, strict=True)]}


@register.inclusion_tag("practices/tags/problem_practices.html", takes_context=True)
def problem_practices(context: Mapping[str, Any], problem: Problem) -> dict[str, Any]:
    """The practices that answer a problem; the organisers of its region are led to where they name them."""
    user = context["request"].user
    may_name = user.is_authenticated and is_organiser_of(user, problem.region_id)
    return {"practices": practices_answering(problem), "problem": problem, "may_name": may_name}


@register.inclusion_tag("practices/tags/practice_adoption.html")
def practice_adoption(page: PracticePage) -> dict[str, Any]:
    """How many take up a practice, as far as that may be shown, and what others do about the same."""
    return {
        "page": page,
        "table": adoption_table(page),
        "similar": similar_practices(page),
        "problems": problems_answered_by(page),
    }
