"""What was typed → clauses. Forgiving: every input has a meaning, if only an empty one."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from secunity.core.text.normalise import normalise

LONGEST_MEANING = 300
_LONGEST_READ = 3000
_MOST_CLAUSES = 32

_CLAUSE = re.compile(
    r"""(?:(?<!\S)(?P<minus>-+))?(?:「(?P<corner>[^」]+)」|"(?P<quoted>[^"]+)"|(?P<word>[^\s「」"]+))"""
)
_OPERATORS = frozenset({"AND", "OR", "NOT", "&&", "||", "|", "&"})
_NEXT_EXCLUDED = frozenset({"NOT"})
# Said after what is not wanted, apart from it or at its end.
_BEFORE_EXCLUDED = re.compile(r"(?P<word>.*?)(?:を除く|を除いた|を除いて|除く|以外の?|は除外|を除外|除外)")
# One spelling for what is often typed with or without a space.
_RESPELLED = (
    (re.compile(r"\bCVE[ -]?(\d{4})[ -](\d{4,7})\b", re.IGNORECASE), r"CVE-\1-\2"),
    (re.compile(r"\b(T\d{4})[/ ](\d{3})\b"), r"\1.\2"),
    (re.compile(r"(?<=\d) (?=[万億兆千百]?円|[万億兆](?!\w))"), ""),
)


class Clause(NamedTuple):
    """A word, or a phrase in quotes; with `is_excluded`, one that must not occur."""

    text: str
    is_phrase: bool = False
    is_excluded: bool = False


def parse(text: str) -> tuple[Clause, ...]:
    """Cut `text` into words, 「phrases」 and exclusions (-word, NOT word, 〇〇を除く); at most 300 characters of it
    count. Never raises."""
    clauses: list[Clause] = []
    is_next_excluded = False
    for match in _CLAUSE.finditer(_readable(text)):
        word = match["word"] or ""
        if word in _OPERATORS:
            is_next_excluded = word in _NEXT_EXCLUDED
            continue
        said_after = None if match["minus"] else _BEFORE_EXCLUDED.fullmatch(word)
        if said_after and (said_after["word"] or clauses):
            excluded = _clause(said_after["word"]) if said_after["word"] else clauses.pop()
            clauses += [excluded._replace(is_excluded=True)] if excluded else []
            continue
        clause = _clause(word, match["corner"] or match["quoted"] or "")
        if clause:
            clauses.append(clause._replace(is_excluded=is_next_excluded or bool(match["minus"])))
        is_next_excluded = False
    return tuple(dict.fromkeys(clauses))[:_MOST_CLAUSES]


def text_of(clauses: Iterable[Clause]) -> str:
    """The clauses as one would type them: `parse` reads the same again."""
    return " ".join(
        ("-" if clause.is_excluded else "") + (f"「{clause.text}」" if clause.is_phrase else clause.text)
        for clause in clauses
    )


def _readable(text: str) -> str:
    readable = " ".join(normalise(text[:_LONGEST_READ]).replace("『", "「").replace("』", "」").split())
    for pattern, spelling in _RESPELLED:
        readable = pattern.sub(spelling, readable)
    return readable[:LONGEST_MEANING]


def _clause(word: str, phrase: str = "") -> Clause | None:
    if phrase.strip():
        return Clause(phrase.strip(), is_phrase=True)
    word = word.lstrip("-")  # written back, it would read as an exclusion
    has_meaning = any(char.isalnum() or char in "★☆" for char in word)
    return Clause(word) if has_meaning else None
