"""Words that the recognisers must not hide: their training texts hardly speak of computers."""

import re
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "data" / "ordinary_words.txt"
_PARTICLE = re.compile("[はがをにのとでもへや]$")
_LONGEST = 16


def is_worth_showing(surface: str) -> bool:
    """Whether a finding holds letters, and anything besides ordinary words."""
    return any(char.isalnum() for char in surface) and not is_ordinary(surface)


def is_ordinary(surface: str) -> bool:
    """Whether the surface is put together from ordinary words alone, perhaps with a particle behind."""
    plain = surface.strip(" 、。・()「」『』")
    return any(_is_made_of_words(each) for each in {plain, _PARTICLE.sub("", plain)})


def _is_made_of_words(surface: str) -> bool:
    known = _words()
    reachable = {0}
    for start in range(len(surface)):
        if start in reachable:
            ends = range(start + 1, min(len(surface), start + _LONGEST) + 1)
            reachable |= {end for end in ends if surface[start:end] in known}
    return bool(surface) and len(surface) in reachable


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
