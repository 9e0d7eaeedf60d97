"""Mails to a person of the hub are in the language this person chose, whoever sets them off."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from community.actions.organisations import leave_organisation
from community.actions.recovery import confirm_recovery
from community.models import MailChoice, MarkDeclaration, OrganisationMark, Recovery, User
from community.tasks.marks import remind_of_expiring_marks
from tests.factories.community import OrganisationFactory, belong


@pytest.fixture
def english(make_region: Callable, make_person: Callable[..., User]) -> User:
    """An organiser who reads English and is responsible for an organisation."""
    make_region("kinki")
    person = make_person("organiser", region="kinki")
    MailChoice.objects.create(user=person, language="en")
    belong(person, OrganisationFactory(key="aoba", prefecture_id="27", name_ja="架空あおば製作所"))
    return person


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Callable) -> Callable:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def subjects() -> list[str]:
    return [message.subject for message in mail.outbox]


def test_reminder_of_a_mark(english: User, commit: Callable) -> None:
    english.affiliations.update(is_responsible=True)
    mark = OrganisationMark.objects.create(organisation=english.affiliations.get().organisation)
    MarkDeclaration.objects.create(mark=mark, expires_on=timezone.localdate() + timedelta(days=5))
    with commit():
        remind_of_expiring_marks()
    assert subjects()
    assert all(subject.isascii() or "架空" in subject for subject in subjects())
    assert "/en/members/organisations/aoba/mark/" in mail.outbox[0].body


def test_successor_of_an_organisation(english: User, make_person: Callable[..., User], commit: Callable) -> None:
    organisation, lead = english.affiliations.get().organisation, make_person("member")
    belong(lead, organisation, is_responsible=True)
    with commit():
        leave_organisation(organisation=organisation, user=lead, by=lead, successor=english)
    assert subjects() == ["You are now responsible for 架空あおば製作所"]
    assert "/en/members/organisations/aoba/" in mail.outbox[0].body


def test_helper_after_a_lost_phone(english: User, make_person: Callable[..., User], commit: Callable) -> None:
    lost = make_person("member", name="試作 花子")
    belong(lost, english.affiliations.get().organisation)
    recovery = Recovery.objects.create(user=lost, language="ja")
    with commit():
        confirm_recovery(recovery=recovery)
    told = [message for message in mail.outbox if message.to == [english.email]]
    assert [message.subject for message in told] == ["試作 花子 has lost the second factor"]
    assert f"/en/members/people/recovery/{recovery.pk}/" in told[0].body


def test_contact_form(english: User, commit: Callable) -> None:
    words = {"name": "読者 春子", "email": "reader@example.com", "message": "はじめまして。", "website": ""}
    with commit():
        Client().post("/regions/kinki/contact/", words)
    assert [message.to for message in mail.outbox] == [[english.email]]
    assert subjects()[0].startswith("Message to ")
