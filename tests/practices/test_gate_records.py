"""What the gate was asked and what was decided is written down; the database gives it what it needs."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from community.models import Affiliation, Organisation, Prefecture, User
from practices.actions.drafting import start_review
from practices.actions.gate import check_anonymity, publish_counts
from practices.actions.publication import release_review
from practices.actions.review import choose_level
from practices.models import AnonymityCheck, Case, PublishedCounts
from practices.queries.gate import (
    as_earlier,
    earlier_versions,
    members_for_gate,
    published_of,
    published_organisations,
    subject_of,
)
from practices.queries.reviews import latest_check
from search.models import CaseIndexPage
from tests.factories.reviews import People, make_people, make_report, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(case_lists: dict[str, CaseIndexPage]) -> People:
    return make_people()


def test_report_says_who_it_is_about_and_the_hub_fills_the_gaps(people: People) -> None:
    subject = subject_of(make_report(people))
    assert (subject.prefecture, subject.region, subject.division, subject.month) == ("27", "kinki", "E", "2024-05")
    assert subject.size_band == "medium"
    bare = subject_of(make_report(people, facts=dict.fromkeys(("prefecture", "industry", "size_band"), "")))
    assert (bare.prefecture, bare.division, bare.size_band) == ("27", "E", "medium")


def test_group_brings_its_division(people: People) -> None:
    subject = subject_of(make_report(people, facts={"industry": "24"}))
    assert (subject.group, subject.division) == ("24", "E")


def test_members_alike_are_counted_together(people: People) -> None:
    metal = next(each for each in members_for_gate(with_joining=False) if each.division == "E")
    assert (metal.organisations, metal.published, metal.regions) == (10, 0, frozenset({"kinki"}))


def test_member_with_several_sites_has_several_prefectures(people: People) -> None:
    people.organisation.prefectures.set(Prefecture.objects.filter(pk__in=["13", "40"]))
    places = {each.prefectures for each in members_for_gate(with_joining=False)}
    assert frozenset({"27", "13", "40"}) in places


def test_organisation_joined_when_its_first_person_came(people: People) -> None:
    User.objects.filter(pk=people.reporter.pk).update(date_joined="2020-04-01T00:00:00Z")
    joined = {each.joined.year for each in members_for_gate(with_joining=True) if each.division == "E"}
    assert joined == {2020, timezone.localdate().year}
    Affiliation.objects.all().delete()
    assert {each.joined for each in members_for_gate(with_joining=True)} == {timezone.localdate()}


def test_check_is_written_down_with_its_inputs_and_the_facts_are_sealed(people: People) -> None:
    review = start_review(report=make_report(people), actor=people.reporter)
    check = AnonymityCheck.objects.get(version=review.version)
    assert (check.outcome, check.k, check.published_organisations) == ("level", 10, 1)
    assert check.inputs == {"least": 5, "most_published": "1/3", "members": 12, "earlier": []}
    assert check.facts["prefecture"] == "27"
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts FROM practices_anonymitycheck")
        assert "27" not in str(cursor.fetchall()[0])[:30]


def test_level_is_decided_by_a_person_and_the_words_follow(people: People) -> None:
    Organisation.objects.filter(key__startswith="alike").update(prefecture_id="28")
    review = start_review(report=make_report(people), actor=people.reporter)
    check = latest_check(review)
    assert check
    assert not check.is_decided
    assert check.published["prefecture"] == ""
    review = choose_level(review=review, actor=people.reporter, level=check.level)
    decided = latest_check(review)
    assert decided
    assert (decided.choice, decided.chosen_by) == ("proposed", people.reporter)
    assert any("製造業" in mark["replacement"] for mark in review.findings)


def test_level_that_does_not_pass_is_refused(people: People) -> None:
    Organisation.objects.filter(key__startswith="alike").update(prefecture_id="28")
    review = start_review(report=make_report(people), actor=people.reporter)
    with pytest.raises(ValidationError, match="条件を満たしません"):
        choose_level(review=review, actor=people.reporter, level=[0, 0, 0, 1])


def test_too_few_members_hold_everything(people: People) -> None:
    Organisation.objects.filter(key__startswith="alike").delete()
    review = start_review(report=make_report(people), actor=people.reporter)
    with pytest.raises(ValidationError, match="会員数"):
        choose_level(review=review, actor=people.reporter, level=None)


def test_without_attributes_where_no_level_passes(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = set(Organisation.objects.values_list("pk", flat=True))
    monkeypatch.setattr("practices.actions.gate.published_organisations", lambda: everybody)
    review = start_review(report=make_report(people), actor=people.reporter)
    check = latest_check(review)
    assert check
    assert check.outcome == "without"
    review = choose_level(review=review, actor=people.reporter, level=None)
    decided = latest_check(review)
    assert decided
    assert (decided.choice, set(decided.published.values())) == ("without", {""})


def test_decision_goes_on_to_hold_while_it_passes(people: People) -> None:
    review = start_review(report=make_report(people), actor=people.reporter)
    check = latest_check(review)
    review = choose_level(review=review, actor=people.reporter, level=check.level if check else None)
    again = check_anonymity(review=review)
    assert (again.choice, again.chosen_by) == ("proposed", people.reporter)


def test_released_case_counts_its_organisation_and_is_an_earlier_version(people: People) -> None:
    report = make_report(people)
    version = release_review(review=ready(people, report))
    assert published_organisations() == {people.organisation.pk}
    assert earlier_versions(version.case, report) == [version]
    assert as_earlier(version).released_on == timezone.localdate()
    assert published_of(version).period == "2024-Q2"
    Case.objects.update(withdrawn_at=timezone.now())
    assert published_organisations() == set()
    assert earlier_versions(version.case, report) == [version]


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def travel(day: str) -> None:
        monkeypatch.setattr("practices.actions.gate.timezone.localdate", lambda: dt.date.fromisoformat(day))

    return travel


def test_published_counts_stay_for_a_week(db: None, on_day: Callable[[str], None]) -> None:
    on_day("2026-11-01")
    first = publish_counts(key="reports", counts={"a": 10, "b": 20})
    on_day("2026-11-05")
    assert publish_counts(key="reports", counts={"a": 14, "b": 20}).cells == first.cells
    on_day("2026-11-08")
    later = publish_counts(key="reports", counts={"a": 14, "b": 20})
    assert (later.cell(column="a").count, later.total.count) == (14, 34)


def test_change_of_one_is_hidden_at_the_next_date(db: None, on_day: Callable[[str], None]) -> None:
    on_day("2026-11-01")
    publish_counts(key="reports", counts={"a": 10, "b": 20})
    on_day("2026-11-09")
    table = publish_counts(key="reports", counts={"a": 11, "b": 20})
    assert table.cell(column="a").mark == "withheld"
    assert PublishedCounts.objects.get().published_on.day == 9


def test_other_columns_are_published_anew(db: None, on_day: Callable[[str], None]) -> None:
    on_day("2026-11-01")
    publish_counts(key="reports", counts={"a": 10})
    table = publish_counts(key="reports", counts={"a": 10, "c": 5})
    assert table.cell(column="c").count == 5


def test_table_of_rows_and_columns_is_published_too(db: None) -> None:
    counts = {("kinki", "2024"): 1, ("kinki", "2025"): 9, ("kanto", "2024"): 8, ("kanto", "2025"): 7}
    table = publish_counts(key="regions", counts=counts, rows=["kinki", "kanto"], columns=["2024", "2025"])
    assert table.cell("kinki", "2024").display() == "3件未満"
    assert publish_counts(key="regions", counts=counts, rows=["kinki", "kanto"], columns=["2024", "2025"]) == table
