"""What the character recogniser sees of each character: its neighbours, its run, and the word list."""

import zlib

from practices.anonymize.recognise.letters import kind_of, runs, without_digits
from practices.anonymize.recognise.lexicon import CLASSES, COMMON, LONGEST, Lexicon

_NO_WORD_BEGINS = frozenset("dms、。,.「」『』()!?:;\"' ")
_ONE_WORD = frozenset("kaA")
_NAMES = [(name, bit) for name, bit in CLASSES.items() if bit != COMMON]


def features_of(text: str, lexicon: Lexicon) -> list[list[str]]:
    """Return the features of each character of a normalised sentence."""
    plain = without_digits(text)
    kinds = "".join(map(kind_of, plain))
    starts, ends = runs(kinds)
    marks = _word_marks(plain, kinds, lexicon)
    words = ["".join(name + at[index] for name, at in marks.items() if at[index]) for index in range(len(plain))]
    letters, around = f"^^^{plain}$$$$", f"^^^{kinds}$$$$"
    rows = []
    for index, kind in enumerate(kinds):
        row = _neighbours(letters, around, index + 3)
        row.append(f"l{min(index - starts[index], 4)}{kind}{min(ends[index] - index, 5)}")
        if kind in "kcaA":
            _add_run(row, plain, kind, starts[index], ends[index])
        _add_words(row, words, index)
        _add_classes(row, marks, kind, index)
        rows.append(row)
    return rows


def _neighbours(letters: str, kinds: str, at: int) -> list[str]:
    a, b, c, d, e, f, g = list(letters[at - 3 : at + 4])
    return [
        *("0" + d, "1" + e, "2" + f, "3" + g, "4" + c, "5" + b, "6" + a),
        *("7" + c + d, "8" + d + e, "9" + e + f, "a" + b + c, "n" + f + g, "z" + a + b),
        *("b" + b + c + d, "c" + c + d + e, "d" + d + e + f, "y" + e + f + g, "x" + a + b + c),
        *("e" + kinds[at - 2 : at + 3], "f" + kinds[at - 1 : at + 2], "t" + kinds[at - 3 : at + 4]),
    ]


def _add_run(row: list[str], text: str, kind: str, start: int, end: int) -> None:
    length = end - start
    if 1 < length <= 10:
        row.append("r" + text[start:end])
    after = text[end : end + 1]
    row += [
        "p" + text[start : start + 2],
        "q" + text[end - 2 : end],
        f"u{kind}{text[max(0, start - 2) : start]}",
        f"v{kind}{text[end : end + 2]}",
        f"w{kind}{after}{min(length, 5)}",
        "T" + text[end - 1 : end] + after,
    ]


def _add_words(row: list[str], words: list[str], index: int) -> None:
    here = words[index]
    after = words[index + 1] if index + 1 < len(words) else "$"
    before = words[index - 1] if index else "^"
    row += ["A" + here, f"B{here}|{after}", f"C{before}|{here}"]


def _add_classes(row: list[str], marks: dict[str, list[str]], kind: str, index: int) -> None:
    common = marks["W"][index]
    for name, _ in _NAMES:
        if mark := marks[name][index]:
            row += [f"D{name}{mark}{kind}", f"E{name}{mark}{common}"]


def _word_marks(text: str, kinds: str, lexicon: Lexicon) -> dict[str, list[str]]:
    """For each class and character: B, I or E with the length of the longest word there, else nothing."""
    marks = {name: [""] * len(text) for name in CLASSES}
    lengths = {name: [0] * len(text) for name in CLASSES}
    encoded = [char.encode() for char in text]
    for start, kind in enumerate(kinds):
        if kind in _NO_WORD_BEGINS or (kind in _ONE_WORD and start and kinds[start - 1] == kind):
            continue
        for end, classes in reversed(_words_from(encoded, kinds, start, lexicon)):
            for name, bit in CLASSES.items():
                if classes & bit and max(lengths[name][start:end]) < end - start:
                    _mark(marks[name], lengths[name], start, end)
    return marks


def _words_from(encoded: list[bytes], kinds: str, start: int, lexicon: Lexicon) -> list[tuple[int, int]]:
    """The ends and classes of the words that begin at `start` and do not end inside a katakana or Latin word."""
    found = []
    checksum = zlib.crc32(encoded[start])
    for end in range(start + 2, min(len(encoded), start + LONGEST) + 1):
        checksum = zlib.crc32(encoded[end - 1], checksum)
        if end < len(kinds) and kinds[end] == kinds[end - 1] and kinds[end] in _ONE_WORD:
            continue
        if classes := lexicon.at(checksum):
            found.append((end, classes))
    return found


def _mark(marks: list[str], lengths: list[int], start: int, end: int) -> None:
    length = end - start
    shown = str(min(length, 6))
    lengths[start:end] = [length] * length
    marks[start:end] = ["I" + shown] * length
    marks[start], marks[end - 1] = "B" + shown, "E" + shown
