"""Practices as parts of other pages."""

from typing import Any

from django import template
from django.utils.translation import get_language

from community.models import Region
from practices.models import CasePage
from practices.queries import practices_for_case, practices_of_region

register = template.Library()


@register.inclusion_tag("practices/tags/practice_list.html")
def region_practices(region: Region) -> dict[str, Any]:
    """The practices of a region, newest first."""
    return {"practices": practices_of_region(region, get_language() or "ja")}


@register.inclusion_tag("practices/tags/case_practices.html")
def case_practices(page: CasePage) -> dict[str, Any]:
    """The practices that bear on a case, with how each does."""
    return {"links": practices_for_case(page.case, page.locale)}
