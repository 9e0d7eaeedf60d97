"""The content tree that every hub starts with: real texts, no demo."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Page, Site, Workflow

from community.actions import create_region
from community.actions.consents import load_consent_documents
from community.models import Region, RegionIndexPage, WorkingGroup, WorkingGroupIndexPage, WorkingGroupPage
from events.models import MeetingIndexPage
from practices.actions import CaseDraft, release_case
from practices.models import Case
from search.models import CaseIndexPage, PracticeIndexPage
from secunity.core.actions import load_vocabularies
from secunity.home.actions.cases import draft_of
from secunity.home.actions.content import read_content, stream
from secunity.home.actions.pages import LANGUAGES, ensure_pair, locales
from secunity.home.actions.working_groups import resource_blocks
from secunity.home.models import ContentPage, HomePage

HOSTING_NAME = "SECUNITY Hub"
INDEX_PAGES: tuple[tuple[str, type[Page]], ...] = (
    ("cases", CaseIndexPage),
    ("practices", PracticeIndexPage),
    ("regions", RegionIndexPage),
    ("events", MeetingIndexPage),
    ("working-groups", WorkingGroupIndexPage),
)
WAGTAIL_DEFAULT_GROUPS = ("Moderators", "Editors")

Pair = dict[str, Any]


@transaction.atomic
def prepare_hub() -> None:
    """Vocabularies, locales, the page tree in both languages, working groups, regions and the seed cases.

    Makes what is missing and never touches what an editor may have changed.
    """
    load_vocabularies()
    load_consent_documents()
    locales()
    texts = {page["slug"]: page for page in read_content("founding/pages.json")}
    homes = _homes(texts.pop("home"))
    indexes = {slug: _index(homes, slug, model, texts.pop(slug)) for slug, model in INDEX_PAGES}
    for slug, text in texts.items():
        ensure_pair(homes, ContentPage, slug, _words(text))
    _working_groups(indexes["working-groups"])
    for region in Region.objects.all():
        create_region(region=region, parents=indexes["regions"], intros=_intros(region))
    _seed_cases()


def _homes(text: dict[str, Any]) -> Pair:
    """The two front doors; Wagtail's own welcome page, groups and workflow make room for ours."""
    root = Page.get_first_root_node() or _root()
    if not HomePage.objects.exists():
        Page.objects.child_of(root).delete()
        Group.objects.filter(name__in=WAGTAIL_DEFAULT_GROUPS).delete()
        Workflow.objects.filter(workflow_pages__page=root).delete()
        root.refresh_from_db()
    homes = {page.locale.language_code: page for page in HomePage.objects.child_of(root)}
    for language, locale in locales().items():
        if language not in homes:
            homes[language] = _home(root, locale, _words(text)[language], next(iter(homes.values()), None))
    site = {"root_page": homes["ja"], "site_name": HOSTING_NAME}
    Site.objects.update_or_create(is_default_site=True, defaults=site, create_defaults={**site, **_own_address()})
    return homes


def keep_address() -> None:
    """Let Wagtail know where the pages are read: the mails of its workflows link to them."""
    address = _own_address()
    for site in Site.objects.filter(is_default_site=True).exclude(**address):
        site.hostname, site.port = address["hostname"], address["port"]
        # Saved, not updated: Wagtail remembers its sites until one is saved.
        site.save()


def _own_address() -> dict[str, Any]:
    own = urlsplit(settings.BASE_URL)
    return {"hostname": own.hostname or "localhost", "port": own.port or (443 if own.scheme == "https" else 80)}


def _root() -> Page:
    """What Wagtail's own migrations plant, for a database that was made without them."""
    return Page.add_root(instance=Page(title="Root", slug="root", locale=locales()["ja"]))


def _home(root: Page, locale: Any, words: dict[str, Any], original: Page | None) -> HomePage:
    slug = "home" if locale.language_code == "ja" else f"home-{locale.language_code}"
    page = HomePage(slug=slug, locale=locale, **words)
    if original:
        page.translation_key = original.translation_key
    root.add_child(instance=page)
    page.save_revision().publish()
    return page


def _index(homes: Pair, slug: str, model: type[Page], text: dict[str, Any]) -> Pair:
    return ensure_pair(
        homes, model, slug, {lang: {**words, "show_in_menus": True} for lang, words in _words(text).items()}
    )


def _words(text: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Title, lead, description and body of a page of pages.json in each language."""
    return {
        language: {
            "title": text[language]["title"],
            "lead": text[language]["lead"],
            "search_description": text[language]["lead"],
            "body": stream(text[language]["blocks"]),
        }
        for language in LANGUAGES
    }


def _working_groups(parents: Pair) -> None:
    for order, text in enumerate(read_content("founding/working_groups.json"), start=1):
        names = {f"{name}_{lang}": text[lang][name] for name in ("name", "aim") for lang in LANGUAGES}
        provisional = "(P)" in text["ja"]["history"]
        group, _ = WorkingGroup.objects.get_or_create(
            code=text["code"], defaults={**names, "order": order, "is_provisional_2020": provisional}
        )
        pages = {lang: _working_group_page(group, text[lang]) for lang in LANGUAGES}
        ensure_pair(parents, WorkingGroupPage, group.code, pages)


def _working_group_page(group: WorkingGroup, text: dict[str, Any]) -> dict[str, Any]:
    kept = {name: text[name] for name in ("intro", "meeting_mode", "history_title", "history")}
    resources = resource_blocks(text["resources"])
    return {"title": text["name"], "lead": text["aim"][:400], "working_group": group, "resources": resources, **kept}


def _intros(region: Region) -> dict[str, str]:
    """The first words of a region's page; its organisers write on from there."""
    names = {lang: [p.name_in(lang) for p in region.prefectures.all()] for lang in LANGUAGES}
    return {
        "ja": f"{'、'.join(names['ja'])}の会社、学校、支援機関、行政が、サイバー被害の経験と備えを持ち寄ります。"
        "コミュニティ、次の会議、プラクティス、事例を、このページから読めます。",
        "en": f"Firms, schools, advisers and public offices of {', '.join(names['en'])} share what cyber incidents "
        "taught them. Their communities, meetings, practices and cases are on this page.",
    }


def _seed_cases() -> None:
    for text in read_content("founding/seed_cases.json"):
        if Case.objects.filter(external_id=text["key"]).exists():
            continue
        source = text["source"]
        case = Case(
            external_id=text["key"],
            origin=Case.Origin.SEED,
            source_name=source["name"],
            source_url=source["url"] or "",
            source_published=source["published"],
        )
        draft: CaseDraft = draft_of(text)
        release_case(case=case, draft=draft)
