"""How good is the ranking: judged questions against a throw-away index. Pure."""

import math
import random
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from search.engines.base import Document, Engine, Query, Text


@dataclass(frozen=True, slots=True)
class Judgement:
    """A question with the documents that answer it, and those that must not come before them.

    `grades` says how well each relevant document answers (2 exactly, 1 helps); without it all answer equally well.
    `language` and `kinds` are those of the page on which it is asked.
    """

    id: str
    question: str
    relevant: tuple[str, ...]
    misleading: tuple[str, ...] = ()
    group: str = ""
    grades: Mapping[str, int] = field(default_factory=dict)
    language: str = "ja"
    kinds: tuple[str, ...] = ()

    def grade_of(self, document_id: str) -> int:
        """How well a document answers; 0 if it does not."""
        return self.grades.get(document_id, int(document_id in self.relevant))


class Interval(NamedTuple):
    """A mean, and the bounds between which it lies for most samples of as many questions."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """What the engine answered to one question: ids, best first, and how long it took."""

    judgement: Judgement
    ids: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The rankings of all questions."""

    rankings: tuple[Ranking, ...]
    build_seconds: float
    size: int

    def summary(self) -> dict[str, Any]:
        """The figures: mean reciprocal rank, recall and nDCG within the size, and times."""
        times = sorted(ranking.seconds * 1000 for ranking in self.rankings)
        groups = dict.fromkeys(ranking.judgement.group for ranking in self.rankings if ranking.judgement.group)
        return {
            **self._figures(self.rankings),
            "zero_results": sum(not ranking.ids for ranking in self.rankings),
            "build_seconds": round(self.build_seconds, 3),
            "p50_ms": round(_percentile(times, 0.5), 3),
            "p99_ms": round(_percentile(times, 0.99), 3),
            "groups": {
                group: self._figures([ranking for ranking in self.rankings if ranking.judgement.group == group])
                for group in groups
            },
        }

    def intervals(self, group: str = "") -> dict[str, Interval]:
        """`ndcg`, `mrr` and `recall` of all questions that have an answer (or those of one group), with bounds of 95 %.

        The bounds are a bootstrap over the questions, always with the same random numbers.
        """
        of_group = [ranking for ranking in self.rankings if group in ("", ranking.judgement.group)]
        judged = [ranking for ranking in of_group if ranking.judgement.relevant]
        return {
            "ndcg": bootstrap([ndcg(ranking, self.size) for ranking in judged]),
            "mrr": bootstrap([reciprocal_rank(ranking) for ranking in judged]),
            "recall": bootstrap([recall(ranking, self.size) for ranking in judged]),
        }

    def _figures(self, rankings: Sequence[Ranking]) -> dict[str, Any]:
        judged = [ranking for ranking in rankings if ranking.judgement.relevant]
        return {
            "queries": len(rankings),
            "mrr": round(_mean([reciprocal_rank(ranking) for ranking in judged]), 4),
            "recall": round(_mean([recall(ranking, self.size) for ranking in judged]), 4),
            "ndcg": round(_mean([ndcg(ranking, self.size) for ranking in judged]), 4),
            "misled": sum(is_misled(ranking) for ranking in rankings),
        }


Asking = Callable[[Judgement, int], Query]


def as_typed(judgement: Judgement, size: int) -> Query:
    """The question as a page of its language and kinds puts it."""
    return Query(judgement.question, size=size, language=judgement.language, kinds=judgement.kinds)


def evaluate(
    documents: Iterable[Document],
    judgements: Iterable[Judgement],
    engine: Engine,
    size: int = 10,
    asking: Asking = as_typed,
) -> Evaluation:
    """Fill `engine` with the documents, ask every question, and keep the first `size` ids of each answer."""
    started = time.perf_counter()
    engine.rebuild(documents)
    build_seconds = time.perf_counter() - started
    engine.search(Query("ウォームアップ"))
    rankings = tuple(_ask(engine, judgement, asking(judgement, size)) for judgement in judgements)
    return Evaluation(rankings, build_seconds, size)


