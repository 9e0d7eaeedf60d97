"""What search adds to pages: marked words, and short lists of cases and practices."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from community.models import Region
from practices.models import CasePage, PracticePage
from search import queries
from search.engines.base import Fragment
from search.queries.facets import KINDS
from search.queries.panel import Option
from secunity.core.models.language import current_language

register = template.Library()


@register.filter
def marked(fragments: Iterable[Fragment]) -> SafeString:
    """{{ item.title|marked }}: the text, with the words that were looked for in <mark>."""
    return format_html_join("", "{}", ((_marked(fragment),) for fragment in fragments))


def _marked(fragment: Fragment) -> str | SafeString:
    return format_html("<mark>{}</mark>", fragment.text) if fragment.is_marked else fragment.text


@register.filter
def kind_label(kind: str) -> str:
    """{{ item.kind|kind_label }}: what kind of thing it is, in words."""
    return str(KINDS.get(kind, ""))


@register.filter
def checkbox(option: Option) -> SafeString:
    """{{ option|checkbox }}: one value of a facet with its count. Not a template: a list shows some two hundred."""
    state = " checked" if option.is_checked else " disabled" if option.is_disabled else ""
    return format_html(
        '<label{}><input type="checkbox" name="{}" value="{}" id="f-{}-{}"{}> {} '
        '<span class="facet-count">{}</span></label>',
        SafeString(' class="is-empty"' if option.is_disabled else ""),
        option.parameter,
        option.value,
        option.parameter,
        option.value,
        SafeString(state),
        option.label,
        option.count,
    )


@register.inclusion_tag("search/tags/items.html")
def new_cases(limit: int = 3) -> dict[str, Any]:
    """The cases released last."""
    return _listed(queries.newest("case", current_language(), limit), "")


@register.inclusion_tag("search/tags/items.html")
def new_practices(limit: int = 3) -> dict[str, Any]:
    """The practices published last."""
    return _listed(queries.newest("practice", current_language(), limit), "")


@register.inclusion_tag("search/tags/items.html")
def region_cases(region: Region, limit: int = 5) -> dict[str, Any]:
    """The newest cases of a region, with a link to all of them."""
    return _listed(queries.cases_of_region(region, current_language(), limit), f"?region={region.pk}")


@register.inclusion_tag("search/tags/practice_cases.html")
def practice_cases(page: PracticePage, limit: int = 5) -> dict[str, Any]:
    """The cases that name a practice."""
    return {"items": queries.cases_of_practice(page, current_language(), limit)}


@register.inclusion_tag("search/tags/similar_cases.html")
def similar_cases(page: CasePage, limit: int = 3) -> dict[str, Any]:
    """Cases like this one, each with what it shares."""
    return {"similar": queries.similar_cases(page, limit)}


@register.inclusion_tag("search/tags/alike.html")
def practices_like_case(page: CasePage, limit: int = 3) -> dict[str, Any]:
    """Practices that speak of the same as a case, each with the words both have."""
    return {"similar": queries.practices_like_case(page, limit), "kind": "practice"}


@register.inclusion_tag("search/tags/alike.html")
def cases_like_practice(page: PracticePage, limit: int = 3) -> dict[str, Any]:
    """Cases that speak of the same as a practice and do not name it."""
    return {"similar": queries.things_like_practice(page, "case", limit), "kind": "case"}


@register.inclusion_tag("search/tags/alike.html")
def practices_like_it(page: PracticePage, limit: int = 3) -> dict[str, Any]:
    """Practices that speak of the same as a practice."""
    return {"similar": queries.things_like_practice(page, "practice", limit), "kind": "like"}


@register.simple_tag
def synonyms_link() -> SafeString:
    """The way to the words that mean the same, for the secretariat's pages."""
    return format_html('<a href="{}">{}</a>', reverse("search:synonyms"), _("Words that mean the same"))


@register.simple_tag
def alert_numbers_link() -> SafeString:
    """The way to the number of stored searches, for the secretariat's pages."""
    return format_html('<a href="{}">{}</a>', reverse("search:alert-numbers"), _("News by mail, in numbers"))


@register.simple_tag
def case_tiles() -> list[dict[str, Any]]:
    """The cells of components/tile_map.html: every prefecture with its number of cases and the way to them."""
    return queries.case_tiles()


def _listed(items: list[queries.Item], more: str) -> dict[str, Any]:
    return {"items": items, "more": more}
