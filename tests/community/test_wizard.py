"""The guideline check as a reader meets it."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar

from tests.conftest import Tree

pytestmark = pytest.mark.usefixtures("content_tree")
PAGE = "/guidelines/check/"
LEAK = "?discovered=2025-12-01&personal_data=yes&appi_kinds=many"


def text_of(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def test_questions_are_cached_for_everybody_and_set_no_cookie(client: Client) -> None:
    response = client.get(PAGE)
    assert not response.cookies
    assert "no-store" not in response.get("Cache-Control", "")
    assert any("page:" in key for key in cache._cache)  # type: ignore[attr-defined]


def test_answers_are_kept_in_no_cache_and_no_index(client: Client) -> None:
    response = client.get(PAGE + LEAK)
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    assert not cache._cache  # type: ignore[attr-defined]


def test_page_takes_no_post(client: Client) -> None:
    assert client.post(PAGE, {"nda": "yes"}).status_code == 405


def test_three_answers_show_three_lanes(client: Client) -> None:
    text = text_of(client, f"{PAGE}?nda=yes&export_technology=no&board_matter=unknown")
    headings = re.findall(r'<h2 id="lane-(\w+)">([^<]+)</h2>', text)
    assert headings == [
        ("share", "共有：当てはまります"),
        ("report", "報告：当てはまるかもしれません"),
        ("announce", "公表：当てはまるかもしれません"),
    ]
    assert "目安" in text


def test_deadlines_stand_in_both_calendars(client: Client) -> None:
    text = text_of(client, PAGE + LEAK)
    assert "2026年1月5日（月）" in text  # day 30 is 30 December; 3 and 4 January are a week-end
    assert "令和8年1月5日" in text
    assert "12月29日" in text
    english = text_of(client, f"/en{PAGE}{LEAK}")
    assert "Monday 5 January 2026" in english
    assert "Reiwa 8" in english


def test_english_page_is_english(client: Client) -> None:
    text = text_of(client, f"/en{PAGE}?nda=yes")
    main = re.sub(r'<span[^>]* lang="ja">.*?</span>', "", text.split("<main")[1].split("</main>")[0], flags=re.S)
    assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", main.replace("共通様式", ""))


def test_wrong_answers_are_named_and_the_others_kept(client: Client) -> None:
    text = text_of(client, f"{PAGE}?nda=yes&discovered=2999-01-01&contract_days=many", 422)
    assert "読み取れない答え" in text
    assert "2999-01-01" in text
    assert re.search(r'name="nda" value="yes"[^>]*checked', text)


@pytest.mark.parametrize(
    "query", ["?discovered=2999-01-01", "?contract_days=0", "?nda=<script>", "?sector_days=" + "9" * 5000]
)
def test_no_file_is_made_of_wrong_answers(client: Client, query: str) -> None:
    for name in ("deadlines.ics", "form.txt"):
        response = client.get(f"{PAGE}{name}{query}")
        assert response.status_code == 422
        assert b"<script>alert" not in response.content
        assert "text/html" in response["Content-Type"]


def test_result_leads_back_to_the_same_answers(client: Client) -> None:
    text = text_of(client, f"{PAGE}{LEAK}&edit=1")
    assert re.search(r'value="many"[^>]*checked', text)
    assert "2025-12-01" in text
    assert "lane-share" not in text


def test_members_take_the_answers_into_a_report(client: Client) -> None:
    text = text_of(client, PAGE + LEAK)
    link = "/members/reports/new/?discovered=2025-12-01&amp;personal_data=yes&amp;appi_kinds=many"
    assert link in text
    assert f"/en{link}" in text_of(client, f"/en{PAGE}{LEAK}")


def test_calendar_holds_the_deadlines(client: Client) -> None:
    response = client.get(f"{PAGE}deadlines.ics{LEAK}")
    assert response["Content-Type"].startswith("text/calendar")
    assert "no-store" in response["Cache-Control"]
    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert [event.decoded("dtstart").isoformat() for event in events] == ["2025-12-05", "2026-01-05"]


def test_text_is_saved_for_every_editor(client: Client) -> None:
    response = client.get(f"/en{PAGE}form.txt{LEAK}")
    assert response.content.startswith("\ufeffIncident notice\r\n".encode())
    assert "attachment" in response["Content-Disposition"]


def test_page_links_its_translation(client: Client) -> None:
    assert re.search(rf'hreflang="en" href="[^"]*/en{PAGE}"', text_of(client, PAGE))


def test_check_costs_no_query(client: Client, content_tree: Tree, django_assert_max_num_queries: object) -> None:
    text_of(client, PAGE + LEAK)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        text_of(client, PAGE + LEAK)
