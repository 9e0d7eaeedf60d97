"""Whose access has changed, in whatever process: read from the database, so that it holds without a bus."""

from collections.abc import Iterable

from community.queries.devices import recent_access_changes

# Numbers that have been seen; far more than come within the seconds in which they are read again.
REMEMBERED = 10_000


class AccessChanges:
    """Tells each change once, although the same rows are read for some seconds."""

    def __init__(self) -> None:
        self._seen: dict[int, None] = {}

    def fresh(self, rows: Iterable[tuple[int, int]]) -> set[int]:
        """The people of those `rows` (number, person) that have not been told before."""
        new = [(number, person_id) for number, person_id in rows if number not in self._seen]
        self._seen |= dict.fromkeys(number for number, _person in new)
        while len(self._seen) > REMEMBERED:
            del self._seen[next(iter(self._seen))]
        return {person_id for _number, person_id in new}


def read_access_changes() -> list[tuple[int, int]]:
    """Number and person of each change of the last seconds. Blocking."""
    return list(recent_access_changes())
