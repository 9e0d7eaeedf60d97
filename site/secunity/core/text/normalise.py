"""One spelling for what looks the same: NFKC and a small explicit map, with the way back to the given text."""

import re
import unicodedata
from typing import NamedTuple

_ONE_FOR_MANY = {
    "-": "‐‑‒–—―−─━﹘﹣－⁃➖︱︲",
    "~": "〜～∼∾⁓˷",
    '"': "“”„‟″〝〞〟＂❝❞",
    "'": "‘’‚‛′＇｀`´ʹʼ❛❜",
    "・": "･·•‧∙⋅⸱",
    "/": "⁄∕╱",
    "、": "﹑",
}
_MAP = {ord(char): target for target, chars in _ONE_FOR_MANY.items() for char in chars}
_MAP |= dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), 8232, 8233), " ")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
# A dash typed for the long-vowel mark: any dash between katakana, and those a Japanese keyboard gives at a word's end.
_KATAKANA = "ァ-ヺｦ-ﾟ"
_LONG_VOWEL = re.compile(
    f"(?<=[{_KATAKANA}])(?:[‐‑‒–—―−─━－](?=[{_KATAKANA}])|[‐―−─－](?![‐-―−─━－\\-{_KATAKANA}ーｰA-Za-zＡ-Ｚａ-ｚ0-9０-９]))"
)
# What NFKC leaves alone and never joins to its neighbour: nearly all of a usual text.
_STABLE = re.compile("[\t\n -~ぁ-ゖァ-ヺー一-鿿、。「」『』・々]+")


class Normalised(NamedTuple):
    """A normalised text and, for each of its characters, the part of the given text it comes from."""

    text: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from `start` up to `end` (at least one) stand in the given text."""
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> str:
    """Return `text` in NFKC, with one form of each dash, tilde, quote and dot, and without invisible characters."""
    return _one_form(unicodedata.normalize("NFKC", _INVISIBLE.sub("", _one_for_one(text))))


def normalise_with_offsets(text: str) -> Normalised:
    """Return `normalise(text)` with the way back from each of its characters to `text`."""
    prepared = _one_for_one(text)
    if _STABLE.fullmatch(prepared):
        return Normalised(prepared, list(range(len(text))), list(range(1, len(text) + 1)))
    kept = [index for index, char in enumerate(prepared) if not _INVISIBLE.match(char)]
    visible = "".join(prepared[index] for index in kept)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(visible):
        part = unicodedata.normalize("NFKC", visible[start:end])
        parts.append(part)
        if end - start == len(part) and _STABLE.fullmatch(part):
            starts.extend(kept[start:end])
            ends.extend(index + 1 for index in kept[start:end])
        else:
            starts.extend([kept[start]] * len(part))
            ends.extend([kept[end - 1] + 1] * len(part))
    return Normalised(_one_form("".join(parts)), starts, ends)


def fold_case(text: str) -> str:
    """Return `text` without differences of case, for comparing; never for showing."""
    return text.casefold()


def _one_for_one(text: str) -> str:
    """Replace single characters by single characters, so that offsets stay."""
    return _one_form(_SURROGATE.sub("\ufffd", _LONG_VOWEL.sub("ー", text)))


def _one_form(text: str) -> str:
    return text.translate(_MAP)


def _clusters(text: str) -> list[tuple[int, int]]:
    """Cut `text` where NFKC of the pieces, put together, is NFKC of the whole."""
    clusters: list[tuple[int, int]] = []
    position = 0
    while position < len(text):
        if match := _STABLE.match(text, position):
            clusters.append(match.span())
            position = match.end()
        else:
            _append_unstable(clusters, text, position)
            position += 1
    return clusters


def _append_unstable(clusters: list[tuple[int, int]], text: str, position: int) -> None:
    """Add one character to the clusters: to the one before it if NFKC would join or reorder the two."""
    if not clusters or not _joins(text, clusters[-1], position):
        clusters.append((position, position + 1))
        return
    start, _ = clusters.pop()
    if position - start > 1 and _STABLE.fullmatch(text, start, position):
        clusters.append((start, position - 1))
        start = position - 1
    clusters.append((start, position + 1))


def _joins(text: str, cluster: tuple[int, int], position: int) -> bool:
    char = text[position]
    if unicodedata.combining(unicodedata.normalize("NFKD", char)[0]):
        return True
    before = text[max(cluster[0], position - 4) : position]
    joined = unicodedata.normalize("NFKC", before + char)
    return joined != unicodedata.normalize("NFKC", before) + unicodedata.normalize("NFKC", char)
