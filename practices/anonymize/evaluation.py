"""How much of the names in labelled text slips through, and how much is hidden in vain."""

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from practices.anonymize.detection import detect
from practices.anonymize.findings import SOFT_KINDS, Finding

# People, organisations, places and facilities, as the corpora label them.
_CORE = "PERSON ORG LOC GPE FAC PSN 人名 法人名 政治的組織名 その他の組織名 地名 施設名"
CORE_LABELS = frozenset(_CORE.split())

Detector = Callable[[str], list[Finding]]


class Labelled(NamedTuple):
    """A text and its entities: start, end, label."""

    text: str
    entities: list[tuple[int, int, str]]


@dataclass
class Evaluation:
    """Counts of characters, and per text what was missed, for intervals."""

    core: int = 0
    missed: int = 0
    outside: int = 0
    overmasked: int = 0
    characters: int = 0
    seconds: float = 0.0
    texts: list[tuple[int, int]] = field(default_factory=list)

    @property
    def leak(self) -> float:
        """Share of the characters of core names that is not covered."""
        return self.missed / self.core if self.core else 0.0

    @property
    def overmask(self) -> float:
        """Share of the characters outside any labelled entity that is covered."""
        return self.overmasked / self.outside if self.outside else 0.0

    def leak_interval(self) -> tuple[float, float]:
        """About 95 % of the leak's uncertainty: texts, not characters, are what was drawn."""
        if not self.core:
            return 0.0, 0.0
        spread = math.sqrt(sum((missed - self.leak * core) ** 2 for core, missed in self.texts)) / self.core
        return max(0.0, self.leak - 1.96 * spread), self.leak + 1.96 * spread

    def summary(self) -> dict[str, Any]:
        """The figures that are reported."""
        low, high = self.leak_interval()
        return {
            "leak": round(self.leak, 4),
            "overmask": round(self.overmask, 4),
            "chars_per_second": round(self.characters / self.seconds) if self.seconds else 0,
            "leak_interval": [round(low, 4), round(high, 4)],
            "texts": len(self.texts),
            "core_characters": self.core,
        }


def evaluate(texts: Iterable[Labelled], recognizer: str = "default", detector: Detector | None = None) -> Evaluation:
    """Run the detector (by default the whole of ours) on labelled texts and count."""
    find = detector or (lambda text: detect(text, recognizer=recognizer))
    result = Evaluation()
    find("準備のため一度。")
    for labelled in texts:
        started = time.perf_counter()
        findings = find(labelled.text)
        result.seconds += time.perf_counter() - started
        result.characters += len(labelled.text)
        _count(result, labelled, findings)
    return result


def labelled_from(row: dict[str, Any]) -> Labelled:
    """Read {"text", "entities": [{"start", "end", "label"}]}; raises ValueError for anything else."""
    try:
        text = row["text"]
        entities = [(int(each["start"]), int(each["end"]), str(each["label"])) for each in row["entities"]]
    except (KeyError, TypeError) as error:
        raise ValueError('needs "text" and "entities" with "start", "end" and "label"') from error
    if not isinstance(text, str):
        raise ValueError('"text" must be a string')
    if any(not 0 <= start <= end <= len(text) for start, end, _ in entities):
        raise ValueError("an entity lies outside the text")
    return Labelled(text, entities)


def _count(result: Evaluation, labelled: Labelled, findings: list[Finding]) -> None:
    core, entity, covered, neutral = (bytearray(len(labelled.text)) for _ in range(4))
    for start, end, label in labelled.entities:
        entity[start:end] = b"\1" * (end - start)
        if label in CORE_LABELS:
            core[start:end] = b"\1" * (end - start)
    for finding in findings:
        if finding.is_masked:
            target = neutral if finding.kind in SOFT_KINDS else covered
            target[finding.start : finding.end] = b"\1" * (finding.end - finding.start)
    missed = sum(c and not (m or n) for c, m, n in zip(core, covered, neutral, strict=True))
    result.core += sum(core)
    result.missed += missed
    result.outside += len(entity) - sum(entity)
    result.overmasked += sum(m and not e for m, e in zip(covered, entity, strict=True))
    result.texts.append((sum(core), missed))
