"""The table of grants says of reports and reviews what their pages do."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser

from community.models import User
from community.queries.access import all_grants, may_open
from practices.models import CaseReview, IncidentReport
from practices.queries.reports import report_for
from tests.factories.reviews import People, decided, make_people, make_report

State = IncidentReport.State


@pytest.fixture
def people(make_region: Callable) -> People:
    make_region("kinki")
    make_region("kanto")
    return make_people()


@pytest.fixture
def everybody(people: People, make_person: Callable[..., User]) -> dict[str, User]:
    return {
        "reporter": people.reporter,
        "reviewer": people.reviewer,
        "organiser": people.organiser,
        "nobody": make_person(),
        "member": make_person("member"),
        "reviewer elsewhere": make_person("reviewer", region="kanto"),
        "secretariat": make_person("secretariat"),
        "administrator": make_person("administrator"),
    }


@pytest.mark.parametrize(
    ("state", "openers"),
    [(State.DRAFT, {"reporter"}), (State.SUBMITTED, {"reporter", "reviewer"}), (State.WITHDRAWN, {"reporter"})],
)
def test_facts_of_a_report_open_to_its_own_side_and_then_to_reviewers(
    people: People, everybody: dict[str, User], state: str, openers: set[str]
) -> None:
    report = make_report(people, state=state)
    assert {name for name, user in everybody.items() if may_open(user, "P3", report)} == openers
    assert {name for name, user in everybody.items() if report_for(user, str(report.key))} == openers
    visible = {name for name, user in everybody.items() if IncidentReport.objects.visible_to(user).exists()}
    assert visible == openers
    assert not may_open(AnonymousUser(), "P3", report)


def test_review_opens_to_who_reads_its_report(people: People, everybody: dict[str, User]) -> None:
    review = decided(people)
    openers = {name for name, user in everybody.items() if may_open(user, "P3", review)}
    assert openers == {name for name, user in everybody.items() if CaseReview.objects.visible_to(user).exists()}
    assert "reviewer" in openers
    assert not {"secretariat", "administrator", "member"} & openers


def test_page_of_rights_names_who_reads_reports(sign_in: Callable, make_person: Callable[..., User]) -> None:
    page = sign_in(make_person("administrator")).get("/members/rights/").content.decode()
    for grant in all_grants():
        assert str(grant.holder) in page
        assert grant.subject_name in page
    assert "インシデントの報告" in page
