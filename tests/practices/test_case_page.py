"""The public page of a case: everything it says, nothing it does not, and what helps a firm to act."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext

from community.models import RegionPage
from practices.actions.statistics import publish_statistics
from practices.models import Case, CasePage, PracticeAdoption
from tests.factories.community import OrganisationFactory
from tests.factories.practices import make_case, make_practice
from tests.factories.search import lists

__all__ = ["lists"]
pytestmark = pytest.mark.django_db


def page_of(case: Case, client: Client) -> str:
    response = client.get(CasePage.objects.get(case=case, locale__language_code="ja").get_url())
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


def test_box_has_four_lines_and_details_say_what_is_known(client: Client, lists: Any) -> None:
    html = page_of(
        make_case(
            ja={"business_impact": "受注が3日止まった。", "controls": "多要素認証"},
            durations={"noticed": "4-7", "recovered": "8-30"},
            noticed_by="partner",
            affected=("server_file",),
            records_band="100-999",
            techniques=("T1486",),
            indicators=({"kind": "DOMAIN", "value": "evil[.]example", "reason": "x"},),
        ),
        client,
    )
    box = html[html.index("case-box") :]
    assert box[: box.index("</dl>")].count("<dt>") == 4
    for said in ("4～7日", "8～30日", "100～999", "T1486", "evil[.]example", "受注が3日止まった。", "多要素認証"):
        assert said in html
    assert "取引先" in html


def test_case_that_says_little_has_no_empty_lines(client: Client, lists: Any) -> None:
    html = page_of(make_case(), client)
    assert "気づくまで" not in html
    assert 'id="traces-title"' not in html
    assert "<dd></dd>" not in html


def test_practice_beside_a_case_says_what_it_costs_and_who_tries_it(
    client: Client, lists: Any, make_region: Callable[..., Any]
) -> None:
    make_region("kinki")
    parent = RegionPage.objects.get(region_id="kinki", locale__language_code="ja")
    practice = make_practice(parent, effort_band="low", budget_band="none")
    for _each in range(5):
        PracticeAdoption.objects.create(
            organisation=OrganisationFactory(prefecture_id="27"), practice_key=practice.translation_key, state="uses"
        )
    publish_statistics()
    case = make_case(practices=((str(practice.translation_key), "would_have_prevented"),))
    html = page_of(case, client)
    assert practice.title in html
    assert "半日以内" in html or practice.get_effort_band_display() in html
    assert str(practice.get_budget_band_display()) in html
    assert "試している、または行っている組織：5" in html


def test_practices_beside_a_case_take_the_same_queries_for_one_and_three(
    client: Client, lists: Any, make_region: Callable[..., Any]
) -> None:
    make_region("kinki")
    parent = RegionPage.objects.get(region_id="kinki", locale__language_code="ja")
    asked = []
    for number in (1, 3):
        keys = [str(make_practice(parent).translation_key) for _each in range(number)]
        page = make_case(practices=tuple((key, "prevented") for key in keys)).pages.get()
        page_of(page.case, client)
        with CaptureQueriesContext(connection) as captured:
            shown = Template("{% load practices_tags %}{% case_practices page %}").render(Context({"page": page}))
        assert shown.count("近畿") == number
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_page_says_how_its_text_came_about_for_each_origin(client: Client, lists: Any) -> None:
    shared, elsewhere = make_case(), make_case(origin="external", external_id="x", source_name="", source_url="")
    told = page_of(shared, client)
    silent = page_of(elsewhere, client)
    origin = told[told.index('id="origin"') :]
    assert "同意" in origin
    assert "同意" not in silent[silent.index('id="origin"') : silent.index("</section>", silent.index('id="origin"'))]


def test_page_leads_to_cases_like_mine(client: Client, lists: Any) -> None:
    assert 'href="/cases/like-mine/"' in page_of(make_case(), client)
    assert "practices/case" in page_of(make_case(), client)
