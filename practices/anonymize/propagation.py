"""What is a name in one place is a name everywhere: in the rest of the text, and in every other field."""

import re
from collections.abc import Iterable, Mapping

from practices.anonymize.findings import NAME_KINDS, Finding, united
from practices.anonymize.known import KnownNames
from secunity.core.text.normalise import normalise_with_offsets

# Only what is this sure is looked for elsewhere.
_SURE = 0.5
_SHORTEST = 2
_MOST = 400
_SPREADING = frozenset({"PERSON", "ORG", "FAC"})
_LETTER = {"kana": re.compile("[ァ-ヺー]"), "latin": re.compile("[A-Za-z0-9]")}


def repeated(text: str, names: Iterable[Finding]) -> list[Finding]:
    """Return further places in `text` that read exactly like one of the sure names."""
    sure: dict[str, Finding] = {}
    for finding in names:
        surface = text[finding.start : finding.end]
        if finding.kind in _SPREADING and finding.probability >= _SURE and len(surface) >= _SHORTEST:
            sure.setdefault(surface, finding)
    if not sure:
        return []
    longest = sorted(sure, key=len, reverse=True)[:_MOST]
    pattern = re.compile("|".join(map(re.escape, longest)))
    return [
        Finding(*match.span(), sure[match.group()].kind, sure[match.group()].probability, "repeated")
        for match in pattern.finditer(text)
        if _stands_alone(text, *match.span())
    ]


def confirmed_in(fields: Mapping[str, str], confirmed: Iterable[tuple[str, str]]) -> dict[str, list[Finding]]:
    """Return, for each field (also titles, tags, file names), where confirmed strings (with kinds) stand in it."""
    names = KnownNames.of_strings(confirmed)
    return {field: united(names.find(normalise_with_offsets(text), text), text) for field, text in fields.items()}


def strings_of(text: str, findings: Iterable[Finding]) -> set[tuple[str, str]]:
    """The masked names of a text with their kinds: what to look for in the other fields."""
    return {(text[f.start : f.end], f.kind) for f in findings if f.is_masked and f.kind in NAME_KINDS}


def _stands_alone(text: str, start: int, end: int) -> bool:
    for letters in _LETTER.values():
        if letters.match(text[start]) and start and letters.match(text[start - 1]):
            return False
        if letters.match(text[end - 1]) and end < len(text) and letters.match(text[end]):
            return False
    return True
