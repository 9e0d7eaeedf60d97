"""A word list that fits into three megabytes: of each word only a checksum and what kind of word it is."""

import lzma
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent.parent / "data" / "lexicon.bin"

FAMILY, GIVEN, PERSON, PLACE, COUNTRY, PROPER, COMMON = (1 << bit for bit in range(7))
# The letter by which each class is named in the features.
CLASSES = {"S": FAMILY, "G": GIVEN, "P": PERSON, "L": PLACE, "N": COUNTRY, "X": PROPER, "W": COMMON}
LONGEST = 8


class Lexicon:
    """Looks words up; about one unknown word in seven thousand is taken for a known one."""

    def __init__(self, checksums: array, classes: bytes) -> None:
        self._checksums = checksums
        self._classes = classes

    @classmethod
    def of_words(cls, words: Mapping[str, int]) -> "Lexicon":
        """Build from words and their classes."""
        by_checksum: dict[int, int] = {}
        for word, classes in words.items():
            checksum = zlib.crc32(word.encode())
            by_checksum[checksum] = by_checksum.get(checksum, 0) | classes
        ordered = sorted(by_checksum.items())
        return cls(array("I", [key for key, _ in ordered]), bytes(value for _, value in ordered))

    @classmethod
    def from_bytes(cls, content: bytes) -> "Lexicon":
        """Read what `to_bytes` wrote."""
        plain = lzma.decompress(content)
        count = len(plain) // 5
        checksums = array("I", plain[: 4 * count])
        if sys.byteorder == "big":
            checksums.byteswap()
        return cls(checksums, plain[4 * count :])

    def to_bytes(self) -> bytes:
        """All checksums, little-endian and in order, then a byte of classes for each; packed."""
        checksums = array("I", self._checksums)
        if sys.byteorder == "big":
            checksums.byteswap()
        return lzma.compress(checksums.tobytes() + self._classes)

    def classes_of(self, word: str) -> int:
        """The classes of `word`, 0 if it is not known."""
        return self.at(zlib.crc32(word.encode()))

    def at(self, checksum: int) -> int:
        """The classes of the word with this checksum, 0 if there is none."""
        index = bisect_left(self._checksums, checksum)
        if index < len(self._checksums) and self._checksums[index] == checksum:
            return self._classes[index]
        return 0


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The word list that comes with the package."""
    return Lexicon.from_bytes(FILE.read_bytes())
