"""Sign-in through allauth as a browser does it: password, then a second factor."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from community.models import User
from community.queries import has_second_factor
from tests.conftest import PASSWORD, Tree

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = 58_000_000

pytestmark = pytest.mark.usefixtures("content_tree", "steady_clock")


@pytest.fixture
def steady_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test falls between two codes."""
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([STEP]))


@pytest.fixture
def member(make_person: Callable[..., User]) -> User:
    return make_person("member", totp_secret=SECRET)


@pytest.fixture
def newcomer(make_person: Callable[..., User]) -> User:
    """A member who has not set up a second factor yet."""
    return make_person("member")


def code(secret: str = SECRET) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, STEP))


def give_password(client: Client, person: User, password: str = PASSWORD) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": person.email, "password": password})


def give_code(client: Client, value: str) -> HttpResponse:
    return client.post(reverse("mfa_authenticate"), {"code": value})


def is_in(client: Client) -> bool:
    return client.get("/members/").status_code == 200


def test_password_alone_opens_nothing(client: Client, member: User) -> None:
    response = give_password(client, member)
    assert response["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get("/members/")["Location"].startswith(reverse("account_login"))
    assert client.get("/admin/")["Location"].startswith(reverse("account_login"))


def test_password_and_code_open_the_members_page(client: Client, member: User) -> None:
    give_password(client, member)
    response = give_code(client, code())
    assert response["Location"] == reverse("members:home")
    assert is_in(client)
    assert has_second_factor(client.session, member)


def test_wrong_password_says_the_same_as_an_unknown_address(client: Client, member: User) -> None:
    wrong = give_password(client, member, "wrong-password-123")
    unknown = client.post(reverse("account_login"), {"login": "nobody@example.jp", "password": "wrong-password-123"})
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_wrong_code_is_refused(client: Client, member: User) -> None:
    give_password(client, member)
    wrong = "000000" if code() != "000000" else "111111"
    assert give_code(client, wrong).status_code == 200
    assert not is_in(client)


def test_code_used_once_is_refused_the_second_time(client: Client, member: User) -> None:
    give_password(client, member)
    give_code(client, code())
    other = Client()
    give_password(other, member)
    give_code(other, code())
    assert is_in(client)
    assert not is_in(other)


def test_recovery_code_opens_once(client: Client, member: User) -> None:
    recovery = Authenticator.objects.get(user=member, type="recovery_codes").wrap().get_unused_codes()[0]
    give_password(client, member)
    give_code(client, recovery)
    assert is_in(client)
    other = Client()
    give_password(other, member)
    give_code(other, recovery)
    assert not is_in(other)


def test_too_many_wrong_codes_are_stopped(client: Client, member: User, settings: pytest.FixtureRequest) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}
    give_password(client, member)
    for _attempt in range(3):
        give_code(client, "000000")
    give_code(client, code())
    assert not is_in(client)


def test_nobody_signs_up_alone(client: Client) -> None:
    fields = {"email": "stranger@example.jp", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), fields)
    assert not User.objects.filter(email="stranger@example.jp").exists()


def test_inactive_person_stays_outside(client: Client, member: User) -> None:
    member.is_active = False
    member.save()
    give_password(client, member)
    give_code(client, code())
    assert not is_in(client)


@pytest.fixture
def enrol(monkeypatch: pytest.MonkeyPatch) -> Callable[[Client], HttpResponse]:
    """Sets up an authenticator app as a browser does, after giving the password again."""
    # A test's transaction never commits; allauth announces the new factor on commit, within the request.
    monkeypatch.setattr(transaction, "on_commit", lambda announce, **_options: announce())

    def run(client: Client) -> HttpResponse:
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
        return client.post(reverse("mfa_activate_totp"), {"code": code(secret)})

    return run


