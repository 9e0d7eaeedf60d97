"""What a page offers that found nothing: why there is nothing, another spelling, less, practices, telling, news."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.factories.practices import make_case, make_practice
from tests.search.test_pages import HOTEL, read

Update = Callable[[], int]


@pytest.fixture
def cases(index: Update) -> None:
    make_case(ja=HOTEL | {"summary": "ランサムウェアの被害です。"}, region="kinki")
    index()


def empty(client: Client, address: str) -> str:
    page = read(client, address)
    return page[page.index('<div class="empty">') :].partition("</form>")[0]


def test_other_spelling_is_offered_for_a_phrase_that_no_text_has(client: Client, cases: None) -> None:
    shown = empty(client, "/en/cases/?q=「ランサムウエヤ」")
    assert "No text here has the words" in shown
    (address,) = re.findall(r'Did you mean: <a href="([^"]+)">', shown)
    assert HOTEL["title"] in read(client, f"/en/cases/{unescape(address)}")


def test_words_and_filters_are_told_apart(client: Client, cases: None) -> None:
    assert "No text here has the words" in empty(client, "/en/cases/?q=zzzqqq&region=kinki")
    assert "not with all of these filters" in empty(client, "/en/cases/?q=ホテル&region=okinawa")
    assert "not with all of these filters" in empty(client, "/en/cases/?region=okinawa&industry=B")


@pytest.mark.parametrize(
    ("path", "name"), [("cases", "case"), ("practices", "practice"), ("search", "everything")], ids=str
)
@pytest.mark.parametrize("asked", ["q=zzzqqq", "q=ホテル&region=okinawa&year=1999"])
def test_news_of_the_search_are_offered(client: Client, cases: None, path: str, name: str, asked: str) -> None:
    assert f'href="/en/search/alerts/new/?of={name}&amp;q=' in empty(client, f"/en/{path}/?{asked}")


def test_telling_of_an_incident_and_practices_are_offered_for_cases_alone(
    client: Client, cases: None, index: Update, make_region: Any
) -> None:
    make_practice(make_region("kinki").region.pages.get(locale__language_code="ja"), title="ホテルの備え")
    index()
    shown = empty(client, "/cases/?q=ホテル&region=okinawa")
    assert "<mark>ホテル</mark>の備え" in shown
    assert '"/members/reports/new/"' in shown
    assert '"/members/reports/new/"' not in empty(client, "/practices/?q=ホテル&region=okinawa")
