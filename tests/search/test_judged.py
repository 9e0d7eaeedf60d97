"""The ranking of the demo's cases and practices for the project's own judged questions stays as good as it is."""

from collections import Counter
from typing import Any

import pytest

from practices.actions import release_case
from practices.models import Case
from search.engines.base import Document
from search.engines.embedded import EmbeddedEngine
from search.engines.evaluation import Evaluation, Judgement
from search.queries.case_documents import case_documents
from secunity.home.actions.cases import draft_of
from tests.search.judged.documents import content, documents
from tests.search.judged.questions import PARTS, measure, questions

EACH = [(part, judgement) for part in PARTS for judgement in questions(part)]
LEAST_IN_A_PART = 75
LEAST = 150
LEAST_ENGLISH = 30
LEAST_WITHOUT_ANSWER = 10
# nDCG@10, MRR@10 and R@10 below which something in the search got worse; the figures of the day are in the README.
FLOORS = {"tuning": (0.935, 0.965, 0.93), "held_out": (0.90, 0.92, 0.945)}
BEST_GRADE = 2


@pytest.fixture(scope="module")
def indexed() -> dict[str, Document]:
    return {document.id: document for document in documents()}


@pytest.fixture(scope="module", params=PARTS)
def measured(request: pytest.FixtureRequest) -> tuple[str, Evaluation]:
    return request.param, measure(EmbeddedEngine(), request.param)


def without_answer(judgements: list[Judgement]) -> list[Judgement]:
    return [judgement for judgement in judgements if not judgement.relevant]


def test_there_are_enough_questions_of_each_kind() -> None:
    judgements = [judgement for _, judgement in EACH]
    assert len(judgements) >= LEAST
    assert all(count >= LEAST_IN_A_PART for count in Counter(part for part, _ in EACH).values())
    assert sum(judgement.language == "en" for judgement in judgements) >= LEAST_ENGLISH
    assert len(without_answer(judgements)) >= LEAST_WITHOUT_ANSWER


def test_no_question_is_asked_twice() -> None:
    assert max(Counter(judgement.id for _, judgement in EACH).values()) == 1
    assert max(Counter(judgement.question for _, judgement in EACH).values()) == 1


def test_every_grade_is_of_a_text_that_the_reader_of_that_page_can_read(indexed: dict[str, Document]) -> None:
    for _, judgement in EACH:
        for key, grade in judgement.grades.items():
            assert 1 <= grade <= BEST_GRADE, judgement.id
            assert (indexed[key].kind,) == judgement.kinds, judgement.id
            assert judgement.language in indexed[key].texts, judgement.id


def test_ranking_keeps_its_floor(measured: tuple[str, Evaluation]) -> None:
    part, evaluation = measured
    summary = evaluation.summary()
    for name, floor in zip(("ndcg", "mrr", "recall"), FLOORS[part], strict=True):
        assert summary[name] >= floor, (part, name)


def test_bounds_are_around_the_figures_and_the_same_each_time(measured: tuple[str, Evaluation]) -> None:
    _, evaluation = measured
    summary, bounds = evaluation.summary(), evaluation.intervals()
    for name, (mean, low, high) in bounds.items():
        assert low < mean < high
        assert mean == pytest.approx(summary[name], abs=1e-4)
    assert evaluation.intervals() == bounds


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize("row", [content("cases_a")[0], content("cases_a")[2]], ids=["both languages", "Japanese"])
def test_documents_are_those_of_the_hub(row: dict[str, Any], indexed: dict[str, Document]) -> None:
    case = Case(external_id=row["key"], origin=Case.Origin.DEMO)
    release_case(case=case, draft=draft_of(row))
    (ours,) = case_documents([case.public_id])
    made = indexed[row["key"]]
    assert made.texts == ours.texts
    assert made.facets == ours.facets