def document_from(row: Mapping[str, Any]) -> Document:
    """A document of an evaluation file. ValueError if it is none.

    It has id, title and body; optional lang, kind, region, industry.
    """
    if not isinstance(row.get("id"), str | int) or not isinstance(row.get("body", ""), str):
        raise ValueError("a document needs an id and texts")
    facets = {key: (str(row[key]),) for key in ("region", "industry") if row.get(key)}
    text = Text(title=str(row.get("title") or ""), body=row.get("body", ""))
    return Document(str(row["id"]), str(row.get("kind") or "case"), {str(row.get("lang") or "ja"): text}, facets)


def judgement_from(row: Mapping[str, Any]) -> Judgement:
    """A judgement of an evaluation file: id, q, and rel or grades. ValueError if it is none.

    Optional: neg, group, lang, kinds. `grades` ({id: 2}) gives the relevant ones where there is no `rel`.
    """
    grades = _grades(row.get("grades") or {})
    relevant, misleading = row.get("rel", [key for key, grade in grades.items() if grade]), row.get("neg") or []
    kinds = row.get("kinds") or []
    if not isinstance(row.get("q"), str) or not all(isinstance(each, list) for each in (relevant, misleading, kinds)):
        raise ValueError("a judgement needs id, q and rel")
    return Judgement(
        id=str(row["id"]) if "id" in row else "",
        question=row["q"],
        relevant=tuple(map(str, relevant)),
        misleading=tuple(map(str, misleading)),
        group=str(row.get("group") or ""),
        grades=grades,
        language=str(row.get("lang") or "ja"),
        kinds=tuple(map(str, kinds)),
    )


def _grades(value: Any) -> dict[str, int]:
    if not isinstance(value, dict) or not all(type(grade) is int and 0 <= grade <= 9 for grade in value.values()):
        raise ValueError("grades of a judgement are whole numbers from 0 to 9 by id")
    return {str(key): grade for key, grade in value.items()}


def reciprocal_rank(ranking: Ranking) -> float:
    """1 for a relevant document in the first place, 1/2 in the second …, 0 if there is none."""
    ranks = (rank for rank, found in enumerate(ranking.ids, 1) if found in ranking.judgement.relevant)
    return 1 / next(ranks, float("inf"))


def recall(ranking: Ranking, size: int) -> float:
    """The share of the relevant documents that came back, of those that could in `size` places."""
    relevant = set(ranking.judgement.relevant)
    return len(relevant.intersection(ranking.ids)) / min(len(relevant), size)


def ndcg(ranking: Ranking, size: int) -> float:
    """Discounted gain of the first `size` places over that of the best order; a grade g gains 2^g - 1.

    Järvelin and Kekäläinen 2002, with the gains of Burges et al. 2005.
    """
    judgement = ranking.judgement
    known = dict.fromkeys((*judgement.relevant, *judgement.grades))
    best = sorted((judgement.grade_of(each) for each in known), reverse=True)
    ideal = _gain(best[:size])
    return _gain([judgement.grade_of(each) for each in ranking.ids[:size]]) / ideal if ideal else 0.0


def bootstrap(values: Sequence[float], rounds: int = 2000, seed: int = 8) -> Interval:
    """The mean and the bounds that hold 95 % of the means of `rounds` samples; the same for the same values."""
    if not values:
        return Interval(0.0, 0.0, 0.0)
    chance = random.Random(seed)  # noqa: S311 - samples of questions, nothing secret
    means = sorted(_mean(chance.choices(values, k=len(values))) for _ in range(rounds))
    return Interval(_mean(values), _percentile(means, 0.025), _percentile(means, 0.975))


def is_misled(ranking: Ranking) -> bool:
    """Whether a misleading document came before every relevant one."""
    judgement = ranking.judgement
    first = next((found for found in ranking.ids if found in (*judgement.relevant, *judgement.misleading)), None)
    return first in judgement.misleading


def _ask(engine: Engine, judgement: Judgement, query: Query) -> Ranking:
    started = time.perf_counter()
    result = engine.search(query)
    return Ranking(judgement, tuple(hit.id for hit in result.shown), time.perf_counter() - started)


def _gain(grades: Sequence[int]) -> float:
    return float(sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1)))


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if values else 0.0


def _percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
