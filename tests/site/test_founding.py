"""A new hub: its tree in both languages, and every fact it is founded on, word for word."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client, override_settings
from django.utils.html import strip_tags
from pytest_django import DjangoDbBlocker
from wagtail.models import Page, Revision, Site, Workflow, WorkflowPage

import secunity.home
from community.tasks import all_periods
from practices.models import Case, CaseVersion
from search.engines.base import Query
from search.queries import find
from search.tasks import rebuild_index
from secunity.home.actions import prepare_hub
from secunity.home.actions.founding import keep_address
from secunity.home.models import ContentPage, HomePage

pytestmark = pytest.mark.django_db

FOLDER = Path(secunity.home.__file__).parent / "content" / "founding"
FACTS: list[dict[str, Any]] = json.loads((FOLDER / "facts.json").read_text(encoding="utf-8"))
REQUIRED = "A1-5 B1-10 C1-10 D1-7 E1-4 F1 F3 F5 G1-6 H1"
PREFIX = {"ja": "", "en": "/en"}
SEEDS = ("seed-d1", "seed-d2", "seed-d3", "seed-d4")
LOOKED_FOR = {
    "seed-d1": ("XP", "古いOS", "サポート切れ", "5500万円", "5,500万円", "５５００万円"),
    "seed-d2": ("BYOD", "私物スマホ", "シャドーIT"),
    "seed-d3": ("エモテット", "ﾎﾃﾙWi-Fi", "出張先"),
    "seed-d4": ("取引先", "なりすまし", "請求書", "賞与"),
}
DERIVED = re.compile(r"\d+(?:\.\d+)?%|\b0\.\d+件?")
MARKS = {"ja": "（当サイトで計算）", "en": " (calculated by this site)"}


@pytest.fixture(autouse=True, scope="module")
def _founded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """A hub as `prepare` makes it on an empty database, with its index; gone after this module."""
    index = tmp_path_factory.mktemp("founding") / "index"
    with django_db_blocker.unblock(), override_settings(SEARCH_INDEX_DIR=index), transaction.atomic():
        prepare_hub()
        rebuild_index()
        yield
        transaction.set_rollback(True)


def required_ids() -> set[str]:
    """Every fact that a page has to carry."""
    ids = set()
    for span in REQUIRED.split():
        first, _, last = span[1:].partition("-")
        ids |= {f"{span[0]}{number}" for number in range(int(first), int(last or first) + 1)}
    return ids


def address_of(page: str, language: str) -> str:
    """The address of a page as facts.json names it."""
    if page.startswith("case:"):
        return f"{PREFIX[language]}/cases/{Case.objects.get(external_id=page.removeprefix('case:')).public_id}/"
    return f"{PREFIX[language]}/{'' if page == 'home' else f'{page}/'}"


def words_at(client: Client, address: str) -> str:
    """What a reader sees in the main part of a page, with single spaces."""
    response = client.get(address)
    assert response.status_code == 200, address
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return one_line(html.unescape(strip_tags(re.sub(r"(?<=>)|(?=<)", " ", f"<main{main}"))))


def one_line(words: str) -> str:
    """`words` with single spaces."""
    return " ".join(words.split())


def test_facts_leave_out_none_that_is_required() -> None:
    assert required_ids() - {fact["fact"] for fact in FACTS} == set()


def test_facts_are_given_in_both_languages() -> None:
    assert {fact["fact"] for fact in FACTS if fact["language"] == "ja"} == {
        fact["fact"] for fact in FACTS if fact["language"] == "en"
    }


@pytest.mark.parametrize(("page", "language"), sorted({(fact["page"], fact["language"]) for fact in FACTS}))
def test_fact_stands_on_its_page(client: Client, page: str, language: str) -> None:
    shown = words_at(client, address_of(page, language))
    asked = [(f["fact"], text) for f in FACTS if (f["page"], f["language"]) == (page, language) for text in f["text"]]

    assert [f"{fact}: {text}" for fact, text in asked if one_line(text) not in shown] == []


def test_preparing_twice_changes_nothing_and_keeps_what_an_editor_wrote() -> None:
    about = ContentPage.objects.get(slug="about", locale__language_code="ja")
    about.title = "編集した題名"
    about.save()
    models = (Page, Revision, Case, CaseVersion, Group, Workflow, WorkflowPage, Site)
    before = [model.objects.count() for model in models]

    prepare_hub()

    assert [model.objects.count() for model in models] == before
    about.refresh_from_db()
    assert about.title == "編集した題名"


@pytest.mark.parametrize("address", ["http://127.0.0.1:8123", "https://hub.example", "http://hub.example"])
def test_mails_of_wagtail_link_to_where_the_pages_are_read(settings: Any, address: str) -> None:
    settings.BASE_URL = address
    keep_address()
    page = ContentPage.objects.get(slug="about", locale__language_code="ja")
    assert page.full_url == f"{address}/about/"
    assert page.url == "/about/"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_has_its_translation_at_the_same_place(language: str) -> None:
    other = {"ja": "en", "en": "ja"}[language]
    pages = Page.objects.filter(depth__gt=2, locale__language_code=language).select_related("locale")
    twins = {page.translation_key: page for page in Page.objects.filter(locale__language_code=other, live=True)}

    assert pages.count() == len(SEEDS) + 11 + 9 + 3
    for page in pages:
        twin = twins[page.translation_key]
        assert twin.slug == page.slug
        assert twin.get_parent().translation_key == page.get_parent().translation_key


def test_every_page_answers_in_both_languages(client: Client) -> None:
    addresses = [page.get_url() for page in Page.objects.live().filter(depth__gt=1)]

    assert [address for address in addresses if client.get(address).status_code != 200] == []


@pytest.mark.parametrize("key", SEEDS)
@pytest.mark.parametrize(("language", "silence"), [("ja", "公表資料に記載なし"), ("en", "Not stated in the published")])
def test_seed_case_says_what_its_source_does_not(client: Client, key: str, language: str, silence: str) -> None:
    shown = words_at(client, address_of(f"case:{key}", language))

    assert shown.count(silence) >= 3
    assert "0円" not in re.sub(r"[\d,]*[1-9]0*円|\d,000円", "", shown)


@pytest.mark.parametrize("facet", ["region", "prefecture", "industry", "size_band"])
def test_seed_cases_are_found_under_not_stated(client: Client, facet: str) -> None:
    found = find(Query(kinds=("case",), filters={facet: ("not_stated",)}))

    assert {item.thing.case.external_id for item in found.items} == set(SEEDS)
    assert "4件" in words_at(client, f"/cases/?{facet}=not_stated")


@pytest.mark.parametrize(("key", "words"), [(key, words) for key, each in LOOKED_FOR.items() for words in each])
def test_seed_case_is_found_by_the_words_of_its_readers(key: str, words: str) -> None:
    found = find(Query(text=words, kinds=("case",), size=5))

    assert key in [item.thing.case.external_id for item in found.items]


@pytest.mark.parametrize("key", SEEDS)
def test_words_of_the_project_in_a_seed_case_are_marked(client: Client, key: str) -> None:
    case = Case.objects.get(external_id=key)
    version = case.latest
    assert version is not None
    for text in version.texts.all():
        assert {"lesson", "checklist"} <= set(text.own_words)
    assert words_at(client, address_of(f"case:{key}", "ja")).count("当サイトの言葉") >= 2


@pytest.mark.parametrize("language", ["ja", "en"])
def test_derived_rate_says_that_we_calculated_it(client: Client, language: str) -> None:
    derived = []
    for page in ContentPage.objects.filter(locale__language_code=language):
        shown = words_at(client, page.get_url())
        derived += [(match[0], shown[match.end() :]) for match in DERIVED.finditer(shown)]

    assert len(derived) == 3
    assert [rate for rate, after in derived if not after.startswith(MARKS[language])] == []


def test_no_page_speaks_of_a_certification(client: Client) -> None:
    pages = [*ContentPage.objects.all(), *HomePage.objects.all()]

    assert [page.slug for page in pages if "認定" in words_at(client, page.get_url())] == []


PERIODS = {
    "drafts": ("途中で止めた申し込みは30日", "Unfinished applications 30 days"),
    "applications": ("答えた申し込みは90日", "answered ones 90 days"),
    "invitations": ("期限の切れた招待は30日", "expired invitations 30 days"),
    "departed": ("やめる申し出から30日", "within 30 days of your asking to leave"),
    "devices": ("端末は400日", "Devices 400 days"),
    "recoveries": ("申し出は1年", "requests one year"),
    "sign_ins": ("最長90日", "At most 90 days"),
    "accesses": ("1年。役割や", "One year; other entries"),
    "audit": ("ほかの記録は5年", "five years"),
    "reports": ("90日で中身を消します", "erased after 90 days"),
    "registrations": ("会議が終わってから90日", "90 days after the meeting"),
    "attendances": ("会議が終わってから1年", "One year after the meeting"),
    "questions": ("最後に探されてから90日", "90 days after the last such search"),
    "alerts_unconfirmed": ("確認されない申し込みは3日", "three days if nobody confirms it"),
    "alert_finds": ("お知らせしたものの記録は90日", "which news were sent, 90 days"),
}
# Told by the table of periods alone, to which the page leads.
ELSEWHERE = {"proposals"}
DAYS = {"は3日": 3, "30": 30, "90": 90, "400": 400, "1年": 365, "5年": 5 * 365}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_privacy_page_states_what_is_kept_and_the_periods_that_the_job_works_off(client: Client, language: str) -> None:
    page = client.get(f"{PREFIX[language]}/privacy/").content.decode()
    for words in {
        "ja": ("申し込み", "3つの同意", "見える化マーク", "3つだけ"),
        "en": ("consents", "mark", "three cookies"),
    }[language]:
        assert words in page
    defaults = {period.code: period.default_days for period in all_periods()}
    assert set(PERIODS) | ELSEWHERE == set(defaults)
    for code, (japanese, english) in PERIODS.items():
        assert (japanese if language == "ja" else english) in page
        assert defaults[code] in [days for words, days in DAYS.items() if words in japanese]


def test_wagtails_welcome_page_makes_room() -> None:
    HomePage.objects.all().delete()
    Site.objects.all().delete()
    root = Page.get_first_root_node()
    root.refresh_from_db()
    welcome = root.add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="welcome"))
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)
    Group.objects.create(name="Moderators")
    Case.objects.all().delete()

    prepare_hub()

    assert not Page.objects.filter(slug="welcome").exists()
    assert not Group.objects.filter(name="Moderators").exists()
    assert Site.objects.get().root_page.specific == HomePage.objects.get(locale__language_code="ja")
