"""Statistics of the API over what is not public."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from community.models import RegionPage
from practices.actions.statistics import publish_statistics
from practices.models import IncidentReport, PracticeAdoption
from tests.conftest import Tree
from tests.factories.community import OrganisationFactory
from tests.factories.practices import make_practice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limit(settings: object) -> None:
    settings.API_RATE = 0  # type: ignore[attr-defined]


def test_small_counts_are_null_and_say_so(client: Client, content_tree: Tree) -> None:
    for region, number in (("kinki", 8), ("kanto", 2), ("chubu", 6)):
        for _each in range(number):
            IncidentReport.objects.create(state="submitted", region_id=region, facts={"incident_types": ["ransomware"]})
    publish_statistics()
    answer = json.loads(client.get("/api/v1/stats/reports").content)
    regions = {each["value"]: each for each in answer["facets"]["region"]}
    assert (regions["kanto"]["count"], regions["kanto"]["display"]) == (None, "3件未満")
    shown = [each["count"] for value, each in regions.items() if each["count"] and value != "total"]
    assert 2 not in {(regions["total"]["count"] or 0) - sum(shown)}
    kinds = {each["value"]: each["count"] for each in answer["facets"]["incident_type"]}
    assert kinds["ransomware"] == 16
    assert answer["day"]


def test_nothing_is_told_before_the_first_figures(client: Client, content_tree: Tree) -> None:
    answer = json.loads(client.get("/api/v1/stats/reports").content)
    assert answer == {"day": None, "facets": {"incident_type": [], "region": []}}


def test_unknown_parameter_is_named(client: Client, content_tree: Tree) -> None:
    assert client.get("/api/v1/stats/reports?colour=red").status_code == 422


def test_adoption_is_told_by_region_above_k(client: Client, make_region: Callable[..., Any]) -> None:
    make_region("kinki")
    practice = make_practice(RegionPage.objects.get(region_id="kinki", locale__language_code="ja"))
    assert client.get("/api/v1/stats/adoption").json() == {"day": None, "practices": []}
    for prefecture, number in (("27", 6), ("01", 2)):
        for _each in range(number):
            firm = OrganisationFactory(prefecture_id=prefecture)
            PracticeAdoption.objects.create(organisation=firm, practice_key=practice.translation_key, state="uses")
    publish_statistics()
    (told,) = client.get("/api/v1/stats/adoption").json()["practices"]
    assert (told["title"], told["key"]) == (practice.title, str(practice.translation_key))
    regions = {each["value"]: each for each in told["regions"]}
    assert "hokkaido" not in regions
    assert regions["other"]["count"] is None
    assert (told["total"]["count"] or 0) - (regions["kinki"]["count"] or 0) not in (1, 2)


@pytest.mark.parametrize("name", ["prefectures", "size-bands", "response-types"])
def test_every_filter_has_its_vocabulary(client: Client, index: object, name: str) -> None:
    terms = client.get(f"/api/v1/{name}").json()["results"]
    parameter = {"prefectures": "prefecture", "size-bands": "size_band", "response-types": "response_type"}[name]
    assert terms
    for term in terms:
        assert client.get(f"/api/v1/stats/cases?{parameter}={term['code']}").status_code != 422
