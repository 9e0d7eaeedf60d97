"""「自社に近い事例」: always with how many, nothing below three turned into a median."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from community.models import RegionPage
from practices.actions import withdraw_case
from practices.queries.similar import days_in_words, like_mine
from tests.factories.practices import make_case, make_practice
from tests.factories.search import lists

__all__ = ["lists"]
pytestmark = pytest.mark.django_db


def recovered(*bands: str, **facts: Any) -> None:
    for band in bands:
        make_case(durations={"recovered": band} if band else {}, **facts)


def test_cases_of_the_same_kind_are_counted(lists: Any) -> None:
    recovered("1-3", "4-7", "8-30", region="kinki", industry_division="E", size_band="medium", entry_route="vpn")
    recovered("91-", region="kanto", industry_division="I")
    answer = like_mine(industry="E", size="medium", region="kinki")
    assert (answer.cases, answer.dropped) == (3, ())
    assert [(route.cases) for route in answer.routes] == [3]
    assert (answer.recovery, answer.recovered_known) == ("4～7日", 3)


@pytest.mark.parametrize("known", [0, 1, 2])
def test_no_median_below_three(lists: Any, known: int) -> None:
    recovered(*["1-3"] * known, *[""] * (5 - known), region="kinki")
    answer = like_mine(region="kinki")
    assert (answer.cases, answer.recovered_known, answer.recovery) == (5, known, "")


def test_median_between_two_bands_names_both(lists: Any) -> None:
    recovered("0", "1-3", "4-7", "91-", region="kinki")
    assert like_mine(region="kinki").recovery == "1～3日 または 4～7日"


def test_too_few_widen_the_question_region_first(lists: Any) -> None:
    recovered("1-3", region="kinki", industry_division="E", size_band="medium")
    recovered("1-3", "1-3", region="kanto", industry_division="E", size_band="medium")
    answer = like_mine(industry="E", size="medium", region="kinki")
    assert (answer.cases, answer.dropped) == (3, ("region",))


def test_one_attribute_alone_is_never_left_out(lists: Any) -> None:
    recovered("1-3", "4-7", region="kanto")
    answer = like_mine(region="kinki")
    assert (answer.cases, answer.used) == (0, ("region",))


def test_coarser_cases_fit_what_they_may_be(lists: Any) -> None:
    make_case(industry_sector="secondary", size_class="sme")
    make_case(industry_sector="tertiary", size_class="larger")
    assert like_mine(industry="E").cases == 1
    assert like_mine(size="medium").cases == 1


def test_first_three_practices_with_their_numbers(lists: Any, make_region: Callable[..., Any]) -> None:
    make_region("kinki")
    parent = RegionPage.objects.get(region_id="kinki", locale__language_code="ja")
    pages = [make_practice(parent) for _each in range(4)]
    for number, page in enumerate(pages):
        for _each in range(number + 1):
            make_case(region="kinki", practices=((str(page.translation_key), "prevented"),))
    found = like_mine(region="kinki").practices
    assert [(each.page, each.cases) for each in found] == [(pages[3], 4), (pages[2], 3), (pages[1], 2)]


def test_withdrawn_case_counts_no_more(lists: Any) -> None:
    withdraw_case(case=make_case(region="kinki"))
    assert like_mine(region="kinki").cases == 0


def test_page_asks_and_answers_without_a_cookie(client: Client, lists: Any) -> None:
    recovered("1-3", "1-3", "4-7", industry_division="E", entry_route="mail")
    empty = client.get("/cases/like-mine/")
    assert empty.status_code == 200
    assert "公開事例" not in empty.content.decode()
    page = client.get("/cases/like-mine/?industry=E&size=&region=")
    html = page.content.decode()
    assert not page.cookies
    assert "公開事例3件から分かること" in html
    assert "3件の中央値" in html
    assert 'href="/cases/?industry=E"' in html
    assert client.get("/en/cases/like-mine/?industry=E").status_code == 200


def test_unknown_answer_is_named_and_nothing_is_lost(client: Client, lists: Any) -> None:
    page = client.get("/cases/like-mine/?industry=ZZ&region=kinki")
    assert page.status_code == 422
    assert '<option value="kinki" selected>' in page.content.decode()


@pytest.mark.parametrize("band", ["", "2-3", "x"])
def test_what_is_no_band_has_no_words(band: str) -> None:
    assert days_in_words(band) == ""
