"""A case in labels and values: amounts as written, silence as silence."""

from collections.abc import Callable
from typing import Any

import pytest

from practices.actions import CaseDraft, release_case
from practices.models import Case
from practices.models.facts import case_facts, damage_line
from search.models import CaseIndexPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(case_lists: dict[str, CaseIndexPage], draft: Callable[..., CaseDraft]) -> Callable[..., Any]:
    def make(origin: str = Case.Origin.MEMBER, **changed: Any) -> Any:
        return release_case(case=Case(origin=origin), draft=draft(**changed))

    return make


def test_expected_amount_is_shown_as_written(version: Callable[..., Any]) -> None:
    stated = version(damage_kind="expected", damage_yen=55_000_000)
    assert damage_line(stated, "ja") == "想定被害額 5,500万円"
    assert damage_line(stated, "en").startswith("Expected damage")


def test_missing_amount_is_never_zero(version: Callable[..., Any]) -> None:
    assert damage_line(version(), "ja") == "記載なし"
    assert damage_line(version(), "en") == "Not stated"
    assert damage_line(None, "ja") == "記載なし"


def test_band_is_shown_with_its_kind(version: Callable[..., Any]) -> None:
    assert damage_line(version(damage_kind="actual", damage_band="to_5m"), "ja") == "実際の被害 100万円超～500万円"


def test_public_document_that_is_silent_reads_so(version: Callable[..., Any]) -> None:
    silent = version(Case.Origin.SEED, region=None, industry_division=None, size_band=None, occurred="")
    values = [row["value"] for row in case_facts(silent, "ja")]
    assert values.count("公表資料に記載なし") >= 4


def test_attributes_are_named_in_the_language_of_the_reader(version: Callable[..., Any]) -> None:
    facts = {str(row["value"]) for row in case_facts(version(), "en")}
    assert {"Kinki", "Manufacturing", "April–June 2024"} <= facts
