"""Recovery codes: shown once, counted, and a word when few are left."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from community.models import User
from community.queries.people_security import protection_of
from tests.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("content_tree")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def member(make_person: Callable[..., User]) -> User:
    return make_person("member", totp_secret=SECRET)


@pytest.fixture
def confirmed(member: User, sign_in: Callable[..., Client]) -> Client:
    """Signed in, with the password given once more."""
    client = sign_in(member)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def codes_of(member: User) -> list[str]:
    return Authenticator.objects.get(user=member, type="recovery_codes").wrap().get_unused_codes()


def use(codes: list[str], member: User) -> Client:
    client = Client(HTTP_USER_AGENT="Firefox Windows")
    for code in codes:
        client = Client(HTTP_USER_AGENT="Firefox Windows")
        client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
        client.post(reverse("mfa_authenticate"), {"code": code})
    return client


def test_codes_are_shown_once_and_can_be_saved_then(member: User, confirmed: Client) -> None:
    codes = codes_of(member)
    first = confirmed.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert all(f"<li>{code}</li>" in first for code in codes)
    saved = first.split('href="data:text/plain;charset=utf-8,')[1].split('"')[0]
    assert unquote(saved).split() == codes

    again = confirmed.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert not any(code in again for code in codes)
    assert "10" in again
    assert confirmed.get(reverse("mfa_download_recovery_codes")).status_code == 403


def test_new_codes_replace_the_old_ones(member: User, confirmed: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "on_commit", lambda announce, **_options: announce())
    old = codes_of(member)
    confirmed.get(reverse("mfa_view_recovery_codes"))
    confirmed.post(reverse("mfa_generate_recovery_codes"))
    page = confirmed.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert codes_of(member)[0] in page
    assert set(codes_of(member)).isdisjoint(old)
    assert use(old[:1], member).get("/members/").status_code == 302


def test_used_code_is_told_with_the_number_left(member: User, django_capture_on_commit_callbacks: Callable) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client = use(codes_of(member)[:1], member)
    assert protection_of(member).codes_left == 9
    assert [message.subject for message in mail.outbox] == ["復旧コードが使われました"]
    assert "残りは9個" in mail.outbox[0].body
    assert "復旧コードの残りは9個" in client.get("/members/").content.decode()


@pytest.mark.parametrize(("used", "warns"), [(6, False), (7, True)])
def test_few_codes_are_warned_of(member: User, confirmed: Client, used: int, warns: bool) -> None:
    codes = Authenticator.objects.get(user=member, type="recovery_codes")
    codes.data["used_mask"] = (1 << used) - 1
    codes.save()
    page = confirmed.get(reverse("mfa_index")).content.decode()
    assert ("復旧コードが残り少なくなっています" in page) is warns
    assert protection_of(member).has_few_codes is warns
