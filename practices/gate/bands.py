"""Numbers that single a case out, as bands: days between two events, and how many records."""

from bisect import bisect_right

_DAYS = (0, 1, 4, 8, 31, 91)
_RECORDS = (1, 10, 100, 1_000, 10_000, 100_000)


def days_band(days: int) -> str:
    """ "0", "1-3", "4-7", "8-30", "31-90" or "91-"; a span that runs backwards is ""."""
    return _band(days, _DAYS) if days >= 0 else ""


def records_band(records: int) -> str:
    """ "0", "1-9", "10-99", … "100000-"."""
    return _band(records, _RECORDS) if records > 0 else "0"


def _band(number: int, starts: tuple[int, ...]) -> str:
    index = bisect_right(starts, number) - 1
    first = starts[index]
    if index + 1 == len(starts):
        return f"{first}-"
    last = starts[index + 1] - 1
    return str(first) if first == last else f"{first}-{last}"
