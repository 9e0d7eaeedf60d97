"""What a document is about: its telling words, as a plan to find others by, and as words that two have in common."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from search.engines.base import Hit, Text
from search.engines.plan import Alternative, Plan, Unit
from search.engines.records import Record
from search.engines.weights import BOOSTS

MOST_TERMS = 25
MOST_SHARED = 5
SHARE_REQUIRED = 0.12
# What no two documents are alike by: single characters, kana endings, numbers.
_UNTELLING = re.compile(r".|[ぁ-ゖー]+|[\d.,]+|[ぁ-ゖ].*")

DocumentCount = Callable[[str], int]


def telling_terms(record: Record, document_count: DocumentCount, total: int) -> dict[str, float]:
    """The terms a document is about, with weights up to 1, the most telling first; `total` counts all documents."""
    weighted: Counter[str] = Counter()
    for (_language, part), places in record.places.items():
        for term in places.terms:
            weighted[term] += BOOSTS[part]  # type: ignore[assignment] # counters add fractions as well
    scores = {
        term: (1 + math.log(1 + count)) * _rarity(found, total)
        for term, count in weighted.items()
        if not _UNTELLING.fullmatch(term) and 1 < (found := document_count(term)) <= max(2, total // 2)
    }
    best = sorted(scores, key=lambda term: (-scores[term], term))[:MOST_TERMS]
    return {term: scores[term] / scores[best[0]] for term in best}


def plan_of(terms: Mapping[str, float]) -> Plan:
    """The plan that finds documents with some of these terms, those with the most telling ones first."""
    units = tuple(Unit((Alternative(((0, term),), weight),)) for term, weight in terms.items())
    return Plan(units, max(1, min(len(units), 2, round(len(units) * SHARE_REQUIRED))))


def explained(hit: Hit, record: Record, terms: Sequence[str]) -> Hit:
    """The hit with the words for which it is alike, as it writes them."""
    words: dict[str, str] = {}
    for (language, part), places in record.places.items():
        text = getattr(record.texts.get(language, Text("")), part)
        for index, term in enumerate(places.terms):
            words.setdefault(term, text[slice(*places.span(index))])
    shared = [words[term] for term in terms if term in words]
    return replace(hit, shared=tuple(dict.fromkeys(shared))[:MOST_SHARED])


def _rarity(found: int, total: int) -> float:
    return math.log(1 + (total - found + 0.5) / (found + 0.5))
