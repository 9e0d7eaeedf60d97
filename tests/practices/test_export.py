"""`secunity export_cases` and the downloads: only what is released, agreed to and fits the filter."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.encoding import iri_to_uri

from practices.actions import withdraw_case
from practices.exchange.outputs import FORMS
from practices.models import Case
from practices.queries.exports import export_of
from practices.signals import public_surfaces
from tests.factories.practices import make_case
from tests.factories.search import index, lists

__all__ = ["index", "lists"]

pytestmark = pytest.mark.django_db
Update = Callable[[], int]
FACTS: dict[str, Any] = {
    "region": "kinki",
    "prefecture": "27",
    "industry_division": "E",
    "industry_group": "24",
    "size_band": "medium",
    "occurred": "2024-Q2",
    "incident_types": ("ransomware",),
    "damage_kind": "actual",
    "damage_band": "to_5m",
    "entry_route": "vpn",
    "noticed_by": "internal",
    "affected": ("pc",),
    "durations": {"noticed": "1-3"},
    "veris": {"actions": ["malware.Ransomware"]},
    "techniques": ("T1486",),
    "is_shared": True,
}


def exported(*options: str) -> str:
    out = StringIO()
    call_command("export_cases", *options, stdout=out)
    return out.getvalue()


def download(client: Client, form: str, asked: str = "", status: int = 200) -> Any:
    response = client.get(iri_to_uri(f"/cases/download/{form}/{asked}"))
    assert response.status_code == status, response.getvalue().decode()[:500]
    return response


def saved(client: Client, form: str, asked: str = "") -> str:
    """What the browser saves."""
    return str(download(client, form, asked).getvalue().decode())


def ids(text: str, form: str) -> set[str]:
    return {record["id"] for record in FORMS[form].read(text)}


@pytest.mark.parametrize("form", FORMS)
def test_every_public_field_survives_the_way_out_and_back(lists: Any, form: str) -> None:
    make_case(ja={"title": "題", "timeline": [{"label": "0日目", "text": "気づいた"}]}, en={}, **FACTS)
    (record,) = export_of().records
    assert FORMS[form].read(exported("--format", form)) == [record]
    assert (record["damage_range"], record["durations"]) == ([1000001, 5000000], {"noticed": "1-3"})
    assert record["texts"].keys() == {"ja", "en"}


def test_address_is_the_one_the_hub_is_known_by(lists: Any, settings: Any) -> None:
    settings.BASE_URL = "https://hub.example"
    case = make_case()
    assert [record["url"] for record in export_of().records] == [f"https://hub.example/cases/{case.public_id}/"]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_is_not_public_leaves(lists: Any, form: str) -> None:
    kept = make_case()
    withdrawn, refused, closed = make_case(), make_case(), make_case()
    withdraw_case(case=withdrawn)
    Case.objects.filter(pk=refused.pk).update(not_through_exports=True)
    Case.objects.filter(pk=closed.pk).update(tlp_id="GREEN")
    Case.objects.create(origin=Case.Origin.MEMBER)
    assert ids(exported("--format", form), form) == {kept.public_id}


def test_newest_version_alone_is_written(lists: Any) -> None:
    from practices.actions import CaseDraft, release_case

    case = make_case(ja={"title": "古い題"})
    release_case(case=case, draft=CaseDraft(texts={"ja": {"title": "新しい題"}}))
    text = exported("--format", "json")
    assert "新しい題" in text
    assert "古い題" not in text


def test_file_is_written_where_it_is_asked(lists: Any, tmp_path: Path) -> None:
    make_case()
    path = tmp_path / "cases.csv"
    printed = json.loads(exported("--format", "csv", "--output", str(path), "--json"))
    assert printed == {"cases": 1, "output": str(path)}
    assert len(FORMS["csv"].read(path.read_bytes().decode())) == 1


def test_folder_that_is_not_there_is_one_clear_line(lists: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        exported("--format", "csv", "--output", str(tmp_path / "nowhere" / "cases.csv"))
    assert caught.value.returncode == 2
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("form", FORMS)
def test_download_holds_the_cases_of_the_filter(client: Client, index: Update, form: str) -> None:
    kinki = make_case(region="kinki")
    make_case(region="kanto")
    index()
    response = download(client, form, "?region=kinki&sort=relevance&page=3")
    assert response["Content-Disposition"].startswith('attachment; filename="secunity-cases-20')
    assert not response.cookies
    text = response.getvalue().decode()
    assert ids(text, form) == {kinki.public_id}
    assert "kinki" in text
    assert "CC-BY-4.0" in text


def test_download_by_words_says_them(client: Client, index: Update) -> None:
    wanted = make_case(ja={"title": "ホテルのWi-Fi"})
    make_case()
    index()
    about = json.loads(saved(client, "json", "?q=ホテル"))["about"]
    assert (about["filter"], about["cases"]) == ({"q": ["ホテル"]}, 1)
    assert ids(saved(client, "json", "?q=ホテル"), "json") == {wanted.public_id}


@pytest.mark.parametrize("asked", ["?region=atlantis", "?colour=red"])
def test_filter_that_is_none_is_refused_in_words(client: Client, index: Update, asked: str) -> None:
    text = download(client, "json", asked, status=422).getvalue().decode()
    assert "atlantis" in text or "colour" in text


def test_form_that_is_none_is_not_found(client: Client, index: Update) -> None:
    download(client, "xls", status=404)


def test_list_leads_to_its_downloads(client: Client, index: Update) -> None:
    make_case(region="kinki")
    index()
    page = client.get("/cases/?region=kinki").content.decode()
    for form in FORMS:
        assert f"/cases/download/{form}/?region=kinki" in page


def test_check_of_promises_reads_the_export_too(index: Update) -> None:
    case = make_case(ja={"title": "題のある事例"})
    index()
    shown = {name: text for _r, found in public_surfaces.send(Case, case=case) for name, text in found.items()}
    assert "題のある事例" in shown["export"]
    withdraw_case(case=case)
    index()
    assert not any(found for _r, found in public_surfaces.send(Case, case=case))
