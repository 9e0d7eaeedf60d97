"""The statistics page: exact over released cases, suppressed over everything else, and no ranking."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from community.models import Region, RegionPage
from practices.actions import withdraw_case
from practices.actions.statistics import publish_statistics
from practices.models import CaseVersion, IncidentReport, PracticeAdoption, PublishedCounts
from practices.queries.statistics import Chart, case_charts, case_total, counts_by_region, hidden_counts
from tests.conftest import Tree
from tests.factories.community import OrganisationFactory
from tests.factories.practices import make_case, make_practice
from tests.factories.search import lists

__all__ = ["lists"]
pytestmark = pytest.mark.django_db


def charts() -> dict[str, Chart]:
    return {chart.key: chart for chart in case_charts()}


def counted(chart: Chart) -> dict[str, int]:
    return {bar.name: bar.count for bar in chart.bars}


def hand_in(number: int, region: str = "kinki", kind: str = "ransomware", **fields: Any) -> None:
    for _each in range(number):
        IncidentReport.objects.create(
            **{"state": "submitted", "region_id": region, "facts": {"incident_types": [kind]}, **fields}
        )


def test_counts_are_those_of_the_released_cases(lists: Any) -> None:
    make_case(incident_types=("ransomware", "phishing"), entry_route="vpn", industry_division="E", occurred="2022-Q1")
    make_case(incident_types=("ransomware",), entry_route="vpn", industry_sector="secondary", occurred="2024")
    make_case(is_shared=True, response_type="on_site", region="kinki")
    withdraw_case(case=make_case(incident_types=("ransomware",)))
    found = charts()
    assert case_total() == 3
    assert counted(found["incident_type"])["ランサムウェア被害"] == 2
    assert counted(found["route"]) == {"VPN装置・ネットワーク機器": 2, "不明": 1}
    assert counted(found["year"]) == {"2022": 1, "2023": 0, "2024": 1}
    assert sum(counted(found["industry"]).values()) == 3
    assert list(counted(found["acts"]).values()) == [1, 0, 0]
    assert dict(counts_by_region())["近畿"] == 1


def test_only_the_newest_version_counts_and_only_what_it_shows(lists: Any) -> None:
    from practices.actions import CaseDraft, release_case

    case = make_case(incident_types=("ransomware",), region="kinki", industry_division="E")
    release_case(case=case, draft=CaseDraft(texts={"ja": {"title": "題"}}, incident_types=("phishing",)))
    assert "ランサムウェア被害" not in counted(charts()["incident_type"])
    assert counted(charts()["industry"]) == {"公開していません": 1}
    assert dict(counts_by_region())["近畿"] == 0
    assert CaseVersion.objects.count() == 2


def test_page_holds_every_number_as_text(client: Client, lists: Any) -> None:
    make_case(incident_types=("ransomware",), entry_route="vpn", prefecture="27", region="kinki", occurred="2024-Q2")
    page = client.get("/statistics/")
    html = page.content.decode()
    assert page.status_code == 200
    assert not page.cookies
    assert "実際の発生数ではありません" in html
    assert 'href="/cases/?incident_type=ransomware"' in html
    assert "polyline" in html
    assert "大阪" in html
    assert not re.search(r"<[^>]+ style=", html)
    assert client.get("/en/statistics/").status_code == 200


def test_empty_hub_says_so(client: Client, content_tree: Tree) -> None:
    assert "まだありません" in client.get("/statistics/").content.decode()


def test_regions_stand_in_their_fixed_order(lists: Any) -> None:
    make_case(region="kyushu")
    names = [name for name, _number in counts_by_region()]
    assert names[:-1] == [region.name for region in Region.objects.all()]


def test_reports_are_counted_with_small_numbers_hidden(client: Client, content_tree: Tree) -> None:
    hand_in(7)
    hand_in(2, "kanto", "phishing")
    hand_in(9, "chubu", "bec")
    hand_in(1, state="draft")
    hand_in(1, origin="import")
    assert not hidden_counts()
    assert publish_statistics() == 2
    by_region = {row[0]: row[1].display() for row in next(s for s in hidden_counts() if s.total).rows}
    assert by_region["関東"] == "3件未満"
    assert "非公表" in by_region.values()
    html = client.get("/statistics/").content.decode()
    assert "3件未満" in html


def test_figures_change_once_a_week_and_tell_no_single_report(
    content_tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(10)
    hand_in(12, "kanto")
    publish_statistics()
    hand_in(1)
    assert publish_statistics() == 0
    later = dt.date.today() + dt.timedelta(days=8)
    monkeypatch.setattr("practices.actions.gate.timezone.localdate", lambda: later)
    assert publish_statistics() == 2
    rows = {name: cell for name, cell, _language in next(s for s in hidden_counts() if s.total).rows}
    assert rows["近畿"].count is None
    assert PublishedCounts.objects.count() == 2


def test_name_in_another_language_says_which(client: Client, lists: Any, make_region: Any) -> None:
    make_region("kinki")
    practice = make_practice(RegionPage.objects.get(region_id="kinki", locale__language_code="ja"))
    for _each in range(5):
        firm = OrganisationFactory(prefecture_id="27")
        PracticeAdoption.objects.create(organisation=firm, practice_key=practice.translation_key, state="uses")
    publish_statistics()
    assert f'<th scope="row" lang="ja">{practice.title}</th>' in client.get("/en/statistics/").content.decode()
    assert f'<th scope="row">{practice.title}</th>' in client.get("/statistics/").content.decode()
