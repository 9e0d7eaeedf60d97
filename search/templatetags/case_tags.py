"""Cases as files and as a map, for lists and pages."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from search.queries import case_tiles

register = template.Library()


@register.inclusion_tag("search/tags/downloads.html")
def case_downloads(address: str) -> dict[str, Any]:
    """The cases of a list in every form; `address` is any address that asks the same."""
    question = address.partition("?")[2]
    names = {"json": "JSON", "csv": _("CSV (spreadsheet)"), "veris": "VERIS", "stix": "STIX", "misp": "MISP"}
    asked = f"?{question}" if question else ""
    return {"links": [{"name": n, "url": reverse("search:case-download", args=[f]) + asked} for f, n in names.items()]}


@register.inclusion_tag("search/tags/case_map.html")
def case_map() -> dict[str, Any]:
    """Released cases by prefecture, as far as their texts name one, with a table below."""
    return {"cells": case_tiles()}
