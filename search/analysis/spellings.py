"""Spellings that the dictionary cuts apart or reads differently, brought to one form."""

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from search.analysis.chain import chain_terms
from search.analysis.terms import Term
from secunity.core.text.normalise import normalise

SPELLINGS_FILE = Path(__file__).parent.parent / "vocabularies" / "spellings.csv"


class Rule(NamedTuple):
    """Neighbouring terms `found` mean `written`."""

    found: tuple[str, ...]
    written: tuple[str, ...]


def join_spellings(terms: list[Term]) -> list[Term]:
    """Replace each run of neighbouring terms that the list knows as another spelling."""
    rules = _rules()
    if not any(term.text in rules for term in terms):
        return terms
    result: list[Term] = []
    index = 0
    while index < len(terms):
        rule = _rule_at(terms, index)
        if rule:
            run = terms[index : index + len(rule.found)]
            result.extend(_rewritten(run, rule))
            index += len(run)
        else:
            result.append(terms[index])
            index += 1
    return result


@lru_cache(maxsize=1)
def _rules() -> dict[str, list[Rule]]:
    """The rules by the first term they look for, the longest first."""
    rules: dict[str, list[Rule]] = {}
    for spelling, other in _read():
        written, found = (_texts(spelling), _texts(other))
        if found and written and found != written:
            rules.setdefault(found[0], []).append(Rule(found, written))
    for same_start in rules.values():
        same_start.sort(key=lambda rule: -len(rule.found))
    return rules


def _read() -> list[tuple[str, str]]:
    with SPELLINGS_FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return [(row["spelling"], row["other"]) for row in rows]


def _texts(text: str) -> tuple[str, ...]:
    return tuple(term.text for term in chain_terms(normalise(text)))


def _rule_at(terms: list[Term], index: int) -> Rule | None:
    for rule in _rules().get(terms[index].text, ()):
        run = terms[index : index + len(rule.found)]
        texts = tuple(term.text for term in run)
        if texts == rule.found and all(run[i].end == run[i + 1].start for i in range(len(run) - 1)):
            return rule
    return None


def _rewritten(run: list[Term], rule: Rule) -> list[Term]:
    """The terms of the usual spelling, spread over the positions of the other one."""
    last = run[-1].position
    return [
        Term(text, run[0].start, run[-1].end, min(run[0].position + index, last), "word")
        for index, text in enumerate(rule.written)
    ]
