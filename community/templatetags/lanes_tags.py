"""What the lanes say, in the language of the page."""

from django import template

from community.lanes import DUTIES, Words
from secunity.core.models.language import current_language

register = template.Library()


@register.filter
def said(words: Words | None) -> str:
    """{{ lane.name|said }}: the words in the active language; empty without words."""
    return words.said(current_language()) if words else ""


@register.filter
def duty(code: str) -> str:
    """{{ recipient.duty|duty }}: how binding it is."""
    return DUTIES[code].said(current_language())  # type: ignore[index]
