"""A pattern for one kind of identifier, and how patterns are tried on a text."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from practices.anonymize.findings import Finding

# ASCII look-arounds, never `\b`: to `\b` kana are letters, and a value beside them is missed.
BEFORE = r"(?<![A-Za-z0-9])"
AFTER = r"(?![A-Za-z0-9])"
BEFORE_DIGIT = r"(?<![0-9])"
AFTER_DIGIT = r"(?![0-9])"
# What may stand between a label and its value: 「社員番号は：12345」.
GAP = r"(?:[はがをのにとで:=#|・,、。「『(\[【<>〈《\s-]|番号|No\.?(?![A-Za-z])|ID(?![A-Za-z0-9_.-])){0,8}"
# Between two groups of digits: a hyphen, the long-vowel mark typed for it, or a space.
SEP = r"[- ー]?"


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern; its group `value`, if it has one, is the finding. `check` refuses what only looks like it."""

    kind: str
    pattern: re.Pattern[str]
    check: Callable[[str], bool] | None = None
    probability: float = 1.0

    def find(self, text: str) -> Iterator[Finding]:
        """Yield the findings of this rule in normalised text."""
        group = "value" if "value" in self.pattern.groupindex else 0
        position = 0
        while position < len(text) and (match := self.pattern.search(text, position)):
            start, end = match.span(group)
            if start < end and (self.check is None or self.check(match.group(group))):
                yield Finding(start, end, self.kind, self.probability, "structured")
                position = max(end, position + 1)
            else:
                position = match.start() + 1


def rule(kind: str, pattern: str, check: Callable[[str], bool] | None = None, *, probability: float = 0.95) -> Rule:
    """Make a rule; Latin letters in the pattern fit either case unless it says (?-i:…). A label makes it surer."""
    return Rule(kind, re.compile(pattern, re.IGNORECASE), check, probability)


def labelled(kind: str, labels: str, value: str, *, probability: float = 1.0) -> Rule:
    """Make a rule for a value that only its label gives away."""
    return rule(kind, rf"(?:{labels}){GAP}(?P<value>{value})", probability=probability)


def find_all(rules: Iterable[Rule], text: str) -> list[Finding]:
    """Return what all rules find in normalised text; findings may overlap."""
    return [finding for each in rules for finding in each.find(text)]
