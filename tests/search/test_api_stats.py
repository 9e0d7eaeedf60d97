"""Statistics of the API over what is not public."""

import json

import pytest
from django.test import Client

from practices.actions.statistics import publish_statistics
from practices.models import IncidentReport
from tests.conftest import Tree

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
