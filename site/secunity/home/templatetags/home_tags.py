"""The live part of the front door."""

from typing import Any

from django import template
from django.template import Context

from community.models import User
from events.queries.meetings import reader_of
from secunity.core.models.language import current_language
from secunity.home.queries import Desk, home_context, may_see_desk

register = template.Library()


@register.inclusion_tag("home/_sections.html", takes_context=True)
def home_sections(context: Context) -> dict[str, Any]:
    """Everything below the header of the home page."""
    shown = {name: context.get(name) for name in ("page", "request", "user")}
    return shown | home_context(current_language(), reader_of(context["request"]))


@register.inclusion_tag("home/tags/desk_link.html", takes_context=True)
def desk_link(context: dict[str, Any]) -> dict[str, Any]:
    """The way to the desk for those who have one, with how many things wait there."""
    user = User.objects.get(pk=context["request"].user.pk)
    return {"total": Desk(user, current_language()).total if may_see_desk(user) else None}
