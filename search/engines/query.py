"""What was typed → clauses. Forgiving: every input has a meaning, if only an empty one."""

import re
from typing import NamedTuple

from secunity.core.text.normalise import normalise

LONGEST_MEANING = 300
_LONGEST_READ = 3000
_MOST_CLAUSES = 32

_CLAUSE = re.compile(
    r"""(?:(?<!\S)(?P<minus>-+))?(?:「(?P<corner>[^」]+)」|"(?P<quoted>[^"]+)"|(?P<word>[^\s「」"]+))"""
)
_OPERATORS = frozenset({"AND", "OR", "&&", "||", "|", "&"})


class Clause(NamedTuple):
    """A word, or a phrase in quotes; with `is_excluded`, one that must not occur."""

    text: str
    is_phrase: bool = False
    is_excluded: bool = False


def parse(text: str) -> tuple[Clause, ...]:
    """Cut `text` into words, 「phrases」 and -exclusions; at most 300 characters of it count. Never raises."""
    readable = normalise(text[:_LONGEST_READ]).replace("『", "「").replace("』", "」")
    meaning = " ".join(readable.split())[:LONGEST_MEANING]
    clauses = (_clause(match) for match in _CLAUSE.finditer(meaning))
    kept = [clause for clause in clauses if clause]
    return tuple(dict.fromkeys(kept))[:_MOST_CLAUSES]


def _clause(match: re.Match[str]) -> Clause | None:
    phrase = (match["corner"] or match["quoted"] or "").strip()
    is_excluded = bool(match["minus"])
    if phrase:
        return Clause(phrase, is_phrase=True, is_excluded=is_excluded)
    word = match["word"] or ""
    has_meaning = any(char.isalnum() or char in "★☆" for char in word)
    return Clause(word, is_excluded=is_excluded) if has_meaning and word not in _OPERATORS else None
