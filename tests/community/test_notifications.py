"""Who is told at once, and in which language."""

from collections.abc import Callable

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from community.actions.participation import ask_to_join
from community.models import MailChoice, User
from community.queries.notifications import language_of, people_with_an_office, told_at_once
from tests.factories.community import WorkingGroupFactory

pytestmark = pytest.mark.django_db
Person = Callable[..., User]


def test_everybody_is_told_at_once_until_they_choose_otherwise(make_person: Person) -> None:
    calm, other = make_person("member"), make_person("member")
    MailChoice.objects.create(user=calm, is_told_at_once=False)
    assert told_at_once([calm, other]) == [other]


def test_request_to_join_is_told_as_the_keeper_wants(
    make_person: Person, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    group = WorkingGroupFactory(code="sme", name_en="SME group")
    calm, english = make_person("chair", working_group="sme"), make_person("secretary", working_group="sme")
    MailChoice.objects.create(user=calm, is_told_at_once=False)
    MailChoice.objects.create(user=english, language="en")
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_join(user=make_person("member"), group=group, seat="expert")
    assert [message.to for message in mail.outbox] == [[english.email]]
    assert "SME group" in mail.outbox[0].subject + mail.outbox[0].body


def test_language_is_japanese_until_chosen(make_person: Person) -> None:
    person = make_person("member")
    assert language_of(person) == "ja"
    MailChoice.objects.create(user=person, language="en")
    assert language_of(person) == "en"


def test_offices_are_those_for_whom_something_can_wait(make_person: Person, vocabularies: None) -> None:
    make_person("member")
    away = make_person("secretariat")
    User.objects.filter(pk=away.pk).update(is_active=False)
    here = make_person("secretariat")
    assert list(people_with_an_office()) == [here]
