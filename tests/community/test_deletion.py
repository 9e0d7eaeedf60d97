"""What is kept about people, and for how long: the table, the job and the page that states it."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from community.actions.people import leave_hub
from community.actions.proposals import decline_proposal, propose_role
from community.models import Application, Contact, Departure, DirectoryEntry, RoleProposal, User
from community.tasks import all_periods
from community.tasks.deletion import forget_what_is_over
from secunity.core.actions import record_access
from tests.conftest import Tree

Make = Callable[..., User]
DAY = timedelta(days=1)
PERIODS = {period.code: period for period in all_periods()}


def age(queryset: Any, field: str, days: int) -> None:
    queryset.update(**{field: timezone.now() - days * DAY})


def test_old_sign_ins_are_forgotten_and_grants_are_not(make_person: Make) -> None:
    person = make_person("member")
    for action in ("community.sign_in", "community.sign_out", "community.sign_in_failed"):
        log(instance=person, action=action)
    age(ModelLogEntry.objects, "timestamp", 91)
    log(instance=person, action="community.sign_in")
    assert PERIODS["sign_ins"].run() == 3
    left = set(ModelLogEntry.objects.values_list("action", flat=True))
    assert "community.role_granted" in left
    assert "community.sign_in" in left


def test_accesses_go_after_a_year(make_person: Make) -> None:
    person = make_person("member")
    record_access(actor=person, instance=person, data_class="P2", purpose="試験")
    age(ModelLogEntry.objects, "timestamp", 364)
    assert PERIODS["accesses"].run() == 0
    age(ModelLogEntry.objects, "timestamp", 366)
    assert PERIODS["accesses"].run() == 1


def test_setting_changes_a_period(make_person: Make, settings: Any) -> None:
    settings.DELETION_DAYS = {"sign_ins": 10}
    log(instance=make_person(), action="community.sign_in")
    age(ModelLogEntry.objects, "timestamp", 11)
    assert PERIODS["sign_ins"].days == 10
    assert PERIODS["sign_ins"].run() == 1


@pytest.fixture
def departed(make_person: Make) -> User:
    person = make_person("member", totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", name="去った人")
    Contact.objects.create(user=person, phone="06-0000-0000")
    DirectoryEntry.objects.create(user=person)
    leave_hub(user=person)
    return person


def test_account_of_who_left_stays_for_its_term_and_then_goes(departed: User) -> None:
    age(Departure.objects, "left_at", 29)
    assert PERIODS["departed"].run() == 0
    age(Departure.objects, "left_at", 31)
    assert PERIODS["departed"].run() == 1
    assert not User.objects.filter(pk=departed.pk).exists()
    assert not Contact.objects.exists()
    assert not DirectoryEntry.objects.exists()


def test_audit_log_forgets_the_name_of_who_left(departed: User) -> None:
    age(Departure.objects, "left_at", 31)
    PERIODS["departed"].run()
    entries = ModelLogEntry.objects.filter(object_id=str(departed.pk))
    assert entries.exists()
    assert "去った人" not in " ".join(entries.values_list("label", flat=True))


def test_who_came_back_is_kept(departed: User) -> None:
    age(Departure.objects, "left_at", 31)
    Departure.objects.all().delete()
    assert PERIODS["departed"].run() == 0
    assert User.objects.filter(pk=departed.pk, name="去った人").exists()


def test_applications_go_by_their_state(vocabularies: None) -> None:
    for state, days in (("draft", 31), ("draft", 29), ("declined", 91), ("declined", 89), ("submitted", 400)):
        made = Application.objects.create(state=state, membership_class="individual", email_hash="x")
        age(Application.objects.filter(pk=made.pk), "changed_at", days)
    assert PERIODS["drafts"].run() == 1
    assert PERIODS["applications"].run() == 1
    assert sorted(Application.objects.values_list("state", flat=True)) == ["declined", "draft", "submitted"]


def test_decided_proposals_go_and_open_ones_stay(make_person: Make) -> None:
    first, second = make_person("administrator"), make_person("administrator")
    for person in (make_person(), make_person()):
        propose_role(user=person, role="secretariat", proposed_by=first, reason="試験")
    decline_proposal(proposal_id=RoleProposal.objects.all()[0].pk, declined_by=second, answer="いまは")
    age(RoleProposal.objects.filter(state="declined"), "decided_at", 366)
    assert PERIODS["proposals"].run() == 1
    assert RoleProposal.objects.get().state == "open"


def test_job_counts_in_the_log_what_it_forgot(content_tree: Tree, departed: User) -> None:
    age(Departure.objects, "left_at", 31)
    assert forget_what_is_over()["departed"] == 1
    entry = ModelLogEntry.objects.get(action="community.deleted_by_period")
    assert entry.data == {"period": "departed", "count": 1, "days": 30}


def test_failing_period_stops_no_other(
    departed: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    age(Departure.objects, "left_at", 31)
    monkeypatch.setattr("community.tasks.deletion.KnownDevice.objects", None)
    with caplog.at_level(logging.ERROR):
        counts = forget_what_is_over()
    assert counts["departed"] == 1
    assert "devices" not in counts
    assert "devices" in caplog.text


def test_page_states_every_period(client: Client, content_tree: Tree, settings: Any) -> None:
    settings.DELETION_DAYS = {"sign_ins": 77}
    answer = client.get("/members/periods/")
    text = answer.content.decode()
    for period in all_periods():
        assert str(period.what) in text
        assert f"{period.days:,}日" in text
    assert "77日" in text
    assert not answer.cookies
