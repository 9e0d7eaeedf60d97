"""Filters that write dates, periods and amounts in the active language."""

import datetime as dt

from django import template
from django.utils.timezone import get_current_timezone

from secunity.core.models.language import current_language
from secunity.core.text import formats

register = template.Library()


def _local_date(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.astimezone(get_current_timezone()).date() if value.tzinfo else value.date()
    return value


@register.filter
def long_date(value: dt.date | None) -> str:
    """{{ meeting.starts_at|long_date }}: the day with its weekday; empty without a value."""
    return formats.format_date(_local_date(value), current_language()) if value else ""


@register.filter
def long_datetime(value: dt.datetime | None) -> str:
    """{{ meeting.starts_at|long_datetime }}: day, weekday and time in the current time zone."""
    return formats.format_datetime(value, current_language(), get_current_timezone()) if value else ""


@register.filter
def era_date(value: dt.date | None) -> str:
    """{{ source.published|era_date }}: the day in the Japanese calendar's years."""
    return formats.format_era_date(_local_date(value), current_language()) if value else ""


@register.filter
def yen(value: int | None) -> str:
    """{{ version.damage_yen|yen }}: an amount in yen; empty without a value, but not for nought."""
    return "" if value is None else formats.format_yen(value, current_language())


@register.filter
def occurred(value: str | None) -> str:
    """{{ version.occurred|occurred }}: a year, half, quarter or month."""
    return formats.format_occurred(value or "", current_language())


@register.filter
def count_ja(value: int, unit: str = "件") -> str:
    """{{ total|count_ja:"社" }}: a number with separators and its Japanese counter."""
    return formats.format_count(value, unit)
