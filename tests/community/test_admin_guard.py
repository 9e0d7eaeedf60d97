"""The Wagtail admin opens to a proven second factor only, and has no password form of its own."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from community.models import RegionPage, RegionTeam, User

pytestmark = pytest.mark.usefixtures("content_tree")
ADMIN_ADDRESSES = [
    "/admin/",
    "/admin/pages/",
    "/admin/account/",
    "/admin/api/main/pages/",
    "/admin/images/",
    "/admin/reports/site-history/",
    "/admin/jsi18n/",
    "/admin/sprite/",
    "/admin/nowhere/",
]


@pytest.fixture
def organiser(make_region: Callable[[str], RegionTeam], make_person: Callable[..., User]) -> User:
    make_region("kinki")
    return make_person("organiser", region="kinki")


@pytest.mark.parametrize("address", ADMIN_ADDRESSES)
def test_session_without_second_factor_is_sent_to_it(organiser: User, sign_in: Callable, address: str) -> None:
    client = sign_in(organiser, second_factor=False)
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 302
        assert answer["Location"] == reverse("mfa_index")


def test_preview_needs_the_second_factor(organiser: User, sign_in: Callable) -> None:
    page = RegionPage.objects.first()
    for name in ("preview_on_edit", "view_draft"):
        url = reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
        assert sign_in(organiser, second_factor=False).get(url)["Location"] == reverse("mfa_index")


def test_second_factor_opens_the_admin(organiser: User, sign_in: Callable) -> None:
    assert sign_in(organiser).get("/admin/").status_code == 200


def test_member_without_editing_role_is_refused(make_person: Callable, sign_in: Callable) -> None:
    answer = sign_in(make_person("member")).get("/admin/")
    assert answer.status_code == 403
    assert "運営者と審査者" in answer.content.decode()


def test_stranger_is_sent_to_the_sign_in(client: Client) -> None:
    assert client.get("/admin/pages/")["Location"] == f"{reverse('account_login')}?next=/admin/pages/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_own_sign_in_leads_to_ours(client: Client, make_person: Callable, method: str) -> None:
    person = make_person("administrator")
    fields = {"username": person.email, "password": "correct-horse-battery"}
    answer = getattr(client, method)("/admin/login/", fields if method == "post" else {})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_wagtails_own_sign_in_keeps_an_address_of_the_admin_only(client: Client) -> None:
    inside = client.get("/admin/login/?next=/admin/pages/")
    outside = client.get("/admin/login/?next=https://elsewhere.example/")
    assert inside["Location"] == f"{reverse('account_login')}?next=%2Fadmin%2Fpages%2F"
    assert outside["Location"] == reverse("account_login")


@pytest.mark.parametrize("path", ["", "done/", "confirm/MQ/abc/", "complete/"])
def test_wagtails_password_reset_is_gone(client: Client, path: str) -> None:
    assert client.get(f"/admin/password_reset/{path}").status_code == 404


def test_admin_account_page_has_no_password_form(organiser: User, sign_in: Callable) -> None:
    page = sign_in(organiser).get("/admin/account/").content.decode()
    assert 'type="password"' not in page


def test_sign_out_of_the_admin_works_without_second_factor(organiser: User, sign_in: Callable) -> None:
    client = sign_in(organiser, second_factor=False)
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session
