"""Deadlines, counted by hand for the days that are easily got wrong."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from community.lanes import Deadline, answers_from, calendar_of, propose_lanes
from community.lanes.days import day_number, days_after, is_open, next_open_day

DAYS = st.dates(dt.date(2022, 4, 1), dt.date(2098, 12, 31))
NOW = dt.datetime(2026, 11, 25, 9, 0, tzinfo=dt.UTC)


def deadlines(**answers: object) -> dict[str, Deadline]:
    lanes = propose_lanes(answers_from(answers))
    return {each.code: each for lane in lanes for each in lane.deadlines}


def leak(discovered: str | dt.date, **answers: object) -> dict[str, Deadline]:
    return deadlines(discovered=str(discovered), personal_data="yes", **{"attack": "none", **answers})


@pytest.mark.parametrize(
    ("day", "opened"),
    [
        ("2026-12-28", True),
        ("2026-12-29", False),  # offices close for the year
        ("2026-12-31", False),
        ("2027-01-01", False),
        ("2027-01-03", False),
        ("2027-01-04", True),
        ("2026-05-06", False),  # substitute holiday of Golden Week
        ("2026-05-07", True),
        ("2026-09-22", False),  # a working day between two holidays
        ("2028-02-29", True),  # a leap day, Tuesday
        ("2026-11-21", False),  # Saturday
    ],
)
def test_offices_are_open_on_working_days_only(day: str, opened: bool) -> None:
    assert is_open(dt.date.fromisoformat(day)) is opened


@pytest.mark.parametrize(
    ("discovered", "kinds", "final"),
    [
        ("2026-06-01", ["many"], "2026-06-30"),  # day 30, a Tuesday
        ("2026-12-01", ["many"], "2027-01-04"),  # day 30 is 30 December: next open day
        ("2026-12-04", ["many"], "2027-01-04"),  # day 30 is 2 January
        ("2026-11-05", ["malicious"], "2027-01-04"),  # day 60 is 3 January
        ("2026-04-05", ["sensitive"], "2026-05-07"),  # day 30 is 4 May, in Golden Week
        ("2028-01-31", ["financial"], "2028-02-29"),  # day 30 is the leap day
        ("2027-01-31", ["financial"], "2027-03-01"),
        ("2026-06-02", ["many", "malicious"], "2026-07-31"),  # ill intent makes it 60
        ("2026-04-29", ["many"], "2026-05-28"),
    ],
)
def test_final_report_is_due(discovered: str, kinds: list[str], final: str) -> None:
    found = leak(discovered, appi_kinds=kinds)["ppc_final"]
    assert found.due == dt.date.fromisoformat(final)
    assert found.is_certain


def test_first_report_counts_holidays_and_does_not_move() -> None:
    found = leak("2026-05-01", appi_kinds=["many"])["ppc_prelim"]
    assert (found.earliest, found.due) == (dt.date(2026, 5, 3), dt.date(2026, 5, 5))


def test_an_attack_makes_it_sixty_days() -> None:
    assert leak("2026-06-01", attack="ransomware")["ppc_final"].limit.ja.startswith("60日")
    assert leak("2026-06-01", appi_kinds=["many"])["ppc_final"].limit.ja == "30日以内"


def test_deadline_without_a_day_is_named_and_has_no_date() -> None:
    found = deadlines(personal_data="yes", appi_kinds=["many"])
    assert found["ppc_final"].due is None
    assert found["ppc_final"].limit.en


def test_nothing_is_due_before_the_duty_was_in_force() -> None:
    assert not leak("2022-03-31", appi_kinds=["many"])
    assert leak("2022-04-01", appi_kinds=["many"])


def test_unknown_personal_data_has_uncertain_deadlines() -> None:
    assert {each.is_certain for each in deadlines(discovered="2026-06-01").values()} == {False}


@pytest.mark.parametrize(
    ("discovered", "days", "unit", "due"),
    [
        ("2026-12-28", "1", "business", "2027-01-04"),
        ("2026-12-25", "2", "business", "2027-01-04"),
        ("2026-04-28", "3", "business", "2026-05-07"),
        ("2026-12-28", "3", "calendar", "2027-01-04"),
        ("2026-11-24", "3", "calendar", "2026-11-27"),
        ("2028-02-28", "1", "calendar", "2028-02-29"),
    ],
)
def test_limits_of_contracts_and_sector_laws_are_counted(discovered: str, days: str, unit: str, due: str) -> None:
    given_days = {"contract_days": days, "contract_unit": unit, "sector_days": days, "sector_unit": unit}
    found = deadlines(discovered=discovered, sector="regulated", **given_days)
    assert found["contract"].due == found["sector"].due == dt.date.fromisoformat(due)


@given(DAYS, st.sampled_from(["sensitive", "financial", "malicious", "many"]))
def test_final_report_is_never_early_and_never_more_than_a_closure_late(day: dt.date, kind: str) -> None:
    due = leak(day, appi_kinds=[kind])["ppc_final"].due
    last = day_number(day, 60 if kind == "malicious" else 30)
    assert due is not None
    assert is_open(due)
    # The longest closures are a week-end around six days of New Year, and Golden Weeks.
    assert dt.timedelta(0) <= due - last <= dt.timedelta(days=10)
    assert not any(is_open(last + dt.timedelta(days=n)) for n in range((due - last).days))


@given(DAYS, st.integers(1, 60))
def test_business_days_are_so_many_open_days(day: dt.date, number: int) -> None:
    due = days_after(day, number, "business")
    between = [day + dt.timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert sum(map(is_open, between)) == number
    assert is_open(due)


@given(DAYS, st.integers(1, 60))
def test_more_days_are_never_due_sooner(day: dt.date, number: int) -> None:
    for unit in ("calendar", "business"):
        assert days_after(day, number, unit) <= days_after(day, number + 1, unit)
    assert days_after(day, number, "calendar") <= days_after(day, number, "business")


@given(DAYS)
def test_next_open_day_is_open_and_the_same_again(day: dt.date) -> None:
    found = next_open_day(day)
    assert found >= day
    assert next_open_day(found) == found


@given(DAYS)
def test_first_report_ends_before_the_final_one(day: dt.date) -> None:
    found = leak(day, appi_kinds=["many"])
    assert found["ppc_prelim"].earliest < found["ppc_prelim"].due < found["ppc_final"].due  # type: ignore[operator]


def test_calendar_has_an_entry_with_a_reminder_for_each_day() -> None:
    found = leak("2026-12-01", appi_kinds=["many"])
    made = calendar_of(found.values(), language="ja", now=NOW, host="hub.example")
    events = Calendar.from_ical(made).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [dt.date(2026, 12, 5), dt.date(2027, 1, 4)]
    assert all("目安" in str(event["description"]) for event in events)
    assert all(event.walk("VALARM") for event in events)
    assert "12月29日" in str(events[1]["description"])


def test_calendar_names_the_same_deadline_the_same_again() -> None:
    found = leak("2026-12-01", appi_kinds=["many"]).values()
    first, second = (
        [str(e["uid"]) for e in Calendar.from_ical(calendar_of(found, language=lang, now=NOW, host="h")).walk("VEVENT")]
        for lang in ("ja", "en")
    )
    assert first == second
    assert len(set(first)) == 2


def test_calendar_leaves_out_what_has_no_day() -> None:
    found = deadlines(personal_data="yes", appi_kinds=["many"])
    made = calendar_of(found.values(), language="en", now=NOW, host="hub.example")
    assert not Calendar.from_ical(made).walk("VEVENT")
