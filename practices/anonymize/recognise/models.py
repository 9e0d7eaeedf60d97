"""The trained models: where they lie, and what they say about a sentence."""

import lzma
import threading
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pycrfsuite

from practices.anonymize.recognise import characters
from practices.anonymize.recognise.lexicon import lexicon

FOLDER = Path(__file__).parent.parent / "data"
CHARACTERS = "characters.crfsuite.xz"
UNITS = "units.crfsuite.xz"
OUTSIDE = "O"
LABELS = ("PERSON", "ORG", "LOC", "FAC", "PRODUCT", "EVENT")


class Row(NamedTuple):
    """What is believed of one character: the probability of each of `LABELS`, and that a name begins there."""

    kinds: tuple[float, ...]
    begins: float

    @property
    def is_name(self) -> float:
        """The probability that it belongs to a name."""
        return sum(self.kinds)

    @property
    def likeliest(self) -> int:
        """The index of the likeliest label."""
        return self.kinds.index(max(self.kinds))


_NOTHING = Row((0.0,) * len(LABELS), 0.0)
# From here on the other probabilities are not worth asking for: far below the lower tier, however it is weighted.
_SURELY_OUTSIDE = 0.998

_local = threading.local()


def characters_model(sentence: str) -> list[Row]:
    """What the recogniser of characters says about each character of a sentence."""
    return _probabilities(_tagger(CHARACTERS), characters.features_of(sentence, lexicon()))


def units_model(sentence: str) -> list[Row]:
    """What the recogniser of dictionary units says about each character of a sentence."""
    from practices.anonymize.recognise import units  # the dictionary is only loaded where it is asked for

    found, features = units.features_of(sentence)
    rows: list[Row] = [_NOTHING] * len(sentence)
    for unit, row in zip(found, _probabilities(_tagger(UNITS), features), strict=True):
        rows[unit.start : unit.end] = [row, *[row._replace(begins=0.0)] * (unit.end - unit.start - 1)]
    return rows


def _probabilities(tagger: pycrfsuite.Tagger, features: list[list[str]]) -> list[Row]:
    tagger.set(pycrfsuite.ItemSequence(features))
    known = set(tagger.labels())
    tags = [tuple(tag if tag in known else "" for tag in (f"B-{label}", f"I-{label}")) for label in LABELS]
    return [
        _row(tagger, tags, index) if tagger.marginal(OUTSIDE, index) < _SURELY_OUTSIDE else _NOTHING
        for index in range(len(features))
    ]


def _row(tagger: pycrfsuite.Tagger, tags: list[tuple[str, ...]], index: int) -> Row:
    pairs = [tuple(tagger.marginal(tag, index) if tag else 0.0 for tag in pair) for pair in tags]
    return Row(tuple(begin + inside for begin, inside in pairs), sum(begin for begin, _ in pairs))


@lru_cache(maxsize=2)
def _weights(name: str) -> bytes:
    return lzma.decompress((FOLDER / name).read_bytes())


def _tagger(name: str) -> pycrfsuite.Tagger:
    """This thread's tagger: it keeps the sentence it works on."""
    taggers: dict[str, pycrfsuite.Tagger] = _local.__dict__.setdefault("taggers", {})
    if name not in taggers:
        taggers[name] = pycrfsuite.Tagger()
        taggers[name].open_inmemory(_weights(name))
    return taggers[name]
