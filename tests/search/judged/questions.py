"""The judged questions, and what an engine makes of them."""

import json
from pathlib import Path

from search.engines.base import Engine
from search.engines.evaluation import Evaluation, Interval, Judgement, evaluate, judgement_from
from tests.search.judged.documents import documents

FOLDER = Path(__file__).parent
# What words and weights may be improved by, and what nobody looks at while improving them (README.md).
PARTS = ("tuning", "held_out")


def questions(part: str) -> list[Judgement]:
    """The questions of one part."""
    lines = (FOLDER / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [judgement_from(json.loads(line)) for line in lines]


def measure(engine: Engine, part: str) -> Evaluation:
    """Fill `engine` with the demo's documents and ask it the questions of one part, each on the page of its kind."""
    return evaluate(documents(), questions(part), engine)


def intervals(engine: Engine) -> dict[str, dict[str, Interval]]:
    """nDCG@10, MRR@10 and R@10 of each part with bounds of 95 %: what the bench prints. Needs Django set up."""
    return {part: measure(engine, part).intervals() for part in PARTS}
