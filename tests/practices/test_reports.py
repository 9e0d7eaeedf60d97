"""Private reports: who sees them, how they are written, handed in and taken back, and that they lie sealed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from wagtail.models import ModelLogEntry

from community.models import Organisation, Role, User
from practices.actions.reports import dismiss_helper, hand_in_report, name_helper, save_answers, withdraw_report
from practices.models import MANDATORY, IncidentReport
from practices.signals import report_withdrawn
from tests.factories.community import OrganisationFactory
from tests.factories.practices import make_report, make_reporter

People = Callable[..., User]


@pytest.fixture
def firm(vocabularies: None) -> Organisation:
    return OrganisationFactory(prefecture_id="27")


@pytest.fixture
def reporter(make_person: People, firm: Organisation) -> User:
    return make_reporter(make_person(Role.MEMBER), firm)


def sees(user: Any, report: IncidentReport) -> bool:
    return IncidentReport.objects.visible_to(user).filter(pk=report.pk).exists()


def test_report_is_seen_by_own_organisation_helpers_and_reviewers_of_region_only(
    make_person: People, reporter: User, firm: Organisation
) -> None:
    report = make_report(reporter, firm)
    colleague = make_reporter(make_person(Role.MEMBER), firm)
    helper = make_person(Role.MEMBER)
    name_helper(report=report, editor=reporter, email=helper.email)
    may = [reporter, colleague, helper, make_person(Role.REVIEWER, region="kinki")]
    may_not = [
        AnonymousUser(),
        make_person(Role.MEMBER),
        make_reporter(make_person(Role.MEMBER), OrganisationFactory()),
        make_person(Role.REVIEWER, region="kanto"),
        make_person(Role.ORGANISER, region="kinki"),
        make_person(Role.SECRETARIAT),
        make_person(Role.ADMINISTRATOR, is_superuser=True),
    ]
    assert all(sees(person, report) for person in may)
    assert not any(sees(person, report) for person in may_not)


def test_draft_is_seen_by_own_organisation_only(make_person: People, reporter: User, firm: Organisation) -> None:
    report = make_report(reporter, firm, is_handed_in=False)
    helper, reviewer = make_person(Role.MEMBER), make_person(Role.REVIEWER, region="kinki")
    name_helper(report=report, editor=reporter, email=helper.email)
    assert sees(reporter, report)
    assert not sees(helper, report)
    assert not sees(reviewer, report)


def test_who_left_the_organisation_sees_its_reports_no_more(reporter: User, firm: Organisation) -> None:
    report = make_report(reporter, firm)
    reporter.affiliations.all().delete()
    assert not sees(reporter, report)


def test_report_is_amber_strict_unless_said_otherwise(reporter: User, firm: Organisation) -> None:
    assert make_report(reporter, firm).tlp_id == "AMBER+STRICT"


def test_facts_and_texts_lie_sealed(reporter: User, firm: Organisation) -> None:
    report = make_report(reporter, firm, texts={"victim": "架空第二工場"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts, texts FROM practices_incidentreport WHERE id = %s", [report.pk])
        stored = " ".join(cursor.fetchone())
    assert "架空第二工場" not in stored
    assert "ransomware" not in stored
    assert IncidentReport.objects.get(pk=report.pk).texts["victim"] == "架空第二工場"


def test_at_most_five_answers_are_mandatory() -> None:
    assert len(MANDATORY) <= 5


@pytest.mark.parametrize("name", ["prefecture", "incident_types", "what_happened", "noticed"])
def test_hand_in_waits_for_every_mandatory_answer(name: str, reporter: User, firm: Organisation) -> None:
    report = make_report(reporter, firm, facts={name: ""}, texts={name: ""}, is_handed_in=False)
    assert report.missing == [name]
    with pytest.raises(ValidationError):
        hand_in_report(report=report, editor=reporter)
    assert IncidentReport.objects.get(pk=report.pk).state == "draft"


def test_saving_one_step_keeps_the_others_and_takes_back_an_emptied_answer(reporter: User, firm: Organisation) -> None:
    report = make_report(reporter, firm, facts={"entry_route": "vpn"}, is_handed_in=False)
    save_answers(report=report, editor=reporter, facts={"entry_route": ""}, texts={"cause": "古い機器"})
    again = IncidentReport.objects.get(pk=report.pk)
    assert again.answer("cause") == "古い機器"
    assert again.answer("what_happened")
    assert "entry_route" not in again.facts


def test_two_people_who_write_different_steps_lose_nothing(
    make_person: People, reporter: User, firm: Organisation
) -> None:
    report = make_report(reporter, firm, is_handed_in=False)
    colleague, copy = make_reporter(make_person(Role.MEMBER), firm), IncidentReport.objects.get(pk=report.pk)
    save_answers(report=report, editor=reporter, facts={}, texts={"cause": "A"})
    save_answers(report=copy, editor=colleague, facts={}, texts={"lesson": "B"})
    again = IncidentReport.objects.get(pk=report.pk)
    assert (again.answer("cause"), again.answer("lesson")) == ("A", "B")
    assert again.last_editor == colleague


def test_strangers_and_reviewers_write_nothing(make_person: People, reporter: User, firm: Organisation) -> None:
    report = make_report(reporter, firm)
    for person in (make_person(Role.MEMBER), make_person(Role.REVIEWER, region="kinki")):
        with pytest.raises(ValidationError):
            save_answers(report=report, editor=person, facts={}, texts={"cause": "x"})


def test_nobody_reports_for_an_organisation_they_do_not_work_for(reporter: User) -> None:
    with pytest.raises(ValidationError):
        make_report(reporter, OrganisationFactory())


def test_region_follows_the_prefecture(reporter: User, firm: Organisation) -> None:
    report = make_report(reporter, firm, is_handed_in=False)
    assert report.region_id == "kinki"
    save_answers(report=report, editor=reporter, facts={"prefecture": "13"}, texts={})
    assert report.region_id == "kanto"


def test_label_only_narrows_once_handed_in(reporter: User, firm: Organisation) -> None:
    report = make_report(reporter, firm)
    with pytest.raises(ValidationError):
        save_answers(report=report, editor=reporter, facts={}, texts={}, tlp="AMBER")
    save_answers(report=report, editor=reporter, facts={}, texts={}, tlp="RED")
    assert IncidentReport.objects.get(pk=report.pk).tlp_id == "RED"


@pytest.mark.parametrize("tlp", ["GREEN", "CLEAR", "PINK"])
def test_private_report_takes_no_wide_label(tlp: str, reporter: User, firm: Organisation) -> None:
    report = make_report(reporter, firm, is_handed_in=False)
    with pytest.raises(ValidationError):
        save_answers(report=report, editor=reporter, facts={}, texts={}, tlp=tlp)


def test_handing_in_tells_reviewers_without_telling_content(
    make_person: People, reporter: User, firm: Organisation, django_capture_on_commit_callbacks: Any
) -> None:
    reviewer, own_reviewer = make_person(Role.REVIEWER, region="kinki"), make_person(Role.REVIEWER, region="kinki")
    make_reporter(own_reviewer, firm)
    make_person(Role.REVIEWER, region="kanto")
    with django_capture_on_commit_callbacks(execute=True):
        report = make_report(reporter, firm)
    assert [message.to for message in mail.outbox] == [[reviewer.email]]
    text = mail.outbox[0].subject + mail.outbox[0].body
    assert f"/members/reports/{report.key}/" in text
    assert report.title not in text
    assert firm.name not in text


def test_withdrawal_hides_the_report_and_says_so_to_what_depends_on_it(
    make_person: People, reporter: User, firm: Organisation, django_capture_on_commit_callbacks: Any
) -> None:
    report, reviewer = make_report(reporter, firm), make_person(Role.REVIEWER, region="kinki")
    helper, heard = make_person(Role.MEMBER), []
    name_helper(report=report, editor=reporter, email=helper.email)

    def listen(sender: Any, report: IncidentReport, **_kwargs: Any) -> None:
        heard.append(report.pk)

    report_withdrawn.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            withdraw_report(report=report, editor=reporter)
            withdraw_report(report=report, editor=reporter)
    finally:
        report_withdrawn.disconnect(listen)
    assert heard == [report.pk]
    assert sees(reporter, report)
    assert not sees(reviewer, report)
    assert not sees(helper, report)
    assert mail.outbox[-1].to == [reporter.email]
    with pytest.raises(ValidationError):
        save_answers(report=report, editor=reporter, facts={}, texts={"cause": "x"})


def test_listener_that_fails_leaves_the_report_as_it_was(reporter: User, firm: Organisation) -> None:
    report = make_report(reporter, firm)

    def fail(sender: Any, **_kwargs: Any) -> None:
        raise RuntimeError

    report_withdrawn.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            withdraw_report(report=report, editor=reporter)
    finally:
        report_withdrawn.disconnect(fail)
    assert IncidentReport.objects.get(pk=report.pk).state == "submitted"


def test_helper_has_to_be_a_member_from_elsewhere(make_person: People, reporter: User, firm: Organisation) -> None:
    report, colleague = make_report(reporter, firm), make_reporter(make_person(Role.MEMBER), firm)
    for email in ("nobody@example.jp", make_person().email, colleague.email):
        with pytest.raises(ValidationError):
            name_helper(report=report, editor=reporter, email=email)
    assert not report.helpers.exists()


def test_dismissed_helper_sees_nothing(make_person: People, reporter: User, firm: Organisation) -> None:
    report, person = make_report(reporter, firm), make_person(Role.MEMBER)
    helper = name_helper(report=report, editor=reporter, email=person.email)
    dismiss_helper(helper=helper, editor=reporter)
    assert not sees(person, report)


def test_audit_log_holds_no_content(reporter: User, firm: Organisation) -> None:
    report = make_report(reporter, firm)
    withdraw_report(report=report, editor=reporter)
    entries = ModelLogEntry.objects.filter(action__startswith="practices.report")
    assert {entry.action for entry in entries} == {"practices.report_handed_in", "practices.report_withdrawn"}
    assert not any(report.title in f"{entry.label}{entry.data}" for entry in entries)


def test_second_press_of_hand_in_tells_nobody_again(
    make_person: People, reporter: User, firm: Organisation, django_capture_on_commit_callbacks: Any
) -> None:
    make_person(Role.REVIEWER, region="kinki")
    report = make_report(reporter, firm, is_handed_in=False)
    stale = IncidentReport.objects.get(pk=report.pk)
    with django_capture_on_commit_callbacks(execute=True):
        hand_in_report(report=report, editor=reporter)
        hand_in_report(report=stale, editor=reporter)
    assert len(mail.outbox) == 1
