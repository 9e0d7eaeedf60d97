"""Making pages once: what an editor has changed since is never overwritten."""

from collections.abc import Callable
from typing import Any, TypeVar

from wagtail.models import Locale, Page

P = TypeVar("P", bound=Page)
LANGUAGES: tuple[str, ...] = ("ja", "en")


def locales() -> dict[str, Locale]:
    """The locale of each language, made where missing."""
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}


def ensure_page(
    parent: Page,
    model: type[P],
    slug: str,
    *,
    original: Page | None = None,
    finish: Callable[[P], None] | None = None,
    **fields: Any,
) -> P:
    """The page `slug` below `parent`; if it is new, finished and published there as a translation of `original`."""
    existing = model.objects.child_of(parent).filter(slug=slug).first()
    if existing:
        return existing
    page = model(slug=slug, locale=parent.locale, **fields)
    if original:
        page.translation_key = original.translation_key
    parent.add_child(instance=page)
    if finish:
        finish(page)
    page.save_revision().publish()
    return page


def ensure_pair(
    parents: dict[str, Page],
    model: type[P],
    slug: str,
    fields: dict[str, dict[str, Any]],
    finish: Callable[[P], None] | None = None,
) -> dict[str, P]:
    """`ensure_page` in each language of `fields`, as translations of one another."""
    pair: dict[str, P] = {}
    for language, words in fields.items():
        original = next(iter(pair.values()), None)
        pair[language] = ensure_page(parents[language], model, slug, original=original, finish=finish, **words)
    return pair
