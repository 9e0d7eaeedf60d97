"""The roles a person holds: read anew for each question, or once for a page that only reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from community.models import RoleGrant, User


class Held(NamedTuple):
    """One role with the code of its region or working group; None for what it is not for."""

    role: str
    region: str | None
    working_group: str | None


_known: ContextVar[dict[int, frozenset[Held]] | None] = ContextVar("roles_held", default=None)


@contextmanager
def roles_read_once() -> Iterator[None]:
    """Inside, each person's roles are read from the database once; only for what changes no roles itself."""
    before = _known.set({})
    try:
        yield
    finally:
        _known.reset(before)


def held_by(user: User) -> frozenset[Held]:
    """The roles of `user`, whether the account is active or not."""
    known = _known.get()
    if known is None:
        return _read(user)
    if user.pk not in known:
        known[user.pk] = _read(user)
    return known[user.pk]


def _read(user: User) -> frozenset[Held]:
    rows = RoleGrant.objects.filter(user=user).values_list("role", "region", "working_group")
    return frozenset(Held(*row) for row in rows)
