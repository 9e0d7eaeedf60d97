"""Runs inside the peer's environment: `corpus` prints the test sentences, `find FILE` what GiNZA finds in texts."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# What GiNZA calls numbers, times and ranks; everything else counts as a name, which favours it.
NO_NAMES = (
    "Date",
    "Time",
    "Period",
    "Ordinal",
    "Money",
    "Percent",
    "Rank",
    "Age",
    "N_",
    "Countx",
    "Multiplication",
    "Era",
)


def corpus() -> Iterator[dict[str, Any]]:
    """The sentences of hironsancorpus with character offsets; PER is a percentage there."""
    import hironsan

    path = Path(hironsan.__file__).parent / "corpus" / "iob_sents.txt"
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        text, entities = "", []
        for word, *_, tag in (line.split("\t") for line in block.splitlines() if line):
            if tag.startswith("B-"):
                entities.append({"start": len(text), "end": len(text) + len(word), "label": tag[2:]})
            elif tag.startswith("I-"):
                entities[-1]["end"] = len(text) + len(word)
            text += word
        if text:
            yield {"text": text, "entities": entities}


def find(path: Path) -> Iterator[dict[str, Any]]:
    """Each text with GiNZA's names (start, end, kind) and the seconds it took."""
    import spacy

    nlp = spacy.load("ja_ginza")
    nlp("準備のため一度。")
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            text = json.loads(line)["text"]
            started = time.perf_counter()
            found = nlp(text).ents
            seconds = time.perf_counter() - started
            spans = [(e.start_char, e.end_char, "ORG") for e in found if not e.label_.startswith(NO_NAMES)]
            yield {"text": text, "ents": spans, "seconds": seconds}


if __name__ == "__main__":
    for row in corpus() if sys.argv[1] == "corpus" else find(Path(sys.argv[2])):
        print(json.dumps(row))
