"""What was found in a text, and how findings that overlap become one row without overlaps."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

# From here on a finding is masked unless a person keeps it with a reason; below, down to REVIEW_FROM, it is shown.
MASK_FROM = 0.10
REVIEW_FROM = 0.02

KEEP_KINDS = frozenset({"HASH", "CVE", "TECHNIQUE"})
NAME_KINDS = frozenset({"PERSON", "ORG", "LOC", "FAC", "PRODUCT", "EVENT"})
# What becomes a band or a period instead of disappearing.
SOFT_KINDS = frozenset({"DATE", "TIME", "MONEY", "COUNT", "AGE"})

# A name from here on is trusted more than a date or a count inside it (三十三銀行, 二十一世紀の森).
_SURE = 0.3
# So much of a title is at most taken for part of the name before it.
_TITLE_LENGTH = 2


class Finding(NamedTuple):
    """The characters from `start` up to `end` of the given text, and what they are taken for.

    `probability` lies between 0 and 1; `rule` names the layer or pattern that found it.
    """

    start: int
    end: int
    kind: str
    probability: float = 1.0
    rule: str = ""

    @property
    def is_masked(self) -> bool:
        """Whether it is hidden unless somebody decides otherwise."""
        return self.kind not in KEEP_KINDS and self.probability >= MASK_FROM

    def moved(self, offset: int) -> "Finding":
        """The same finding, `offset` characters further on."""
        return self._replace(start=self.start + offset, end=self.end + offset)


def united(findings: Iterable[Finding], text: str) -> list[Finding]:
    """Return findings without overlaps that cover what the given ones cover, in the order of the text.

    Where two overlap, the one of the stronger layer keeps its length and of the other stays what is outside.
    """
    taken = _Taken()
    result: list[Finding] = []
    for finding in sorted(_merged_names(findings), key=_strength):
        for start, end in taken.free(finding.start, finding.end):
            if any(char.isalnum() for char in text[start:end]):
                result.append(finding._replace(start=start, end=end))
        taken.add(finding.start, finding.end)
    return sorted(result)


def _strength(finding: Finding) -> tuple[int, int, float, int]:
    return _rank(finding), finding.start - finding.end, -finding.probability, finding.start


def _rank(finding: Finding) -> int:
    if finding.kind in KEEP_KINDS:
        return 0
    if finding.rule == "known" or finding.kind not in NAME_KINDS | SOFT_KINDS:
        return 1
    if finding.kind in SOFT_KINDS:
        return 3
    return 2 if finding.probability >= _SURE else 4 if finding.probability >= MASK_FROM else 5


def _merged_names(findings: Iterable[Finding]) -> list[Finding]:
    """Join overlapping names of the pattern and recogniser layers; the longest says what they are."""
    others: list[Finding] = []
    names: list[Finding] = []
    for finding in sorted(findings):
        if finding.start >= finding.end:
            continue
        if finding.kind not in NAME_KINDS or finding.rule == "known":
            others.append(finding)
        elif names and finding.start < names[-1].end and _rank(finding) == _rank(names[-1]):
            names[-1] = _joined(names[-1], finding)
        else:
            names.append(finding)
    return others + names


def _joined(left: Finding, right: Finding) -> Finding:
    """Both as one; where a title follows a person's name, it says exactly where the name ends."""
    longest = max(left, right, key=_trust)
    return longest._replace(
        start=min(left.start, right.start),
        end=_end_before_title(left, right) or max(left.end, right.end),
        probability=max(left.probability, right.probability),
    )


def _trust(finding: Finding) -> tuple[int, bool, float]:
    return finding.end - finding.start, finding.rule in ("form", "address"), finding.probability


def _end_before_title(left: Finding, right: Finding) -> int | None:
    for titled, other in ((left, right), (right, left)):
        if titled.rule == "form" and titled.kind == "PERSON" and 0 < other.end - titled.end <= _TITLE_LENGTH:
            return titled.end
    return None


class _Taken:
    """The parts of a text that are spoken for."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []

    def free(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts from `start` up to `end` that nobody has taken."""
        parts: list[tuple[int, int]] = []
        index = bisect_right(self.ends, start)
        while index < len(self.starts) and self.starts[index] < end:
            if start < self.starts[index]:
                parts.append((start, self.starts[index]))
            start = max(start, self.ends[index])
            index += 1
        if start < end:
            parts.append((start, end))
        return parts

    def add(self, start: int, end: int) -> None:
        for free_start, free_end in self.free(start, end):
            index = bisect_right(self.starts, free_start)
            self.starts.insert(index, free_start)
            self.ends.insert(index, free_end)
