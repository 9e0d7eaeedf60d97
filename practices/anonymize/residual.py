"""The last check before publication: is anything identifying left in what readers will get?"""

import html
import json
import re
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from practices.anonymize.findings import KEEP_KINDS, SOFT_KINDS, united
from practices.anonymize.keep import find_kept
from practices.anonymize.known import KnownName, KnownNames
from practices.anonymize.structured import find_structured
from secunity.core.text.normalise import normalise_with_offsets

_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|code|em|i|mark|ruby|rb|rt|rp|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<!--.{0,5000}?-->|</?[A-Za-z!?][^<>]{0,5000}>", re.DOTALL)
_ATTRIBUTE = re.compile(r"[\w:-]+\s*=\s*(?:\"([^\"<]{1,5000})\"|'([^'<]{1,5000})')")
_ESCAPE = re.compile(r"\\u[0-9a-fA-F]{4}")


class Residue(NamedTuple):
    """Something identifying that is still there: in which field, seen how, and what."""

    field: str
    view: str
    kind: str
    surface: str


def residual(
    text_fields: Mapping[str, str],
    confirmed: Iterable[KnownName | KnownNames | str | tuple[str, str]],
    *,
    allowed: Iterable[str] = (),
) -> list[Residue]:
    """Return what is left in the fields (texts, titles, file names, HTML, JSON, Atom as they go out).

    Looked for are the `confirmed` names in any spelling, and every structured identifier; periods, bands and what is
    kept are no residue. `allowed` are strings that may stand: the marked indicators, the hub's own addresses.
    """
    matcher = _matcher(confirmed)
    passed = frozenset(allowed)
    found: dict[Residue, None] = {}
    for field, text in text_fields.items():
        for view, seen in _views(text):
            for kind, surface in _left_in(seen, matcher):
                if not _is_allowed(surface, passed):
                    found[Residue(field, view, kind, surface)] = None
    return _once(found)


def _matcher(confirmed: Iterable[KnownName | KnownNames | str | tuple[str, str]]) -> list[KnownNames]:
    """The names as matchers; one that was made before is taken as it is."""
    names, ready, pairs = [], [], []
    for each in confirmed:
        if isinstance(each, KnownNames):
            ready.append(each)
        elif isinstance(each, KnownName):
            names.append(each)
        else:
            pairs.append((each, "NAME") if isinstance(each, str) else each)
    return [*ready, KnownNames(names), KnownNames.of_strings(pairs)]


def _views(text: str) -> Iterator[tuple[str, str]]:
    """The text as it is, and as a browser, a JSON reader or a person who follows a link sees it."""
    yield "as written", text
    decoded = text
    if "%" in decoded:
        decoded = urllib.parse.unquote(decoded, errors="replace")
        yield "address", decoded
    if _ESCAPE.search(decoded):
        decoded = _unescaped(decoded)
        yield "JSON", decoded
    if "<" in decoded or "&" in decoded:
        unescaped = html.unescape(decoded)
        yield "page", _TAG.sub("\n", _INLINE_TAG.sub("", unescaped))
        yield "page", html.unescape(_TAG.sub("\n", _INLINE_TAG.sub("", decoded)))
        yield "attributes", "\n".join(html.unescape(one or two) for one, two in _ATTRIBUTE.findall(unescaped))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: json.loads(f'"{match.group()}"'), text)


def _left_in(text: str, matchers: list[KnownNames]) -> Iterator[tuple[str, str]]:
    normalised = normalise_with_offsets(text)
    for matcher in matchers:
        for finding in united(matcher.find(normalised, text), text):
            yield finding.kind, text[finding.start : finding.end]
    plain = normalised.text
    for finding in united([*find_kept(plain), *find_structured(plain)], plain):
        if finding.kind not in KEEP_KINDS | SOFT_KINDS:
            yield finding.kind, plain[finding.start : finding.end]


def _is_allowed(surface: str, allowed: frozenset[str]) -> bool:
    return surface in allowed or any(surface.startswith(each) for each in allowed if each.endswith("/"))


def _once(found: Iterable[Residue]) -> list[Residue]:
    """Each residue of a field once, in the first view that shows it."""
    seen: dict[tuple[str, str, str], Residue] = {}
    for residue in found:
        seen.setdefault((residue.field, residue.kind, residue.surface), residue)
    return list(seen.values())
