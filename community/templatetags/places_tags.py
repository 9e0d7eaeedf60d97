"""Regions and communities as parts of pages."""

from typing import Any

from django import template
from django.utils import timezone

from community.models import CommunityPage, Problem
from community.queries.places import PlacePage, latest_check

register = template.Library()


@register.inclusion_tag("community/places/_problems.html")
def community_problems(page: CommunityPage) -> dict[str, Any]:
    """`{% community_problems page %}`: the problems of the community, those that look for help first."""
    problems = sorted(Problem.objects.of_community(page), key=lambda problem: not problem.is_open)
    return {"problems": problems}


@register.inclusion_tag("community/places/_region_problems.html")
def region_problems(region: Any, limit: int = 3) -> dict[str, Any]:
    """`{% region_problems page.region %}`: what the communities of the region look for help with."""
    found = Problem.objects.public().open().in_region(region)
    return {"problems": list(found[:limit]), "region": region}


@register.inclusion_tag("community/places/_checked.html")
def facts_checked(page: PlacePage) -> dict[str, Any]:
    """`{% facts_checked page %}`: when the organisers looked over the page, and when they do so again."""
    check = latest_check(page)
    return {"check": check, "is_overdue": check is not None and check.is_overdue(timezone.localdate())}
