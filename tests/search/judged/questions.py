"""The judged questions, and what an engine makes of them."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

from community.models import IndustryDivision, IndustryGroup, Prefecture, Region
from practices.models import DamageBand
from search.engines.base import Engine, Query
from search.engines.evaluation import Evaluation, Interval, Judgement, as_typed, evaluate, judgement_from
from search.engines.reading import Band
from search.queries.recognition import Names, names_of, preferred
from tests.search.judged.documents import documents, terms

FOLDER = Path(__file__).parent
# What words and weights may be improved by, and what nobody looks at while improving them (README.md).
PARTS = ("tuning", "held_out")


def questions(part: str) -> list[Judgement]:
    """The questions of one part."""
    lines = (FOLDER / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [judgement_from(json.loads(line)) for line in lines]


def measure(engine: Engine, part: str) -> Evaluation:
    """Fill `engine` with the demo's documents and ask it the questions of one part, each on the page of its kind."""
    return evaluate(documents(), questions(part), engine, asking=as_on_the_page)


def as_on_the_page(judgement: Judgement, size: int) -> Query:
    """The question with what the hub prefers for it."""
    query = as_typed(judgement, size)
    return replace(query, preferred=preferred(query, _names()))


@cache
def _names() -> Names:
    rows = (terms(model).values() for model in (Region, Prefecture, IndustryDivision, IndustryGroup))
    bands = [
        Band("damage_band", code, int(band.min_yen), int(band.max_yen) if band.max_yen else None)
        for code, band in terms(DamageBand).items()
    ]
    return names_of(*rows, bands)  # type: ignore[arg-type] # each model's rows where they belong


def intervals(engine: Engine) -> dict[str, dict[str, Interval]]:
    """nDCG@10, MRR@10 and R@10 of each part with bounds of 95 %: what the bench prints. Needs Django set up."""
    return {part: measure(engine, part).intervals() for part in PARTS}
