"""How good is the ranking: judged questions against a throw-away index. Pure."""

import statistics
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.engines.base import Document, Engine, Query, Text


@dataclass(frozen=True, slots=True)
class Judgement:
    """A question with the documents that answer it, and those that must not come before them."""

    id: str
    question: str
    relevant: tuple[str, ...]
    misleading: tuple[str, ...] = ()
    group: str = ""


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
        """The figures: mean reciprocal rank, recall within the size, and times."""
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

    def _figures(self, rankings: Sequence[Ranking]) -> dict[str, Any]:
        judged = [ranking for ranking in rankings if ranking.judgement.relevant]
        return {
            "queries": len(rankings),
            "mrr": round(_mean([reciprocal_rank(ranking) for ranking in judged]), 4),
            "recall": round(_mean([recall(ranking, self.size) for ranking in judged]), 4),
            "misled": sum(is_misled(ranking) for ranking in rankings),
        }


def evaluate(
    documents: Iterable[Document], judgements: Iterable[Judgement], engine: Engine, size: int = 10
) -> Evaluation:
    """Fill `engine` with the documents, ask every question, and keep the first `size` ids of each answer."""
    started = time.perf_counter()
    engine.rebuild(documents)
    build_seconds = time.perf_counter() - started
    engine.search(Query("ウォームアップ"))
    return Evaluation(tuple(_ask(engine, judgement, size) for judgement in judgements), build_seconds, size)


def document_from(row: Mapping[str, Any]) -> Document:
    """A document of an evaluation file: id, title, body; optional lang, region, industry. ValueError if it is none."""
    if not isinstance(row.get("id"), str | int) or not isinstance(row.get("body", ""), str):
        raise ValueError("a document needs an id and texts")
    facets = {key: (str(row[key]),) for key in ("region", "industry") if row.get(key)}
    text = Text(title=str(row.get("title") or ""), body=row.get("body", ""))
    return Document(str(row["id"]), "case", {str(row.get("lang") or "ja"): text}, facets)


def judgement_from(row: Mapping[str, Any]) -> Judgement:
    """A judgement of an evaluation file: id, q, rel; optional neg, group. ValueError if it is none."""
    relevant, misleading = row.get("rel", []), row.get("neg") or []
    if not isinstance(row.get("q"), str) or not isinstance(relevant, list) or not isinstance(misleading, list):
        raise ValueError("a judgement needs id, q and rel")
    return Judgement(
        id=str(row["id"]) if "id" in row else "",
        question=row["q"],
        relevant=tuple(map(str, relevant)),
        misleading=tuple(map(str, misleading)),
        group=str(row.get("group") or ""),
    )


def reciprocal_rank(ranking: Ranking) -> float:
    """1 for a relevant document in the first place, 1/2 in the second …, 0 if there is none."""
    ranks = (rank for rank, found in enumerate(ranking.ids, 1) if found in ranking.judgement.relevant)
    return 1 / next(ranks, float("inf"))


def recall(ranking: Ranking, size: int) -> float:
    """The share of the relevant documents that came back, of those that could in `size` places."""
    relevant = set(ranking.judgement.relevant)
    return len(relevant.intersection(ranking.ids)) / min(len(relevant), size)


def is_misled(ranking: Ranking) -> bool:
    """Whether a misleading document came before every relevant one."""
    judgement = ranking.judgement
    first = next((found for found in ranking.ids if found in (*judgement.relevant, *judgement.misleading)), None)
    return first in judgement.misleading


def _ask(engine: Engine, judgement: Judgement, size: int) -> Ranking:
    started = time.perf_counter()
    result = engine.search(Query(judgement.question, size=size))
    return Ranking(judgement, tuple(hit.id for hit in result.hits), time.perf_counter() - started)


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if values else 0.0


def _percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
