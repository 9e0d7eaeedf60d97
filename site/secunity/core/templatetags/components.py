"""Tags and filters that the page frame and the components are built from."""

import re
from collections.abc import Mapping
from typing import Any, TypedDict

from django import template
from django.conf import settings
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.urls import get_script_prefix, translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from secunity.core.models.language import current_language

register = template.Library()

LANGUAGE_NAMES = {"ja": "日本語", "en": "English"}
TILE_LEVEL_STARTS = (1, 3, 6)
PAGES_AROUND_CURRENT = 2
FIGURE = re.compile(r"[¥+−-]?[\d,.]+ ?(%|％|件|社|名|人|円|万円|地域)?")


class LanguageLink(TypedDict):
    """Where the same thing stands in one language; `is_translation` is false for a fallback to a page above it."""

    code: str
    name: str
    url: str
    is_current: bool
    is_translation: bool


class PageLink(TypedDict):
    """One step of a paginated list; a gap has neither address nor `is_current`."""

    label: str
    url: str
    is_current: bool
    rel: str


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """The shape `name` of the sprite: silent beside words, or named `label` when it stands alone."""
    href = static("secunity/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" width="20" height="20" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            label,
            href,
            name,
        )
    return format_html(
        '<svg class="icon" width="20" height="20" aria-hidden="true"><use href="{}#{}"/></svg>', href, name
    )


def _language_root(language: str) -> str:
    prefix = "" if language == settings.LANGUAGE_CODE else f"{language}/"
    return get_script_prefix() + prefix


@register.simple_tag
def hub_url(path: str = "") -> str:
    """The address of a section in the active language: `{% hub_url "cases/" %}` is /cases/ or /en/cases/."""
    return _language_root(current_language()) + path


@register.simple_tag
def contact_email() -> str:
    """The address readers write to."""
    return str(settings.CONTACT_EMAIL)


@register.simple_tag(takes_context=True)
def canonical_url(context: Mapping[str, Any]) -> str:
    """The one full address of this page, without the query; empty where there is no request."""
    request = context.get("request")
    return absolute_url(request.path) if request else ""


@register.filter
def absolute_url(path: str) -> str:
    """`path` with the hub's own scheme and host before it."""
    return settings.BASE_URL.rstrip("/") + path if path.startswith("/") else path


@register.simple_tag(takes_context=True)
def language_links(context: Mapping[str, Any]) -> list[LanguageLink]:
    """One link for each language to this page, or to the nearest page above it that is translated."""
    request = context.get("request")
    if request is None:
        return []
    page = context.get("page")
    urls = _page_urls(page, request) if isinstance(page, Page) and page.pk else _view_urls(request)
    return [_language_link(code, urls) for code, _name in settings.LANGUAGES]


@register.simple_tag(takes_context=True)
def page_url_in(context: Mapping[str, Any], language: str) -> str:
    """This page's address in `language`, or that of the nearest translated page above it."""
    return next((link["url"] for link in language_links(context) if link["code"] == language), "")


def _language_link(code: str, urls: dict[str, tuple[str, bool]]) -> LanguageLink:
    url, is_translation = urls.get(code, (_language_root(code), False))
    return {
        "code": code,
        "name": LANGUAGE_NAMES[code],
        "url": url,
        "is_current": code == current_language(),
        "is_translation": is_translation,
    }


def _page_urls(page: Page, request: HttpRequest) -> dict[str, tuple[str, bool]]:
    """Of all live translations of the page and its ancestors, the deepest in each language."""
    keys = page.get_ancestors(inclusive=True).values("translation_key")
    found = Page.objects.live().filter(translation_key__in=keys, depth__gt=1).select_related("locale")
    urls: dict[str, tuple[str, bool]] = {}
    for each in found.order_by("depth"):
        url = each.get_url(request)
        if url:
            urls[each.locale.language_code] = (url, each.translation_key == page.translation_key)
    return urls


def _view_urls(request: HttpRequest) -> dict[str, tuple[str, bool]]:
    urls: dict[str, tuple[str, bool]] = {}
    for code, _name in settings.LANGUAGES:
        url = translate_url(request.path, code)
        if code == current_language() or url != request.path:
            urls[code] = (url, True)
    return urls


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Mapping[str, Any]) -> list[Page]:
    """The live pages above this one, from the home page of its language down; empty on the home page itself."""
    page = context.get("page")
    if not isinstance(page, Page) or not page.pk or page.depth <= 2:
        return []
    return list(page.get_ancestors().live().filter(depth__gt=1))


@register.simple_tag
def address_of(page: Page, request: HttpRequest | None = None) -> str:
    """Where `page` is read; empty for a page outside the site."""
    return page.get_url(request) or ""


@register.simple_tag(takes_context=True)
def page_links(context: Mapping[str, Any], number: int, pages: int, parameter: str = "page") -> list[PageLink]:
    """Links for `{% include "components/pagination.html" %}`: page `number` of `pages`, other filters kept."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    links: list[PageLink] = []
    if number > 1:
        links.append(_page_link(_("Previous"), query, parameter, number - 1, rel="prev"))
    links += _numbered_links(query, parameter, number, pages)
    if number < pages:
        links.append(_page_link(_("Next"), query, parameter, number + 1, rel="next"))
    return links


def _numbered_links(query: QueryDict, parameter: str, number: int, pages: int) -> list[PageLink]:
    near = range(number - PAGES_AROUND_CURRENT, number + PAGES_AROUND_CURRENT + 1)
    shown = sorted({1, pages, *near} & set(range(1, pages + 1)))
    links: list[PageLink] = []
    for before, each in zip([0, *shown], shown, strict=False):
        if each - before > 1:
            links.append({"label": "…", "url": "", "is_current": False, "rel": ""})
        links.append({**_page_link(str(each), query, parameter, each), "is_current": each == number})
    return links


def _page_link(label: str, query: QueryDict, parameter: str, number: int, rel: str = "") -> PageLink:
    target = query.copy()
    target[parameter] = str(number)
    return {"label": label, "url": "?" + target.urlencode(), "is_current": False, "rel": rel}


@register.filter
def tile_level(count: int | None) -> str:
    """The tone of a tile of the map: l0 for none, l1 for 1-2, l2 for 3-5, l3 for 6 and more."""
    return f"l{sum((count or 0) >= start for start in TILE_LEVEL_STARTS)}"


@register.filter
def cell_class(value: Any) -> str:
    """The class of a table cell: figures, with their unit or without, stand at the right."""
    return "num" if isinstance(value, int | float) or FIGURE.fullmatch(str(value)) else ""


@register.filter
def meta_parts(meta: str) -> list[str]:
    """The facts of a meta line, which break between lines only where a middle dot stands."""
    return str(meta).split(" · ")


@register.filter
def bare_control(field: BoundField) -> SafeString:
    """The field's control without a placeholder, whose words its label says already; digits get a digit keyboard."""
    is_code = field.field.widget.attrs.get("autocomplete") == "one-time-code"
    return field.as_widget(attrs={"placeholder": False, "inputmode": "numeric" if is_code else False})


@register.filter
def input_type(field: BoundField) -> str:
    """What kind of control the field is drawn as, e.g. "text" or "checkbox"; empty for selects and text areas."""
    return getattr(field.field.widget, "input_type", "") or ""
