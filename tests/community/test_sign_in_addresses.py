"""Sign-in, new password and lost phone tell nobody whether an address has an account."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.models import AddressInquiry, User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("content_tree")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
UNKNOWN = "nobody9@example.jp"
FORMS = [
    ("account_login", "login", {"password": "wrong-password-123"}),
    ("account_reset_password", "email", {}),
    ("members:recovery-ask", "email", {}),
]


@pytest.fixture
def member(make_person: Callable[..., User]) -> User:
    return make_person("member", totp_secret=SECRET)


def ask(name: str, field: str, address: str, more: dict[str, str]) -> tuple[HttpResponse, list[str]]:
    """The answer, and the statements that the database was asked, without the values in them."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = Client().post(reverse(name), {field: address, **more})
    return answer, [re.sub(r"'[^']*'|\b\d+\b", "?", query["sql"]) for query in asked.captured_queries]


def words(answer: HttpResponse, address: str) -> str:
    """The page without the address that was typed and the token of its form."""
    return re.sub(r'value="[^"]{64}"', "", answer.content.decode().replace(address, ""))


@pytest.mark.parametrize(("name", "field", "more"), FORMS)
def test_known_and_unknown_address_get_the_same_answer(
    member: User, name: str, field: str, more: dict[str, str]
) -> None:
    ask(name, field, UNKNOWN, more)
    known, asked_for_known = ask(name, field, member.email, more)
    unknown, asked_for_unknown = ask(name, field, UNKNOWN, more)
    assert (known.status_code, known.headers.get("Location")) == (unknown.status_code, unknown.headers.get("Location"))
    assert words(known, member.email) == words(unknown, UNKNOWN)
    assert len(asked_for_known) == len(asked_for_unknown)


@pytest.mark.parametrize(("name", "kind"), [("account_reset_password", "password"), ("members:recovery-ask", "factor")])
def test_request_only_takes_the_address_down(member: User, client: Client, name: str, kind: str) -> None:
    for address in (member.email, UNKNOWN):
        client.post(reverse(name), {"email": address.upper()})
    assert [(each.kind, each.address) for each in AddressInquiry.objects.order_by("pk")] == [
        (kind, member.email),
        (kind, UNKNOWN),
    ]
    assert not mail.outbox


def test_new_password_is_set_through_the_mail(
    member: User, client: Client, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_reset_password"), {"email": member.email})
        client.post(reverse("account_reset_password"), {"email": UNKNOWN})
    assert [message.to for message in mail.outbox] == [[member.email]]
    assert not AddressInquiry.objects.exists()

    path = re.search(r"https?://[^/]+(/accounts/\S+)", mail.outbox[0].body)[1]
    form = client.get(path, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "another-horse-9", "password2": "another-horse-9"})
    member.refresh_from_db()
    assert member.check_password("another-horse-9")
    assert not member.check_password(PASSWORD)


def test_nobody_without_an_account_or_switched_off_gets_a_mail(
    member: User, client: Client, django_capture_on_commit_callbacks: Callable
) -> None:
    User.objects.filter(pk=member.pk).update(is_active=False)
    with django_capture_on_commit_callbacks(execute=True):
        for name in ("account_reset_password", "members:recovery-ask"):
            for address in (member.email, UNKNOWN):
                client.post(reverse(name), {"email": address})
    assert not mail.outbox


@pytest.mark.parametrize("address", ["", "kein-at", "a@b", "あ" * 300 + "@example.jp", "x" * 10_000])
def test_what_is_no_address_is_said_and_kept(client: Client, address: str) -> None:
    page = client.post(reverse("members:recovery-ask"), {"email": address})
    assert page.status_code == 200
    assert page.context["form"].errors["email"]
    assert page.context["form"]["email"].value() == address
    assert not AddressInquiry.objects.exists()