def test_newcomer_is_led_to_the_set_up_and_then_in(client: Client, newcomer: User, enrol: Callable) -> None:
    give_password(client, newcomer)
    refused = client.get("/members/", follow=True)
    assert refused.redirect_chain == [(reverse("mfa_index"), 302)]
    assert "二段階認証" in refused.content.decode()
    enrol(client)
    assert is_in(client)


def test_recovery_codes_made_in_a_session_prove_nothing(member: User, sign_in: Callable) -> None:
    client = sign_in(member, second_factor=False)
    request = client.get(reverse("mfa_authenticate")).wsgi_request
    codes = Authenticator.objects.get(user=member, type="recovery_codes")
    authenticator_added.send(sender=Authenticator, request=request, user=member, authenticator=codes)
    assert not has_second_factor(request.session, member)


def test_further_factor_does_not_prove_the_first(member: User, sign_in: Callable) -> None:
    request = sign_in(member, second_factor=False).get(reverse("mfa_authenticate")).wsgi_request
    key = Authenticator.objects.create(user=member, type="webauthn", data={"name": "鍵", "credential": {}})
    authenticator_added.send(sender=Authenticator, request=request, user=member, authenticator=key)
    assert not has_second_factor(request.session, member)


def test_first_passkey_proves_itself(newcomer: User, sign_in: Callable) -> None:
    request = sign_in(newcomer, second_factor=False).get(reverse("mfa_authenticate")).wsgi_request
    key = Authenticator.objects.create(user=newcomer, type="webauthn", data={"name": "鍵", "credential": {}})
    authenticator_added.send(sender=Authenticator, request=request, user=newcomer, authenticator=key)
    assert has_second_factor(request.session, newcomer)


def test_old_password_session_cannot_touch_the_factors(client: Client, newcomer: User, enrol: Callable) -> None:
    old = Client()
    give_password(old, newcomer)
    give_password(client, newcomer)
    enrol(client)
    assert not is_in(old)
    for name in ("mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "account_reauthenticate"):
        answer = old.get(reverse(name))
        assert answer["Location"].startswith(reverse("mfa_reauthenticate")), name


def test_old_session_gets_in_by_proving_the_factor(member: User, sign_in: Callable) -> None:
    client = sign_in(member, second_factor=False)
    asked = client.get("/members/")
    assert asked["Location"] == f"{reverse('mfa_reauthenticate')}?next=%2Fmembers%2F"
    assert client.post(asked["Location"], {"code": code()})["Location"] == "/members/"
    assert is_in(client)


def test_person_with_a_passkey_only_is_asked_for_it(newcomer: User, sign_in: Callable) -> None:
    Authenticator.objects.create(user=newcomer, type="webauthn", data={"name": "鍵", "credential": {}})
    client = sign_in(newcomer, second_factor=False)
    assert client.get("/members/")["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))


def test_removing_the_last_factor_closes_every_session(client: Client, newcomer: User, enrol: Callable) -> None:
    elsewhere = Client()
    give_password(elsewhere, newcomer)
    give_password(client, newcomer)
    enrol(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=newcomer).exists()
    assert elsewhere.get("/members/")["Location"].startswith(reverse("account_login"))
    assert client.get("/members/")["Location"] == reverse("mfa_index")


def test_sign_in_with_a_passkey_is_a_second_factor(newcomer: User, sign_in: Callable) -> None:
    request = sign_in(newcomer, second_factor=False).get(reverse("mfa_authenticate")).wsgi_request
    key = Authenticator.objects.create(user=newcomer, type="webauthn", data={"name": "鍵", "credential": {}})
    post_authentication(request, key, passwordless=True)
    assert has_second_factor(request.session, newcomer)


def test_address_is_confirmed_at_creation(member: User) -> None:
    assert EmailAddress.objects.get(user=member).verified


def test_sign_out_closes(client: Client, member: User, content_tree: Tree) -> None:
    give_password(client, member)
    give_code(client, code())
    client.post(reverse("account_logout"))
    assert not is_in(client)
