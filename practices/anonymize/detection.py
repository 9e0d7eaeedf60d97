"""All layers on one text."""

from collections.abc import Iterable

from practices.anonymize.addresses import find_addresses
from practices.anonymize.findings import MASK_FROM, Finding, united
from practices.anonymize.forms import find_forms
from practices.anonymize.keep import find_kept
from practices.anonymize.known import KnownName, KnownNames
from practices.anonymize.propagation import repeated
from practices.anonymize.recognise import find_names
from practices.anonymize.recognise.ordinary import is_ordinary
from practices.anonymize.structured import find_structured
from secunity.core.text.normalise import Normalised, normalise_with_offsets


def detect(
    text: str, *, known: KnownNames | Iterable[KnownName | str] | None = None, recognizer: str = "default"
) -> list[Finding]:
    """Return what identifies somebody in `text`, and what is kept, in order and without overlaps.

    Offsets are characters of `text`. `known` are names that must be found in any spelling; `recognizer` is
    "default" or "extra" (slower, finds more, needs Sudachi's dictionary). Raises ValueError for another recognizer.
    """
    normalised = normalise_with_offsets(text)
    plain = normalised.text
    found = [*find_kept(plain), *find_structured(plain)]
    names = [*find_forms(plain), *find_addresses(plain), *find_names(plain, recognizer)]
    names += repeated(plain, united(names, plain))
    placed = [_placed(finding, normalised) for finding in (*found, *names)]
    if known is not None:
        matcher = known if isinstance(known, KnownNames) else KnownNames(known)
        placed += matcher.find(normalised, text)
    return _tidied(united(placed, text), text)


def _tidied(findings: list[Finding], text: str) -> list[Finding]:
    """Without ordinary words, and without single unsure characters at the edge of a sure name."""
    edges = {edge for each in findings if each.is_masked for edge in range(each.start - 1, each.start + 1)}
    edges |= {edge for each in findings if each.is_masked for edge in range(each.end, each.end + 2)}
    return [each for each in findings if not (_is_leftover(each, text) or _is_halo(each, edges))]


def _is_halo(finding: Finding, edges: set[int]) -> bool:
    is_unsure = finding.probability < MASK_FROM and finding.end - finding.start == 1
    return is_unsure and (finding.start in edges or finding.end in edges)


def _is_leftover(finding: Finding, text: str) -> bool:
    """Whether only an ordinary word is left of what the recogniser took for a name (サーバーSV-01)."""
    return finding.rule == "recogniser" and is_ordinary(text[finding.start : finding.end])


def _placed(finding: Finding, normalised: Normalised) -> Finding:
    start, end = normalised.span(finding.start, finding.end)
    return finding._replace(start=start, end=end)
