"""What the lanes say, in the language of the page."""

from django import template
from django.utils.translation import get_language

from community.lanes import DUTIES, Words

register = template.Library()


@register.filter
def said(words: Words | None) -> str:
    """{{ lane.name|said }}: the words in the active language; empty without words."""
    return words.said(get_language() or "ja") if words else ""


@register.filter
def duty(code: str) -> str:
    """{{ recipient.duty|duty }}: how binding it is."""
    return DUTIES[code].said(get_language() or "ja")  # type: ignore[index]
