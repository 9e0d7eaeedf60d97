"""Limits hold with several processes: two servers over one database, with no Redis between them."""

import re
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest
from allauth.core.internal import ratelimit
from allauth.mfa.totp.internal import auth
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from community.models import SharedLimit
from tests.served import ServedHub, serve_hub

# As people run it, with the limits that the bench settings lift.
ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "secunity.settings.dev", "SECUNITY_EMBEDDED_WORKER": "false"}
TOO_MANY = "Too many failed login attempts"


@pytest.fixture(scope="module")
def hubs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ServedHub, ServedHub]]:
    folder = tmp_path_factory.mktemp("limits")
    with serve_hub(folder, env=ENVIRONMENT) as one:
        other = ServedHub(folder, ENVIRONMENT, folder / "other.log")
        other.start()
        yield one, other
        other.stop()


class Stranger:
    """A browser without a session, at one of the two servers."""

    def __init__(self, hub: ServedHub) -> None:
        self._hub = hub
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """The status and the words of the answer to a form that was fetched first."""
        page = self._opener.open(self._hub.origin + path).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        body = urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        request = Request(self._hub.origin + path, data=body, headers={"Referer": self._hub.origin})  # noqa: S310
        try:
            answer = self._opener.open(request)
        except OSError as error:
            return error.code, error.read().decode()  # type: ignore[attr-defined]
        return answer.status, answer.read().decode()


def test_failed_sign_ins_are_counted_across_processes(hubs: tuple[ServedHub, ServedHub]) -> None:
    answers = []
    for number in range(6):
        stranger = Stranger(hubs[number % 2])
        answers.append(stranger.post("/en/accounts/login/", login="a@example.jp", password="wrong-password"))
    assert [TOO_MANY in words for _status, words in answers] == [False] * 5 + [True]


def test_lost_phone_is_asked_a_few_times_an_hour(hubs: tuple[ServedHub, ServedHub]) -> None:
    answers = [
        Stranger(hubs[number % 2]).post("/en/members/lost-phone/", email="B@example.jp"[:12]) for number in range(4)
    ]
    assert [status for status, _words in answers] == [200, 200, 200, 429]


def test_new_passwords_are_asked_for_a_few_times_a_minute(hubs: tuple[ServedHub, ServedHub]) -> None:
    answers = [
        Stranger(hubs[number % 2]).post("/en/accounts/password/reset/", email="c@example.jp") for number in range(6)
    ]
    assert [status for status, _words in answers] == [200] * 5 + [429]


@pytest.fixture
def shared(settings: pytest.FixtureRequest, db: None) -> None:
    """The cache of limits as it is without Redis."""
    settings.CACHES = {
        **settings.CACHES,
        "limits": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": SharedLimit._meta.db_table,
        },
    }


def test_allauth_counts_and_uses_up_codes_in_the_shared_cache(shared: None) -> None:
    assert ratelimit.cache.add("counted", 1)
    assert auth.cache.add("used", "y")
    assert caches["limits"].get("counted") == 1
    assert {key.split(":")[-1] for key in SharedLimit.objects.values_list("pk", flat=True)} == {"counted", "used"}
    assert not auth.cache.add("used", "y")


def test_too_many_requests_are_answered_in_words(client: Client, content_tree: object, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}  # type: ignore[attr-defined]
    for _time in range(3):
        client.post(reverse("members:recovery-ask"), {"email": "d@example.jp"})
    answer = client.post(reverse("members:recovery-ask"), {"email": "d@example.jp"})
    assert answer.status_code == 429
    assert "<h1" in answer.content.decode()


def test_proxy_is_not_taken_for_the_reader() -> None:
    production = Path("site/secunity/settings/production.py").read_text()
    assert "ALLAUTH_TRUSTED_PROXY_COUNT" in production
