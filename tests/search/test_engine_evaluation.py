import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from search.engines.embedded import EmbeddedEngine
from search.engines.evaluation import (
    Judgement,
    Ranking,
    bootstrap,
    document_from,
    evaluate,
    is_misled,
    judgement_from,
    ndcg,
    recall,
    reciprocal_rank,
)

DOCUMENTS: list[dict[str, Any]] = [
    {"id": "a", "title": "東京都の工場", "body": "停止した", "region": "kanto"},
    {"id": "b", "title": "京都の旅館", "body": "情報が漏えいした", "lang": "ja"},
    {"id": 3, "title": "Factory", "body": "Files were encrypted", "lang": "en"},
]
JUDGEMENTS: list[dict[str, Any]] = [
    {"id": "q1", "q": "京都", "rel": ["b"], "neg": ["a"], "group": "place"},
    {"id": "q2", "q": "漏洩", "rel": ["b"], "group": "spelling"},
    {"id": "q3", "q": "encrypting", "rel": ["3"]},
    {"id": "q4", "q": "存在しない言葉", "rel": ["a"]},
]


def ranking(ids: list[str], relevant: list[str], misleading: tuple[str, ...] = ()) -> Ranking:
    return Ranking(Judgement("q", "q", tuple(relevant), misleading), tuple(ids), 0.001)


def test_reciprocal_rank_counts_the_first_relevant_place() -> None:
    assert reciprocal_rank(ranking(["x", "a", "b"], ["a", "b"])) == 0.5
    assert reciprocal_rank(ranking([], ["a"])) == 0


def test_recall_is_fair_to_small_pages() -> None:
    assert recall(ranking(["a", "x"], ["a", "b", "c"]), 2) == 0.5
    assert recall(ranking(["a"], ["a"]), 10) == 1


def test_misled_means_a_wrong_one_came_first() -> None:
    assert is_misled(ranking(["w", "a"], ["a"], ("w",)))
    assert not is_misled(ranking(["a", "w"], ["a"], ("w",)))
    assert not is_misled(ranking([], ["a"], ("w",)))


def test_evaluate_gives_the_figures() -> None:
    documents = [document_from(row) for row in DOCUMENTS]
    judgements = [judgement_from(row) for row in JUDGEMENTS]
    summary = evaluate(documents, judgements, EmbeddedEngine()).summary()
    assert summary["queries"] == 4
    assert (summary["mrr"], summary["recall"], summary["misled"]) == (0.75, 0.75, 0)
    assert summary["zero_results"] == 1
    assert summary["groups"]["place"]["mrr"] == 1
    assert summary["p99_ms"] >= summary["p50_ms"] > 0


@pytest.mark.parametrize("row", [{}, {"id": None}, {"id": "x", "body": 3}])
def test_document_from_refuses_what_is_none(row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="document"):
        document_from(row)


@pytest.mark.parametrize("row", [{}, {"id": "x", "q": 1}, {"id": "x", "q": "y", "rel": "z"}])
def test_judgement_from_refuses_what_is_none(row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="judgement"):
        judgement_from(row)


def write_lines(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def run(tmp_path: Path, **options: Any) -> dict[str, Any]:
    out = StringIO()
    call_command(
        "evaluate_search",
        documents=Path(write_lines(tmp_path / "d.jsonl", DOCUMENTS)),
        judgements=Path(write_lines(tmp_path / "q.jsonl", JUDGEMENTS)),
        json=True,
        stdout=out,
        stderr=StringIO(),
        **options,
    )
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def test_command_prints_figures_and_writes_a_line_for_every_question(tmp_path: Path) -> None:
    answer = run(tmp_path, ranks=tmp_path / "ranks.jsonl")
    assert {"mrr", "recall", "queries", "zero_results", "build_seconds", "p50_ms", "p99_ms"} <= set(answer)
    ranks = [json.loads(line) for line in (tmp_path / "ranks.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [rank["id"] for rank in ranks] == ["q1", "q2", "q3", "q4"]
    assert ranks[0]["ids"] == ["b"]
    assert ranks[3]["ids"] == []


@pytest.mark.parametrize("content", ["{", "[1]", '{"title": "no id"}'])
def test_command_refuses_bad_files_with_the_line(tmp_path: Path, content: str) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match="line 1") as refused:
        call_command("evaluate_search", documents=bad, judgements=bad, stderr=StringIO())
    assert refused.value.returncode == 2


def test_command_refuses_missing_files_and_sizes(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("evaluate_search", documents=tmp_path / "no", judgements=tmp_path / "no", stderr=StringIO())
    with pytest.raises(CommandError, match="--size"):
        run(tmp_path, size=0)


def graded(ids: list[str], grades: dict[str, int]) -> Ranking:
    return Ranking(judgement_from({"q": "q", "grades": grades}), tuple(ids), 0.001)


def test_ndcg_is_one_for_the_best_order_and_knows_the_grades() -> None:
    grades = {"a": 2, "b": 1, "c": 0}
    assert ndcg(graded(["a", "b", "x"], grades), 10) == 1
    assert ndcg(graded(["b", "a"], grades), 10) == pytest.approx((1 + 3 / 1.58496) / (3 + 1 / 1.58496), abs=1e-4)
    assert ndcg(graded(["c", "x"], grades), 10) == 0
    assert ndcg(graded(["a"], {"a": 2, "b": 2}), 1) == 1


def test_ndcg_without_grades_counts_each_relevant_one_alike() -> None:
    assert ndcg(ranking(["x", "a"], ["a"]), 10) == pytest.approx(0.6309, abs=1e-4)
    assert ndcg(ranking(["x"], []), 10) == 0


def test_grades_give_the_relevant_ones() -> None:
    judgement = judgement_from({"q": "q", "grades": {"a": 2, "b": 1, "c": 0}, "lang": "en", "kinds": ["case"]})
    assert judgement.relevant == ("a", "b")
    assert (judgement.language, judgement.kinds) == ("en", ("case",))
    assert judgement_from({"q": "q", "rel": ["a"], "grades": {"b": 1}}).relevant == ("a",)


@pytest.mark.parametrize("grades", [["a"], {"a": "2"}, {"a": -1}, {"a": True}])
def test_judgement_from_refuses_grades_that_are_none(grades: Any) -> None:
    with pytest.raises(ValueError, match="grades"):
        judgement_from({"q": "q", "grades": grades})


def test_bootstrap_is_around_the_mean_and_the_same_each_time() -> None:
    values = [0.0, 1.0, 1.0, 1.0] * 20
    mean, low, high = bootstrap(values)
    assert mean == 0.75
    assert 0.6 < low < 0.75 < high < 0.9
    assert bootstrap(values) == (mean, low, high)
    assert bootstrap([]) == (0, 0, 0)


def test_intervals_are_of_one_group_or_all() -> None:
    evaluation = evaluate(
        [document_from(row) for row in DOCUMENTS], [judgement_from(row) for row in JUDGEMENTS], EmbeddedEngine()
    )
    assert evaluation.intervals()["mrr"].mean == 0.75
    assert evaluation.intervals("place")["ndcg"] == (1, 1, 1)


def test_a_question_is_asked_on_the_page_of_its_kinds() -> None:
    rows = [*DOCUMENTS, {"id": "p", "kind": "practice", "title": "京都の講座"}]
    question = judgement_from({"q": "京都", "rel": ["p"], "kinds": ["practice"]})
    evaluation = evaluate([document_from(row) for row in rows], [question], EmbeddedEngine())
    assert evaluation.rankings[0].ids == ("p",)
