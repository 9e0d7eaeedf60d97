"""Moderation as a part of other pages: what waits for an answer, on one's own page; a moment of the log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.dateparse import parse_datetime

from events.models.access import reader_of
from events.queries.appeals import appeals_to_answer

register = template.Library()


@register.inclusion_tag("events/appeals_link.html", takes_context=True)
def appeals_link(context: Mapping[str, Any]) -> dict[str, Any]:
    """`{% appeals_link %}`: how many appeals wait for the reader; nothing where none does."""
    return {"number": len(appeals_to_answer(reader_of(context.get("request"))))}


@register.filter
def moment(written: str) -> datetime | None:
    """A moment as the log writes it."""
    return parse_datetime(written)
