"""What is often asked completes a question: from three people on, as long as it finds something, made in no request."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client

from practices.actions import withdraw_case
from search.actions import note_failed_question, note_found_question
from search.models import FoundQuestion, FoundQuestionAsker
from search.queries.asked import found_questions, frequent_questions
from search.tasks import completions, renew_completions
from tests.factories.practices import make_case
from tests.search.test_suggest import suggested

Update = Callable[[], int]
WORDS = "倉庫 勒索軟體 止まる"
CASE = {"title": "倉庫の朝", "what_happened": "勒索軟體で止まる。"}


def ask(address: str, words: str = WORDS, **headers: str) -> None:
    cache.clear()
    assert Client(REMOTE_ADDR=address, headers=headers).get("/cases/", {"q": words}).status_code == 200


@pytest.fixture
def case(index: Update) -> Any:
    case = make_case(ja=CASE)
    index()
    return case


def shown() -> dict[str, int]:
    return dict(found_questions().values_list("text", "people"))


def test_question_is_shown_only_when_three_people_asked(case: Any, client: Client) -> None:
    for number in (1, 2, 2, 2):
        ask(f"192.0.2.{number}")
    assert FoundQuestion.objects.get().text == ""
    renew_completions()
    assert WORDS not in suggested(client, "倉庫 勒")
    ask("192.0.2.3", "倉庫　勒索軟體　止まる ")
    assert shown() == {WORDS: 3}
    renew_completions()
    assert suggested(client, "倉庫 勒索") == [WORDS]
    assert WORDS in suggested(client, "倉庫")


def test_one_person_with_many_browsers_counts_once(case: Any) -> None:
    for number in range(4):
        ask("192.0.2.1", **{"User-Agent": f"browser {number}"})
        ask(f"2001:db8::{number}")
        ask(f"2001:db8:0:0:9:9:9:{number}")
    assert FoundQuestion.objects.get().people == 2
    assert shown() == {}


def test_nobody_can_be_followed_from_one_question_to_another(case: Any) -> None:
    ask("192.0.2.1")
    ask("192.0.2.1", "倉庫")
    hashes = FoundQuestionAsker.objects.values_list("person_hash", flat=True)
    assert len(set(hashes)) == 2
    assert not any("192.0.2.1" in str(row) for row in FoundQuestionAsker.objects.values())


@pytest.mark.parametrize("words", ["", "倉庫 zzzqqq", "見つからない問い", "倉庫 " + "止まる " * 20])
def test_what_does_not_find_all_its_words_is_not_counted(case: Any, words: str) -> None:
    ask("192.0.2.1", words)
    assert not FoundQuestion.objects.exists()


def test_question_is_shown_no_more_when_it_finds_nothing(case: Any, client: Client, index: Update) -> None:
    for person in "abc":
        note_found_question(text=WORDS, person=person)
    make_case(ja={"title": "倉庫の夜"})
    withdraw_case(case=case)
    index()
    assert WORDS not in suggested(client, "倉庫")
    assert suggested(client, "倉庫")


def test_question_with_a_word_that_no_text_has_is_not_shown(case: Any, client: Client) -> None:
    for person in "abc":
        note_found_question(text="倉庫 山田花子", person=person)
    assert "倉庫 山田花子" not in suggested(client, "倉庫")


def test_page_is_there_though_nothing_can_be_counted(case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**given: str) -> None:
        raise DatabaseError("full")

    monkeypatch.setattr("search.views.lists.note_found_question", full)
    ask("192.0.2.1")


def test_found_and_failed_questions_are_told_by_how_many_asked(db: None) -> None:
    for person in range(5):
        note_failed_question(text="五人の問い", person=str(person))
    for person in range(4):
        note_found_question(text="四人の問い", person=str(person))
    note_found_question(text="一人の問い", person="a")
    assert frequent_questions(10) == ["五人の問い", "四人の問い"]
    assert frequent_questions(1) == ["五人の問い"]


class Kept:
    """A process whose thread makes the tables: whenever this test says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(completions, "_tables", None)
        monkeypatch.setattr(completions, "is_kept", lambda: True)
        completions._wanted.clear()

    @property
    def is_wanted(self) -> bool:
        return completions._wanted.is_set()


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    return Kept(monkeypatch)


def test_first_question_waits_for_no_table(case: Any, client: Client, kept: Kept) -> None:
    assert suggested(client, "倉庫") == []
    assert kept.is_wanted
    renew_completions()
    assert "倉庫の朝" in suggested(client, "倉庫")


def test_older_table_shows_nothing_that_was_withdrawn(case: Any, client: Client, kept: Kept, index: Update) -> None:
    make_case(ja={"title": "倉庫の夜"})
    index()
    for person in "abc":
        note_found_question(text=WORDS, person=person)
    renew_completions()
    assert {WORDS, "倉庫の朝", "倉庫の夜"} <= set(suggested(client, "倉庫"))
    assert not kept.is_wanted
    withdraw_case(case=case)
    still = set(suggested(client, "倉庫"))
    assert "倉庫の夜" in still
    assert not {WORDS, "倉庫の朝"} & still
    assert suggested(client, "勒") == []
    assert suggested(client, "倉庫 勒") == []
    assert kept.is_wanted


def test_thread_makes_the_tables_and_goes_on_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def make() -> None:
        made.append("")
        if len(made) == 1:
            raise RuntimeError

    def pause(_seconds: float) -> None:
        if len(made) == 3:
            raise StopIteration
        completions._wanted.set()

    monkeypatch.setattr(completions, "renew_completions", make)
    monkeypatch.setattr(completions.time, "sleep", pause)
    monkeypatch.setattr(completions.connection, "close", lambda: None)
    with pytest.raises(StopIteration):
        completions._keep()
    assert len(made) == 3
