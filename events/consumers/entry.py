"""Who stands at a room's door: from the handshake's headers to a person and a room. Blocking; run in a thread."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie
from django.http.request import split_domain_port, validate_host
from django.utils import timezone

from community.models import User
from community.queries import has_second_factor, is_chair_of, is_secretary_of
from events.actions.room.pseudonyms import person_in
from events.models import Room
from events.queries.room import room_for
from events.room.events import Person
from events.room.limits import NOT_SIGNED_IN, NOT_THIS_ROOM
from events.tasks.red_talk import end_red_talks

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A person who may enter a room."""

    person: Person
    room: Room
    # Whose session it is; under the Chatham House rule `person` does not tell, and nothing sent may.
    user_id: int
    # The offices in this room; who gains or loses one is asked to come back.
    standing: frozenset[str] = frozenset()


def header(headers: Headers, name: bytes) -> str:
    """The first header of that (lower-case) name, "" without one."""
    return next((value.decode("latin1") for key, value in headers if key == name), "")


def session_key_of(headers: Headers) -> str:
    """The session cookie's value, "" without one."""
    return parse_cookie(header(headers, b"cookie")).get(settings.SESSION_COOKIE_NAME, "")


def is_own_origin(headers: Headers) -> bool:
    """Whether the page that opens the socket is ours; programs that are no browser send no Origin."""
    origin, host = header(headers, b"origin"), header(headers, b"host")
    if not origin or origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    url = urlsplit(origin)
    domain, _port = split_domain_port(host)
    is_known_host = bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
    return is_known_host and url.scheme in ("http", "https") and url.netloc == host.lower()


def enter(session_key: str, slug: str) -> Entry | int:
    """The person and the room, or the code that the socket closes with."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key or None)
    user = get_user(cast(HttpRequest, cast(Any, SimpleNamespace(session=session))))
    if not session_key or not user.is_authenticated or not has_second_factor(session, user):
        return NOT_SIGNED_IN
    room = room_for(user, slug)
    if room is None:
        return NOT_THIS_ROOM
    if room.is_over:
        end_red_talks([room.pk])
    return Entry(person_in(room, user), room, user.pk, _offices(user, room))


def _offices(user: User, room: Room) -> frozenset[str]:
    group = room.working_group
    if group is None:
        return frozenset()
    held = (("chair", is_chair_of(user, group)), ("secretary", is_secretary_of(user, group)))
    return frozenset(office for office, holds in held if holds)


def gone(visits: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those (session key, user id) whose session has ended or whose account is switched off; two queries for all."""
    visits = list(visits)
    keys, people = {key for key, _ in visits}, {user_id for _, user_id in visits}
    store = import_module(settings.SESSION_ENGINE).SessionStore
    if hasattr(store, "get_model_class"):
        sessions = store.get_model_class().objects.filter(pk__in=keys, expire_date__gt=timezone.now())
        keys = set(sessions.values_list("pk", flat=True))
    people = set(User.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True))
    return {(key, user_id) for key, user_id in visits if key not in keys or user_id not in people}
