"""Words in both languages, and the data files that hold them."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Words:
    """The same thing said in Japanese and in English."""

    ja: str
    en: str

    def said(self, language: str) -> str:
        """The words in `language` ("ja" or "en"; English for anything that begins with "en")."""
        return self.en if language.startswith("en") else self.ja


def words_of(entry: dict[str, str]) -> Words:
    """The words of `{"ja": …, "en": …}`."""
    return Words(ja=entry["ja"], en=entry["en"])


@cache
def read_data(name: str) -> Any:
    """The parsed file `name` of this package's data."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))
