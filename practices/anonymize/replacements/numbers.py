"""What a written number says: 「1億2,000万円」 is 120000000."""

import re
from decimal import Decimal

_DIGITS = {char: index for index, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
_TOKEN = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|[〇零一二三四五六七八九十百千万億兆]")


def number_in(text: str) -> int | None:
    """Return the first number of a normalised text, in digits, Chinese characters or both, rounded down; else None."""
    tokens = _first_run(text)
    if not tokens:
        return None
    total, section, digits = Decimal(0), Decimal(0), ""
    for token in tokens:
        if token in _LARGE:
            total += (section + _value(digits, default=0 if section else 1)) * _LARGE[token]
            section, digits = Decimal(0), ""
        elif token in _SMALL:
            section += _value(digits, default=1) * _SMALL[token]
            digits = ""
        else:
            digits += str(_DIGITS.get(token, token.replace(",", "")))
    return int(total + section + _value(digits, default=0))


def _first_run(text: str) -> list[str]:
    tokens: list[str] = []
    position = -1
    for match in _TOKEN.finditer(text):
        if tokens and match.start() != position:
            break
        tokens.append(match.group())
        position = match.end()
    return tokens


def _value(digits: str, *, default: int) -> Decimal:
    return Decimal(digits) if digits else Decimal(default)
