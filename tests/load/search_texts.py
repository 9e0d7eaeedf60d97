"""A hundred thousand invented Japanese cases, always the same ones, and questions about them."""

import csv
import json
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import community
import practices
import secunity.home
from search.engines.base import Document, Text

DEMO = Path(secunity.home.__file__).parent / "content" / "demo"
PARTS = ("summary", "what_happened", "how_noticed", "hard_to_notice", "damage", "cause", "what_helped", "lesson")
# What every public case carries beside its facets.
CHANNELS = {"channel": ("site", "feed", "api", "exports")}
SENTENCES_OF_A_TEXT = 6
WORDS_OF_A_NAME = 4000
KEYWORDS, QUESTIONS = 400, 200
VOCABULARIES = {
    "region": (community, "regions"),
    "prefecture": (community, "prefectures"),
    "industry": (community, "industry_groups"),
    "incident_type": (practices, "incident_types"),
    "size_band": (community, "size_bands"),
}
_SENTENCE = re.compile(r"[^。]+。")
# Every sentence gets a rare word of its own: in real texts the long tail is names and products.
_SYLLABLES = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホ"
    "マミムメモラリルレロワンガギグゲゴザジズゼゾダデドバビブベボ"
)


def _codes(app: ModuleType, name: str) -> tuple[str, ...]:
    path = Path(str(app.__file__)).parent / "vocabularies" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(row["code"] for row in csv.DictReader(line for line in file if not line.startswith("#")))


# The hub's own values, so that a hub can show these documents.
FACETS = {key: _codes(*place) for key, place in VOCABULARIES.items()}
FACETS["year"] = tuple(str(year) for year in range(2014, 2026))


@cache
def sentences() -> tuple[str, ...]:
    """Every sentence of the demo cases."""
    rows = [row for name in ("cases_a", "cases_b") for row in json.loads((DEMO / f"{name}.json").read_text("utf-8"))]
    return tuple(
        sentence for row in rows for part in PARTS for sentence in _SENTENCE.findall(row["ja"].get(part) or "")
    )


@cache
def titles() -> tuple[str, ...]:
    """Every headline of the demo cases."""
    rows = [row for name in ("cases_a", "cases_b") for row in json.loads((DEMO / f"{name}.json").read_text("utf-8"))]
    return tuple(row["ja"]["title"] for row in rows)


@cache
def names() -> tuple[str, ...]:
    """Invented words, each like a product or a place."""
    draw = random.Random(7)  # noqa: S311 - texts for measuring
    return tuple("".join(draw.choices(_SYLLABLES, k=draw.randint(3, 6))) for _ in range(WORDS_OF_A_NAME))


def documents(count: int) -> Iterator[Document]:
    """`count` documents of about 300 characters, with six facets."""
    draw = random.Random(1)  # noqa: S311 - texts for measuring
    for number in range(count):
        told = draw.sample(sentences(), SENTENCES_OF_A_TEXT)
        # Names are drawn by rank: a few are in thousands of texts, most in a handful.
        own = [names()[min(int(draw.paretovariate(0.6)), WORDS_OF_A_NAME - 1)] for _ in range(3)]
        body = "".join(told) + f"{own[0]}と{own[1]}を使っていました。"
        facets = {key: (codes[int(draw.triangular(0, len(codes), 0))],) for key, codes in FACETS.items()}
        text = Text(f"{draw.choice(titles())}（{own[2]}）", told[0], body)
        yield Document(f"d{number}", "case", {"ja": text}, facets | CHANNELS, f"{2010 + number % 15}-01-01")


def keywords() -> list[str]:
    """One or two words, as most people type."""
    draw = random.Random(2)  # noqa: S311 - questions for measuring
    words = [word for title in titles() for word in re.findall(r"[一-鿿]{2,4}|[ァ-ヺー]{3,}|[A-Z]{3,}", title)]
    pool = [*words, *names()[:500]]
    return [" ".join(draw.sample(pool, draw.choice((1, 1, 2)))) for _ in range(KEYWORDS)]


def questions() -> list[str]:
    """Whole sentences."""
    draw = random.Random(3)  # noqa: S311 - questions for measuring
    return [draw.choice(sentences()).rstrip("。") for _ in range(QUESTIONS)]
