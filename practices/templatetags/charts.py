"""Charts drawn on the server: SVG with attributes alone, and the same as a table below."""

from typing import Any

from django import template

from practices.gate.suppress import Cell
from practices.queries.statistics import Chart
from secunity.core.models.language import current_language

register = template.Library()
HEAT = (3, 6, 12)


@register.inclusion_tag("practices/tags/chart.html")
def chart(series: Chart) -> dict[str, Any]:
    """{% chart series %}: bars, or a line over the years, with its table."""
    return {"chart": series, "first": series.bars[0] if series.bars else None, "last": series.bars[-1:]}


@register.filter
def cell(shown: Cell) -> str:
    """{{ each|cell }}: 「3件未満」 for one and two, 「非公表」 where more would give that back."""
    return shown.display(current_language())


@register.filter
def heat(shown: Cell) -> str:
    """{{ each|heat }}: the shade of a cell of the heat map; one that is hidden has none."""
    return f"l{sum(shown.count >= start for start in HEAT)}" if shown.count else "l0"
