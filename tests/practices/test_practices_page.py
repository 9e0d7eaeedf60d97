"""Practices and what surrounds them: controls, problems they answer, and the reminder to check them."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from community.models import Problem, RegionPage, Role, User
from practices.actions.problems import answer_problem
from practices.models import Control, PracticePage, ProblemAnswer
from practices.queries.problems import practices_answering
from practices.tasks.practices import remind_of_checks
from tests.factories.practices import make_practice

pytestmark = pytest.mark.django_db
People = Callable[..., User]


@pytest.fixture
def parent(make_region: Callable[..., Any]) -> RegionPage:
    make_region("kinki")
    page: RegionPage = RegionPage.objects.get(region_id="kinki", locale__language_code="ja")
    return page


@pytest.fixture
def problem(parent: RegionPage) -> Problem:
    return Problem.objects.create(community_key=uuid.uuid4(), region_id="kinki", text_ja="若い会員が来ない。")


def due(parent: RegionPage, days: int, **fields: Any) -> PracticePage:
    return make_practice(parent, review_by=timezone.localdate() + dt.timedelta(days=days), **fields)


def test_both_schemes_of_controls_are_there(parent: RegionPage) -> None:
    schemes = list(Control.objects.values_list("scheme", flat=True))
    assert schemes.count("CIS v8") == 18
    assert schemes.count("SECURITY ACTION 一つ星") == 5


def test_practice_page_names_its_controls(parent: RegionPage, client: Client) -> None:
    practice = make_practice(parent, controls=[Control.objects.get(pk="cis8-11")])
    assert "データの復旧" in client.get(practice.get_url()).content.decode()


def test_practice_page_names_the_problems_it_answers_only_if_they_are_public(
    parent: RegionPage, problem: Problem, client: Client, make_person: People
) -> None:
    practice = make_practice(parent)
    organiser = make_person(Role.ORGANISER, region="kinki")
    answer_problem(problem=problem, keys=[practice.translation_key], actor=organiser)
    assert "若い会員が来ない" not in client.get(practice.get_url()).content.decode()


def test_organiser_names_practices_and_takes_them_back(
    parent: RegionPage, problem: Problem, make_person: People, sign_in: Callable[..., Client]
) -> None:
    practice = make_practice(parent)
    client = sign_in(make_person(Role.ORGANISER, region="kinki"))
    address = f"/members/problems/{problem.pk}/practices/"
    assert practice.title in client.get(address).content.decode()
    assert client.post(address, {"practices": [str(practice.translation_key)]}).status_code == 302
    assert practices_answering(problem) == [practice]
    assert client.post(address, {"practices": ["nonsense"]}).status_code == 422
    assert client.post(address, {}).status_code == 302
    assert practices_answering(problem) == []


def test_organiser_of_another_region_names_nothing(
    parent: RegionPage, problem: Problem, make_person: People, make_region: Any, sign_in: Callable[..., Client]
) -> None:
    make_region("kanto")
    stranger = make_person(Role.ORGANISER, region="kanto")
    assert sign_in(stranger).get(f"/members/problems/{problem.pk}/practices/").status_code == 404
    with pytest.raises(PermissionDenied):
        answer_problem(problem=problem, keys=[], actor=stranger)


def test_practice_that_is_not_published_answers_nothing(problem: Problem, make_person: People) -> None:
    organiser = make_person(Role.ORGANISER, region="kinki")
    answer_problem(problem=problem, keys=[uuid.uuid4()], actor=organiser)
    assert not ProblemAnswer.objects.exists()


@pytest.mark.parametrize(("days", "mails"), [(-3, 1), (14, 1), (15, 0)])
def test_organisers_are_reminded_once_before_the_date(
    parent: RegionPage, make_person: People, django_capture_on_commit_callbacks: Any, days: int, mails: int
) -> None:
    organiser = make_person(Role.ORGANISER, region="kinki")
    make_person(Role.REVIEWER, region="kinki")
    practice = due(parent, days)
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_of_checks() == mails
        assert remind_of_checks() == 0
    assert [each.to for each in mail.outbox] == [[organiser.email]] * mails
    if mails:
        assert practice.title in mail.outbox[0].subject
        assert practice.slug in mail.outbox[0].body


def test_moved_date_is_reminded_of_again(
    parent: RegionPage, make_person: People, django_capture_on_commit_callbacks: Any
) -> None:
    make_person(Role.ORGANISER, region="kinki")
    practice = due(parent, 3)
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_of_checks() == 1
        PracticePage.objects.filter(pk=practice.pk).update(review_by=timezone.localdate() + dt.timedelta(days=9))
        assert remind_of_checks() == 1


def test_region_without_organisers_is_told_later(parent: RegionPage, make_person: People) -> None:
    due(parent, 3)
    assert remind_of_checks() == 0
    make_person(Role.ORGANISER, region="kinki")
    assert remind_of_checks() == 1
