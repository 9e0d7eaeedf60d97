"""The live part of the front door."""

from typing import Any

from django import template
from django.template import Context
from django.utils.translation import get_language

from events.queries.meetings import reader_of
from secunity.home.queries import home_context

register = template.Library()


@register.inclusion_tag("home/_sections.html", takes_context=True)
def home_sections(context: Context) -> dict[str, Any]:
    """Everything below the header of the home page."""
    shown = {name: context.get(name) for name in ("page", "request", "user")}
    return shown | home_context(get_language() or "ja", reader_of(context["request"]))
