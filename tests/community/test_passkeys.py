"""Passkeys: what no browser made is refused in words; the ceremony itself is driven by a browser (tests/e2e)."""

import json
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from community.models import User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("content_tree")
GARBAGE = ["", "null", "[]", "{}", '"text"', "1", "{", '{"id": "x"}', '{"response": {"userHandle": "****"}}',
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {
        "clientDataJSON": "AA", "attestationObject": "AA", "authenticatorData": "AA", "signature": "AA",
        "userHandle": "MQ"}}),
]  # fmt: skip


@pytest.fixture
def confirmed(make_person: Callable[..., User], sign_in: Callable[..., Client]) -> Client:
    """A member without a factor who has just given the password once more."""
    client = sign_in(make_person("member"), second_factor=False)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.mark.parametrize("credential", GARBAGE)
def test_key_that_no_browser_made_is_not_added(confirmed: Client, credential: str) -> None:
    confirmed.get(reverse("mfa_add_webauthn"))
    page = confirmed.post(reverse("mfa_add_webauthn"), {"name": "鍵", "credential": credential})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert page.context["form"]["name"].value() == "鍵"
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("credential", GARBAGE)
def test_key_that_no_browser_made_opens_nothing(client: Client, credential: str) -> None:
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert answer["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_name_of_a_key_is_short(confirmed: Client, make_person: Callable) -> None:
    owner = User.objects.get()
    key = Authenticator.objects.create(user=owner, type="webauthn", data={"name": "鍵", "credential": {}})
    session = confirmed.session
    session["account_authentication_methods"] += [{"method": "mfa", "at": 9_999_999_999, "reauthenticated": True}]
    session.save()
    address = reverse("mfa_edit_webauthn", args=[key.pk])
    page = confirmed.post(address, {"name": "長" * 10_000})
    assert page.context["form"].errors["name"]
    assert confirmed.post(address, {"name": "会社のスマートフォン"}).status_code == 302
    key.refresh_from_db()
    assert key.data["name"] == "会社のスマートフォン"


@pytest.mark.parametrize(
    ("host", "is_told"), [("127.0.0.1", True), ("[::1]", True), ("localhost", False), ("testserver", False)]
)
def test_page_says_where_browsers_make_no_keys(
    confirmed: Client, settings: pytest.FixtureRequest, host: str, is_told: bool
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    page = confirmed.get(reverse("mfa_add_webauthn"), HTTP_HOST=host).content.decode()
    assert ("このアドレスではパスキーを使えません" in page) is is_told
