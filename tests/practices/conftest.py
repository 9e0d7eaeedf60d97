"""What tests of cases and practices start from."""

from collections.abc import Callable
from typing import Any

import pytest

from community.models import Organisation, Role, User
from practices.actions import CaseDraft, release_case
from practices.actions.drafting import start_review
from practices.models import Case, CaseReview
from search.models import CaseIndexPage
from tests.conftest import Tree, in_each_language
from tests.factories.community import OrganisationFactory
from tests.factories.practices import make_reporter
from tests.factories.reviews import People, make_people, make_report


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


@pytest.fixture
def people(content_tree: Tree) -> People:
    """A reporter, an organiser and a reviewer of different organisations."""
    return make_people()


@pytest.fixture
def review(people: People) -> CaseReview:
    """A draft that was just made from a report."""
    return start_review(report=make_report(people), actor=people.reporter)


@pytest.fixture
def firm(content_tree: Tree) -> Organisation:
    """A member organisation in Osaka."""
    return OrganisationFactory(prefecture_id="27")


@pytest.fixture
def reporter(make_person: Callable[..., User], firm: Organisation) -> User:
    """A member who works for the firm."""
    return make_reporter(make_person(Role.MEMBER), firm)
