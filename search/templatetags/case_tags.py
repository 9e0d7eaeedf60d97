"""Cases as a map, for pages."""

from typing import Any

from django import template

from search.queries import case_tiles

register = template.Library()


@register.inclusion_tag("search/tags/case_map.html")
def case_map() -> dict[str, Any]:
    """Released cases by prefecture, as far as their texts name one, with a table below."""
    return {"cells": case_tiles()}
