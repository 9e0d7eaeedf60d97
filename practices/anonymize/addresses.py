"""Places by their administrative names, and addresses down to house and floor."""

import re
from collections.abc import Iterator

from practices.anonymize.findings import Finding
from practices.anonymize.gazetteer import PREFECTURES, municipality_ending_at

_PREFECTURE = re.compile("|".join(PREFECTURES))
_SUFFIX = re.compile("[市区町村郡]")
_NUMBER = r"[0-9〇一二三四五六七八九十]{1,4}"
_BLOCK = rf"(?:{_NUMBER}(?:丁目|番町|番地|番|号|条[東西南北]?|線|-|ー|の)){{1,5}}(?:[0-9]{{1,5}}(?:号室?|番地?|F|階)?)?"
# The part below the municipality: a quarter, then a block with its numbers.
_BELOW = re.compile(
    rf"[一-鿿々ヶケノ]{{1,8}}?(?:[東西南北])?{_BLOCK}|[ぁ-ゖァ-ヺー一-鿿々]{{0,10}}?{_BLOCK}|[一-鿿]{{0,6}}字[一-鿿ぁ-ゖ]{{1,8}}(?:{_BLOCK}|[0-9-]{{1,8}})"
)
_BUILDING = re.compile(
    r" ?[ァ-ヺー一-鿿々A-Za-z0-9]{0,12}(?:ビルディング|ビル|マンション|"
    r"ハイツ|コーポ|タワー|荘|ハイム|レジデンス|センター)"
    r"(?:[A-Za-z]?[0-9]{0,4}(?:号室|号|階|F))?"
)
_GRID = re.compile(rf"(?:{_NUMBER}条[東西南北]?|[東西南北]{_NUMBER}条){_NUMBER}丁目(?:[0-9]{{1,3}}(?:-[0-9]{{1,3}})?)?")


def find_addresses(text: str) -> list[Finding]:
    """Return places with their administrative names in normalised text, in order."""
    found = [Finding(*match.span(), "LOC", 0.95, "address") for match in _PREFECTURE.finditer(text)]
    found += [Finding(*match.span(), "LOC", 0.9, "address") for match in _GRID.finditer(text)]
    return _chained([*found, *_municipalities(text)])


def _chained(found: list[Finding]) -> list[Finding]:
    """Join what follows at once: prefecture, city, ward."""
    chained: list[Finding] = []
    for finding in sorted(found):
        if chained and finding.start <= chained[-1].end:
            chained[-1] = chained[-1]._replace(end=max(finding.end, chained[-1].end))
        else:
            chained.append(finding)
    return chained


def _municipalities(text: str) -> Iterator[Finding]:
    done = 0
    for match in _SUFFIX.finditer(text):
        start = municipality_ending_at(text, match.end())
        if start is None or start < done:
            continue
        end = match.end()
        if below := _BELOW.match(text, end):
            end = below.end()
            if building := _BUILDING.match(text, end):
                end = building.end()
        done = match.end()
        yield Finding(start, end, "LOC", 0.9, "address")
