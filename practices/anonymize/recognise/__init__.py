"""The statistical recogniser: probabilities of names, character by character."""

from collections.abc import Iterator
from typing import Literal, get_args

from practices.anonymize.findings import MASK_FROM, REVIEW_FROM, Finding
from practices.anonymize.recognise.models import LABELS, Row, characters_model, units_model
from practices.anonymize.recognise.ordinary import is_worth_showing
from practices.anonymize.recognise.pieces import pieces_of

Recognizer = Literal["default", "extra"]
RECOGNIZERS: tuple[str, ...] = get_args(Recognizer)

# From here on a character is surely where another name begins.
_BORDER = 0.5
# What stands in brackets behind a name is another one: a place, an abbreviation.
_BRACKETS = frozenset("()「」『』[]{}<>《》【】")
# A name that slips through costs more than a word hidden in vain: the odds the models give are multiplied by this
# before they are compared with the two tiers. Chosen on text that no model had seen (see MODEL_CARD.md).
_WEIGHTS = {"default": 3.5, "extra": 2.7}


def find_names(text: str, recognizer: str = "default") -> list[Finding]:
    """Return the names in normalised text, with their probability, in order and without overlaps."""
    if recognizer not in RECOGNIZERS:
        raise ValueError(f"recognizer must be one of {', '.join(RECOGNIZERS)}, not {recognizer!r}")
    return [
        finding.moved(offset)
        for offset, piece in pieces_of(text)
        for finding in _spans(piece, _rows(piece, recognizer), _WEIGHTS[recognizer])
    ]


def _rows(sentence: str, recognizer: str) -> list[Row]:
    rows = characters_model(sentence)
    if recognizer == "default":
        return rows
    return [_mean(one, other) for one, other in zip(rows, units_model(sentence), strict=True)]


def _mean(one: Row, other: Row) -> Row:
    kinds = tuple((first + second) / 2 for first, second in zip(one.kinds, other.kinds, strict=True))
    return Row(kinds, (one.begins + other.begins) / 2)


def _spans(sentence: str, rows: list[Row], weight: float) -> Iterator[Finding]:
    """Join neighbouring characters of one tier and one name; the kind is the likeliest over the span."""
    probabilities = [_weighted(row.is_name, weight) for row in rows]
    tiers = [0 if char in _BRACKETS else _tier(each) for char, each in zip(sentence, probabilities, strict=True)]
    start = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or tiers[end] != tiers[start] or _is_border(rows[end - 1], rows[end]):
            if tiers[start] and is_worth_showing(sentence[start:end]):
                kind = LABELS[_likeliest(rows[start:end])]
                yield Finding(start, end, kind, round(max(probabilities[start:end]), 4), "recogniser")
            start = end


def _is_border(before: Row, here: Row) -> bool:
    """Whether one name ends and another begins between two characters that both belong to one."""
    return here.begins > _BORDER or (here.likeliest != before.likeliest and min(here.is_name, before.is_name) > _BORDER)


def _likeliest(rows: list[Row]) -> int:
    totals = [sum(row.kinds[index] for row in rows) for index in range(len(LABELS))]
    return totals.index(max(totals))


def _weighted(probability: float, weight: float) -> float:
    probability = min(max(probability, 0.0), 1.0)
    return weight * probability / (weight * probability + 1 - probability)


def _tier(probability: float) -> int:
    return 2 if probability >= MASK_FROM else 1 if probability >= REVIEW_FROM else 0
