"""Makes a room with many signed-in members for load measurements."""

import json
import secrets
import time
from argparse import ArgumentParser
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from community.actions.consents import give_consents_of_set_up
from community.models import Role, RoleGrant, User
from events.actions.meetings import settle_meeting
from events.models import MeetingIndexPage, MeetingPage, Room

MEASURING = ("secunity.settings.bench", "secunity.settings.test")
MOST_MEMBERS = 20_000
BAD_INPUT = 2
LASTS = timedelta(days=1)


class Command(BaseCommand):
    help = "Make an open room with N members who are signed in with both factors, for load measurements."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, where to, and whether the caps hold."""
        parser.add_argument("--members", type=int, required=True, metavar="N")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")
        parser.add_argument("--limits", choices=Room.Limits.values, default=Room.Limits.NORMAL)
        parser.add_argument("--base-url", default=_served_at(), help="where the hub is served")
        parser.add_argument("--json", action="store_true", help="print what was made")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file that load generators read."""
        self._check(options["members"])
        with transaction.atomic():
            room = _room(options["limits"])
            cookies = [_sign_in(user) for user in _members(options["members"])]
        _write(options["output"], _description(room, options["base_url"].rstrip("/"), cookies))
        made = {"room": room.slug, "members": len(cookies), "output": str(options["output"])}
        self.stdout.write(json.dumps(made) if options["json"] else f"{made['members']} members in {made['room']}")

    def _check(self, members: int) -> None:
        if settings.SETTINGS_MODULE not in MEASURING:
            raise CommandError(f"Only with one of these settings: {', '.join(MEASURING)}.", returncode=BAD_INPUT)
        if not 1 <= members <= MOST_MEMBERS:
            raise CommandError(f"--members: a number from 1 to {MOST_MEMBERS} is needed.", returncode=BAD_INPUT)


def _served_at() -> str:
    """Where the hub on this data folder said it serves, else its public address."""
    address: Path = settings.DATA_DIR / "address"
    return address.read_text() if address.exists() else settings.BASE_URL


def _room(limits: str) -> Room:
    """The open room of a meeting that only members know of."""
    index = MeetingIndexPage.objects.filter(locale__language_code="ja").first()
    if index is None:
        raise CommandError("The content tree is missing: run `secunity prepare` first.", returncode=BAD_INPUT)
    now = timezone.now()
    meeting = MeetingPage(
        title="負荷測定",
        slug=f"load-{secrets.token_hex(4)}",
        locale=index.locale,
        starts_at=now,
        ends_at=now + LASTS,
        is_public=False,
        tlp_id="GREEN",
        has_room=True,
    )
    index.add_child(instance=meeting)
    room = settle_meeting(meeting=meeting)
    assert room is not None  # noqa: S101 - the meeting has one
    room.limits = limits
    room.save(update_fields=["limits"])
    return room


def _members(count: int) -> list[User]:
    batch, no_password = secrets.token_hex(4), make_password(None)
    users = User.objects.bulk_create(
        User(email=f"load-{batch}-{n}@bench.invalid", name=f"Load {n}", password=no_password) for n in range(count)
    )
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=Role.MEMBER) for user in users)
    give_consents_of_set_up(users)
    return users


def _sign_in(user: User) -> str:
    """A session as a sign-in with password and code leaves it; returns its cookie."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    now = time.time()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            AUTHENTICATION_METHODS_SESSION_KEY: [
                {"method": "password", "at": now, "email": user.email},
                {"method": "mfa", "at": now, "type": "totp"},
            ],
            _AUTHENTICATION_METHODS_USER_SESSION_KEY: user_id_to_str(user),
        }
    )
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _description(room: Room, base_url: str, cookies: list[str]) -> dict[str, Any]:
    return {
        "url": f"{base_url.replace('http', 'ws', 1)}/ws/rooms/{room.slug}/",
        "origin": base_url,
        "room": room.slug,
        "epoch": room.epoch,
        "cookies": cookies,
    }


def _write(output: Path, description: dict[str, Any]) -> None:
    try:
        output.touch(mode=0o600)
        output.write_text(json.dumps(description))
    except OSError as error:
        raise CommandError(f"{output}: {error.strerror}", returncode=BAD_INPUT) from error
