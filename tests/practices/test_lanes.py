"""Share, Report, Announce of a report: proposed, worked off, in the calendar, and recalled in time."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from community.models import Organisation, Role, User
from practices.actions.lanes import change_lane, mark_acknowledged, mark_sent, propose_for
from practices.actions.reports import save_answers, withdraw_report
from practices.models import DisclosureLane, IncidentReport
from practices.tasks.lanes import remind_of_deadlines
from tests.factories.practices import make_report

People = Callable[..., User]
ANSWERS = {
    "nda": "yes",
    "board_matter": "yes",
    "discovered": "2026-06-03",
    "attack": "ransomware",
    "personal_data": "yes",
    "appi_kinds": ["malicious"],
}


@pytest.fixture
def report(reporter: User, firm: Organisation) -> IncidentReport:
    return make_report(reporter, firm, facts=ANSWERS, texts={"contacts": "架空太郎", "indicators": "198.51.100.7"})


def due(report: IncidentReport, code: str) -> dt.date | None:
    return report.lanes.get(code=code).deadline


def test_answers_propose_all_three_lanes_with_legal_deadlines(report: IncidentReport, reporter: User) -> None:
    rows = propose_for(report=report, editor=reporter)
    assert {row.lane for row in rows} == {"share", "report", "announce"}
    assert due(report, "ppc:ppc_prelim") == dt.date(2026, 6, 7)
    # Day 60 counted from 3 June as day 1 is Saturday 1 August; offices open again on Monday.
    assert due(report, "ppc:ppc_final") == dt.date(2026, 8, 3)
    assert report.lanes.get(code="ppc:ppc_prelim").is_legal_duty


def test_victim_and_technique_information_stand_apart(report: IncidentReport, reporter: User) -> None:
    propose_for(report=report, editor=reporter)
    row = report.lanes.get(code="jpcert")
    assert row.technique_information
    assert row.technique_information != row.victim_information


def test_proposing_again_keeps_what_somebody_wrote_and_follows_the_answers(
    report: IncidentReport, reporter: User
) -> None:
    propose_for(report=report, editor=reporter)
    written = report.lanes.get(code="ppc:ppc_prelim")
    change_lane(lane=written, editor=reporter, changes={"note": "担当に相談済み"})
    own = change_lane(
        lane=DisclosureLane(report=report, lane="share"), editor=reporter, changes={"recipient": "親会社"}
    )
    save_answers(report=report, editor=reporter, facts={"discovered": "2026-06-04", "nda": "no"}, texts={})
    number = report.lanes.count()
    propose_for(report=report, editor=reporter)
    written.refresh_from_db()
    assert (written.note, written.deadline) == ("担当に相談済み", dt.date(2026, 6, 8))
    assert report.lanes.filter(pk=own.pk).exists()
    assert report.lanes.count() <= number
    propose_for(report=report, editor=reporter)
    assert report.lanes.filter(code="ppc:ppc_prelim").count() == 1


def test_deadline_stands_once_it_was_sent(report: IncidentReport, reporter: User) -> None:
    propose_for(report=report, editor=reporter)
    mark_sent(lane=report.lanes.get(code="ppc:ppc_prelim"), editor=reporter)
    save_answers(report=report, editor=reporter, facts={"discovered": "2026-06-10"}, texts={})
    propose_for(report=report, editor=reporter)
    assert due(report, "ppc:ppc_prelim") == dt.date(2026, 6, 7)


def test_untouched_rows_that_apply_no_more_go_away(report: IncidentReport, reporter: User) -> None:
    propose_for(report=report, editor=reporter)
    save_answers(report=report, editor=reporter, facts={"personal_data": "no", "appi_kinds": []}, texts={})
    propose_for(report=report, editor=reporter)
    assert not report.lanes.filter(code="ppc:ppc_prelim").exists()


def test_acknowledged_comes_after_sent(report: IncidentReport, reporter: User) -> None:
    propose_for(report=report, editor=reporter)
    row = report.lanes.first()
    assert row is not None
    with pytest.raises(ValidationError):
        mark_acknowledged(lane=row, editor=reporter)
    row = mark_sent(lane=DisclosureLane.objects.get(pk=row.pk), editor=reporter)
    assert mark_acknowledged(lane=row, editor=reporter).acknowledged_at
    with pytest.raises(ValidationError):
        change_lane(lane=row, editor=reporter, changes={"sent_at": timezone.now() + dt.timedelta(hours=1)})


def test_only_own_people_work_on_lanes(
    report: IncidentReport, reporter: User, make_person: People, sign_in: Callable[..., Client]
) -> None:
    reviewer = make_person(Role.REVIEWER, region="kinki")
    with pytest.raises(ValidationError):
        propose_for(report=report, editor=reviewer)
    propose_for(report=report, editor=reporter)
    row, client = report.lanes.first(), sign_in(reviewer)
    assert row is not None
    base = f"/members/reports/{report.key}/lanes/"
    assert client.get(base).status_code == 200
    assert client.post(base).status_code == 404
    assert client.get(f"{base}{row.pk}/").status_code == 404
    assert client.post(f"{base}{row.pk}/sent/").status_code == 404


def test_rows_lie_sealed(report: IncidentReport, reporter: User) -> None:
    change_lane(lane=DisclosureLane(report=report, lane="share"), editor=reporter, changes={"recipient": "架空親会社"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM practices_disclosurelane")
        assert "架空親会社" not in str(cursor.fetchall())


def test_pages_propose_change_and_mark(report: IncidentReport, reporter: User, sign_in: Callable[..., Client]) -> None:
    client, base = sign_in(reporter), f"/members/reports/{report.key}/lanes/"
    assert client.post(base).status_code == 302
    row = report.lanes.get(code="ppc:ppc_prelim")
    page = client.get(base).content.decode()
    assert row.recipient in page
    assert "2026年6月7日" in page
    client.post(f"{base}{row.pk}/sent/")
    row.refresh_from_db()
    assert row.sent_at
    form = {"lane": "report", "recipient": "個人情報保護委員会", "deadline": "2026-06-05", "note": "電話で"}
    assert client.post(f"{base}{row.pk}/", form).status_code == 302
    row.refresh_from_db()
    assert (row.note, row.deadline, row.sent_at) == ("電話で", dt.date(2026, 6, 5), None)


def test_wrong_form_keeps_what_was_typed(
    report: IncidentReport, reporter: User, sign_in: Callable[..., Client]
) -> None:
    address = f"/members/reports/{report.key}/lanes/new/"
    response = sign_in(reporter).post(address, {"lane": "share", "recipient": "", "note": "消えないで"})
    assert response.status_code == 422
    assert "消えないで" in response.content.decode()


def test_calendar_has_an_entry_for_each_deadline_that_stays_the_same(
    report: IncidentReport, reporter: User, sign_in: Callable[..., Client]
) -> None:
    propose_for(report=report, editor=reporter)
    client, base = sign_in(reporter), f"/members/reports/{report.key}/lanes/"
    events = list(Calendar.from_ical(client.get(f"{base}calendar.ics").content).walk("VEVENT"))
    assert len(events) == report.lanes.filter(deadline__isnull=False).count() >= 2
    row = report.lanes.get(code="ppc:ppc_prelim")
    address = f"{base}{row.pk}/calendar.ics"
    [before] = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert before["dtstart"].dt == row.deadline
    assert before.walk("VALARM")
    change_lane(lane=row, editor=reporter, changes={"deadline": dt.date(2026, 6, 5)})
    [after] = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    mark_sent(lane=row, editor=reporter)
    [sent] = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert sent["status"] == "CANCELLED"


def test_part_a_of_the_form_names_nobody(
    report: IncidentReport, reporter: User, firm: Organisation, sign_in: Callable[..., Client]
) -> None:
    client, base = sign_in(reporter), f"/members/reports/{report.key}/form/"
    whole = client.get(f"{base}all.txt").content.decode()
    early = client.get(f"{base}technique.txt").content.decode()
    assert "架空太郎" in whole
    assert firm.name in whole
    assert "198.51.100.7" in early
    assert "架空太郎" not in early
    assert firm.name not in early
    assert report.texts["what_happened"] not in early
    assert client.get(f"{base}other.txt").status_code == 404


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


@pytest.mark.parametrize(("days", "mails"), [(0, 1), (2, 1), (3, 0), (-1, 0)])
def test_reminder_comes_two_days_ahead_once(
    days: int, mails: int, report: IncidentReport, reporter: User, django_capture_on_commit_callbacks: Any
) -> None:
    row = DisclosureLane(report=report, lane="report")
    change_lane(lane=row, editor=reporter, changes={"recipient": "架空省", "deadline": in_days(days)})
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_of_deadlines() == mails
        assert remind_of_deadlines() == 0
    assert len(mail.outbox) == mails
    for message in mail.outbox:
        assert message.to == [reporter.email]
        assert "架空省" not in message.subject + message.body


def test_moved_deadline_is_recalled_again_and_closed_ones_are_not(report: IncidentReport, reporter: User) -> None:
    row = DisclosureLane(report=report, lane="report")
    change_lane(lane=row, editor=reporter, changes={"recipient": "架空省", "deadline": in_days(1)})
    assert remind_of_deadlines() == 1
    row.refresh_from_db()
    change_lane(lane=row, editor=reporter, changes={"deadline": in_days(2)})
    assert remind_of_deadlines() == 1
    row.refresh_from_db()
    change_lane(lane=row, editor=reporter, changes={"deadline": in_days(1), "is_set_aside": True})
    assert remind_of_deadlines() == 0
    change_lane(lane=row, editor=reporter, changes={"is_set_aside": False})
    withdraw_report(report=report, editor=reporter)
    assert remind_of_deadlines() == 0
