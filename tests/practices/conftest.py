"""What tests of cases and practices start from."""

from collections.abc import Callable
from typing import Any

import pytest

from practices.actions import CaseDraft, release_case
from practices.models import Case
from search.models import CaseIndexPage
from tests.conftest import Tree, in_each_language


@pytest.fixture
def case_lists(content_tree: Tree) -> dict[str, CaseIndexPage]:
    """The case lists below which case pages are published."""
    return in_each_language(CaseIndexPage, content_tree.home, title="Cases", slug="cases")


@pytest.fixture
def draft() -> Callable[..., CaseDraft]:
    """A whole draft, with what a test changes of it."""

    def make(**changed: Any) -> CaseDraft:
        words = {
            "title": "VPN装置からの侵入",
            "summary": "古いVPN装置から入られました。",
            "what_happened": "夜に入られました。",
        }
        fields: dict[str, Any] = {
            "texts": {"ja": words},
            "region": "kinki",
            "industry_division": "E",
            "size_band": "medium",
            "occurred": "2024-Q2",
            "incident_types": ("ransomware",),
        }
        return CaseDraft(**{**fields, **changed})

    return make


@pytest.fixture
def released(case_lists: dict[str, CaseIndexPage], draft: Callable[..., CaseDraft]) -> Case:
    """A case in both languages that anyone may read."""
    english = {"title": "Break-in through a VPN device", "summary": "An old VPN device let them in."}
    case = Case(origin=Case.Origin.MEMBER)
    release_case(case=case, draft=draft(texts={**draft().texts, "en": english}))
    return case
