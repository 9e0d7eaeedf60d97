"""What people search for in vain: how many, never who, and in words only from three people on."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from community.models import User
from community.tasks import all_periods
from search.actions import note_failed_question
from search.models import FailedQuestion, FailedQuestionAsker
from search.queries.asked import failed_questions
from secunity.home.queries import Desk
from tests.factories.practices import make_case

Update = Callable[[], int]
WORDS = "ゼロトラスト移行"


def ask(person: int, words: str = WORDS) -> Any:
    response = Client(REMOTE_ADDR=f"192.0.2.{person}").get("/cases/", {"q": words})
    assert response.status_code == 200
    return response


@pytest.fixture(autouse=True)
def one_case(index: Update) -> None:
    make_case(ja={"title": "受注が止まった朝"})
    index()


def shown() -> dict[str, int]:
    return dict(failed_questions().values_list("text", "people"))


def test_words_are_kept_only_when_three_people_asked() -> None:
    for person in (1, 2, 2, 2):
        ask(person)
    assert shown() == {}
    assert FailedQuestion.objects.get().text == ""
    ask(3, "ｾﾞﾛﾄﾗｽﾄ移行 ")
    assert shown() == {WORDS: 3}
    ask(4)
    assert shown() == {WORDS: 4}


def test_nobody_can_be_followed_from_one_question_to_another() -> None:
    ask(1)
    ask(1, "量子暗号化移行")
    hashes = FailedQuestionAsker.objects.values_list("person_hash", flat=True)
    assert len(set(hashes)) == 2
    assert not any("192.0.2.1" in str(row) for row in FailedQuestionAsker.objects.values())


def test_answer_that_found_nothing_is_asked_anew_each_time() -> None:
    assert "no-store" in ask(1)["Cache-Control"]
    assert "no-store" not in ask(1, "受注").get("Cache-Control", "")
    assert FailedQuestion.objects.count() == 1


@pytest.mark.parametrize("words", ["受注", "", "あ" * 61, "！？"])
def test_what_was_found_or_is_a_story_is_not_counted(words: str) -> None:
    ask(1, words)
    assert not FailedQuestion.objects.filter(text__gt="").exists()
    assert FailedQuestion.objects.count() == (1 if words == "！？" else 0)


def test_page_is_there_though_nothing_can_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**given: str) -> None:
        raise DatabaseError("full")

    monkeypatch.setattr("search.views.lists.note_failed_question", full)
    assert WORDS in ask(1).content.decode()


def test_questions_nobody_asks_any_more_are_forgotten_as_the_page_of_periods_says() -> None:
    for person in ("a", "b", "c"):
        note_failed_question(text=WORDS, person=person)
    (period,) = [each for each in all_periods() if each.code == "questions"]
    now = timezone.now()
    assert period.run(now + dt.timedelta(days=period.days)) == 0
    assert period.run(now + dt.timedelta(days=period.days + 1)) == 1
    assert not FailedQuestionAsker.objects.exists()


@pytest.mark.parametrize("role", ["organiser", "secretariat"])
def test_desk_says_what_was_looked_for(make_person: Callable[..., User], role: str) -> None:
    for person in ("a", "b", "c"):
        note_failed_question(text=WORDS, person=person)
    note_failed_question(text="一人だけの問い", person="a")
    (part,) = [part for part in Desk(make_person(role, region="kinki"), "ja").news if part.key == "in_vain"]
    assert [(row.title, row.note) for row in part.rows] == [(WORDS, "3人")]
