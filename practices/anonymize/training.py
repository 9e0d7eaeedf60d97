"""Make the word list and train both recognisers: `python -m practices.anonymize.training --data FOLDER`.

FOLDER holds JSON Lines with `id`, `text` and `entities` (`start`, `end`, `label`). Texts whose id falls into the
held-out twentieths are never trained on. The same data, packages and options give the same weights.
"""

import argparse
import hashlib
import json
import lzma
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pycrfsuite

from practices.anonymize.recognise import characters, units, wordlist
from practices.anonymize.recognise.lexicon import FILE, Lexicon, lexicon
from practices.anonymize.recognise.models import CHARACTERS, FOLDER, OUTSIDE, UNITS
from practices.anonymize.recognise.pieces import LONGEST
from secunity.core.text.normalise import Normalised, normalise_with_offsets

PARTS = 20
HELD_OUT = frozenset({0, 1})
OPTIONS = {"c1": 0.1, "c2": 0.05, "max_iterations": 90, "feature.possible_transitions": False}

# The labels of both corpora → the recogniser's. What is missing here is no name.
KINDS = {
    **dict.fromkeys(("PERSON", "PET_NAME", "人名"), "PERSON"),
    **dict.fromkeys(("ORG", "NORP", "法人名", "政治的組織名", "その他の組織名"), "ORG"),
    **dict.fromkeys(("LOC", "GPE", "地名"), "LOC"),
    **dict.fromkeys(("FAC", "施設名"), "FAC"),
    **dict.fromkeys(("PRODUCT", "WORK_OF_ART", "製品名"), "PRODUCT"),
    **dict.fromkeys(("EVENT", "イベント名"), "EVENT"),
}
# Peoples and languages carry the label of groups, but name nobody.
_PEOPLES = ("人", "人々", "系", "語", "的")


class Example(NamedTuple):
    """A normalised sentence and its names."""

    text: str
    names: list[tuple[int, int, str]]


def part_of(source: str, text_id: str) -> int:
    """Which of the twenty parts a text belongs to, for ever."""
    return int(hashlib.sha256(f"{source}:{text_id}".encode()).hexdigest()[:8], 16) % PARTS


def read_examples(folder: Path, *, held_out: bool = False) -> Iterator[Example]:
    """Yield the examples of all files of the folder: those to train on, or those kept apart."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if (part_of(path.stem, str(row["id"])) in HELD_OUT) == held_out and row["text"]:
                yield example_of(row)


def example_of(row: dict) -> Example:
    """The row's text in normal form, its names with the recogniser's kinds and offsets to match."""
    normalised = normalise_with_offsets(row["text"])
    names = []
    for entity in row["entities"]:
        surface = row["text"][entity["start"] : entity["end"]]
        kind = KINDS.get(entity["label"])
        if kind and not (entity["label"] == "NORP" and surface.endswith(_PEOPLES)):
            names.append((*_span(normalised, entity["start"], entity["end"]), kind))
    return Example(normalised.text, names)


def _span(normalised: Normalised, start: int, end: int) -> tuple[int, int]:
    inside = [
        index
        for index, (first, last) in enumerate(zip(normalised.starts, normalised.ends, strict=True))
        if first < end and last > start
    ]
    return inside[0], inside[-1] + 1


def character_tags(example: Example) -> list[str]:
    """B-KIND at a name's first character, I-KIND at its others, O elsewhere."""
    tags = [OUTSIDE] * len(example.text)
    for start, end, kind in example.names:
        tags[start:end] = [f"I-{kind}"] * (end - start)
        tags[start] = f"B-{kind}"
    return tags


def unit_tags(example: Example, found: list[units.Unit]) -> list[str]:
    """The same for units: one belongs to a name if at least half of it does."""
    tags = [OUTSIDE] * len(found)
    for start, end, kind in example.names:
        inside = [
            index
            for index, unit in enumerate(found)
            if 2 * (min(end, unit.end) - max(start, unit.start)) >= unit.end - unit.start
        ]
        for position, index in enumerate(inside):
            tags[index] = f"{'I' if position else 'B'}-{kind}"
    return tags


def train(rows: Iterable[tuple[list[list[str]], list[str]]]) -> bytes:
    """Train one model and return its weights, packed."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for features, tags in rows:
        trainer.append(pycrfsuite.ItemSequence(features), tags)
    trainer.set_params(OPTIONS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        trainer.train(str(path))
        return lzma.compress(path.read_bytes(), preset=9 | lzma.PRESET_EXTREME)


def train_characters(examples: list[Example], words: Lexicon) -> bytes:
    """Train the recogniser of characters."""
    return train((characters.features_of(each.text, words), character_tags(each)) for each in examples)


def train_units(examples: list[Example]) -> bytes:
    """Train the recogniser of dictionary units."""
    return train(_unit_rows(examples))


def _unit_rows(examples: list[Example]) -> Iterator[tuple[list[list[str]], list[str]]]:
    for example in examples:
        found, features = units.features_of(example.text)
        yield features, unit_tags(example, found)


def main(arguments: list[str] | None = None) -> int:
    """Train what is asked for and write it into the package."""
    parser = argparse.ArgumentParser(description="Train the name recognisers.")
    parser.add_argument("--data", type=Path, required=True, help="folder of *.jsonl files")
    parser.add_argument("--only", choices=("words", "characters", "units"), help="make only this")
    parser.add_argument("--output", type=Path, default=FOLDER)
    options = parser.parse_args(arguments)
    if not any(options.data.glob("*.jsonl")):
        print(f"{options.data} holds no *.jsonl file.", file=sys.stderr)  # noqa: T201 - a command says why it stops
        return 2
    examples = [each for each in read_examples(options.data) if len(each.text) <= 5 * LONGEST]
    options.output.mkdir(parents=True, exist_ok=True)
    makers = {
        "words": (FILE.name, lambda: wordlist.build().to_bytes()),
        "characters": (CHARACTERS, lambda: train_characters(examples, lexicon())),
        "units": (UNITS, lambda: train_units(examples)),
    }
    for name, (file, make) in makers.items():
        if options.only in (None, name):
            started = time.monotonic()
            (options.output / file).write_bytes(make())
            print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr)  # noqa: T201 - progress
    return 0


if __name__ == "__main__":
    sys.exit(main())
