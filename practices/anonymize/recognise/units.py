"""What the second recogniser sees: the dictionary's units with their part of speech, and the longer unit around."""

import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from sudachipy import Dictionary, Tokenizer

from practices.anonymize.recognise.letters import kind_of, without_digits

_SAME = re.compile(r"(.)\1+")
_local = threading.local()
_loading = threading.Lock()


class Unit(NamedTuple):
    """One unit of the dictionary; offsets in the sentence."""

    start: int
    end: int
    form: str
    speech: str
    is_unknown: bool


class _Row(NamedTuple):
    units: list[Unit]
    surfaces: list[str]
    shapes: list[str]


def units_of(sentence: str, mode: str = "A") -> list[Unit]:
    """Cut a normalised sentence (at most 4,000 characters) into the dictionary's short (A) or long (C) units."""
    return [
        Unit(m.begin(), m.end(), m.normalized_form(), _speech(m.part_of_speech_id()), m.is_oov())
        for m in _tokenizer(mode).tokenize(sentence)
        if m.end() > m.begin()
    ]


def features_of(sentence: str) -> tuple[list[Unit], list[list[str]]]:
    """Return the short units of a sentence and the features of each."""
    units = units_of(sentence)
    surfaces = [without_digits(sentence[unit.start : unit.end]) for unit in units]
    row = _Row(units, surfaces, ["".join(_SAME.sub(r"\1+", "".join(map(kind_of, surface)))) for surface in surfaces])
    around = _long_units(sentence)
    return units, [
        [*_own(row, index), *_near(row, index), *_pairs(row, index), *_longer(sentence, around, units[index])]
        for index in range(len(units))
    ]


def _own(row: _Row, index: int) -> list[str]:
    unit, surface, shape = row.units[index], row.surfaces[index], row.shapes[index]
    size = min(len(surface), 6)
    features = [
        *("w0" + surface, "n0" + unit.form, "p0" + unit.speech, "s0" + shape, f"L{size}{unit.speech.split('-')[0]}"),
        *("wp" + surface[:1], "ws" + surface[-1:], "wP" + surface[:2], "wS" + surface[-2:]),
    ]
    return [*features, "oov" + shape] if unit.is_unknown else features


def _near(row: _Row, index: int) -> list[str]:
    features = []
    for distance in (-3, -2, -1, 1, 2, 3):
        speech, surface = _at_speech(row, index + distance), _at(row.surfaces, index + distance)
        features += [f"p{distance}{speech}", f"w{distance}{surface}"]
        if abs(distance) < 3:
            features += [f"s{distance}{_at(row.shapes, index + distance)}", f"sx{distance}{surface[-1:]}"]
    return features


def _pairs(row: _Row, index: int) -> list[str]:
    word, speech = row.surfaces[index], row.units[index].speech
    w2, w1, x1, x2 = (_at(row.surfaces, index + distance) for distance in (-2, -1, 1, 2))
    p2, p1, q1, q2 = (_at_speech(row, index + distance) for distance in (-2, -1, 1, 2))
    return [
        *(f"ww-{w1}|{word}", f"ww+{word}|{x1}", f"pp-{p1}|{speech}", f"pp+{speech}|{q1}", f"ppp{p1}|{speech}|{q1}"),
        *(f"pw+{speech}|{x1}", f"pw-{w1}|{speech}", f"pp2{speech}|{q1}|{q2}", f"pq2{p2}|{p1}|{speech}"),
        *(f"w2+{x1}|{x2}", f"w2-{w2}|{w1}", f"ws+{word[-1:]}|{x1[:1]}"),
    ]


def _longer(text: str, around: list[Unit | None], short: Unit) -> list[str]:
    """What the long unit around says, and the one after it."""
    first, last, *_, speech, _ = around[short.start] or short
    place = ("B" if short.start == first else "I") + ("E" if short.end == last else "")
    following = around[last] if last < len(text) else None
    return [
        *(
            f"c{speech}{place}",
            f"cL{min(last - first, 12)}{speech}",
            "cW" + text[first:last][:12],
            f"c1{text[last - 1]}{speech}",
        ),
        *(
            "cS" + text[max(first, last - 2) : last],
            "cN" + text[last : last + 2],
            "cP" + text[max(0, first - 2) : first],
        ),
        f"cc{speech}|{following.speech if following else '$'}",
        f"ccw{speech}|{text[following.start : following.end][:8] if following else '$'}",
    ]


def _long_units(text: str) -> list[Unit | None]:
    """For each character the long unit around it."""
    around: list[Unit | None] = [None] * len(text)
    for unit in units_of(text, "C"):
        around[unit.start : unit.end] = [unit] * (unit.end - unit.start)
    return around


def _at(values: Sequence[str], index: int) -> str:
    return values[index] if 0 <= index < len(values) else "^" if index < 0 else "$"


def _at_speech(row: _Row, index: int) -> str:
    return row.units[index].speech if 0 <= index < len(row.units) else "^" if index < 0 else "$"


@lru_cache(maxsize=1)
def _load() -> Dictionary:
    return Dictionary(dict="core")


def _dictionary() -> Dictionary:
    with _loading:
        return _load()


@lru_cache(maxsize=4096)
def _speech(speech_id: int) -> str:
    return "-".join((_dictionary().pos_of(speech_id) or ("?",))[:4]).replace("-*", "")


def _tokenizer(mode: str) -> Tokenizer:
    """This thread's tokenizer: one cannot be used by two threads at once."""
    tokenizers: dict[str, Tokenizer] = _local.__dict__.setdefault("tokenizers", {})
    if mode not in tokenizers:
        tokenizers[mode] = _dictionary().tokenizer(mode=mode)
    return tokenizers[mode]
