"""What happens to accounts is in Wagtail's log."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from community.models import User
from tests.conftest import PASSWORD, Tree

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def logged(about: object) -> list[str]:
    return list(ModelLogEntry.objects.for_instance(about).order_by("pk").values_list("action", flat=True))


@pytest.fixture
def member(content_tree: Tree, make_person: Callable[..., User]) -> User:
    member = make_person("member", totp_secret=SECRET)
    ModelLogEntry.objects.all().delete()
    return member


def test_sign_in_and_out_are_logged(member: User, sign_in: Callable) -> None:
    client = sign_in(member)
    client.post(reverse("account_logout"))
    assert logged(member) == ["community.sign_in", "community.sign_out"]


def test_failed_sign_in_is_logged_for_the_person(client: Client, member: User) -> None:
    client.post(reverse("account_login"), {"login": member.email, "password": "wrong-password"})
    entry = ModelLogEntry.objects.get()
    assert entry.action == "community.sign_in_failed"
    assert entry.object_id == str(member.pk)
    assert entry.user is None


def test_failed_sign_in_of_nobody_is_logged_for_the_hub(client: Client, content_tree: Tree) -> None:
    client.post(reverse("account_login"), {"login": "nobody@example.jp", "password": "wrong-password"})
    assert logged(content_tree.wagtail_site) == ["community.sign_in_failed"]


def test_wrong_code_is_logged(client: Client, member: User) -> None:
    client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": "not-a-code"})
    assert logged(member) == ["community.second_factor_failed"]


def test_removed_factor_is_logged(member: User, sign_in: Callable) -> None:
    request = sign_in(member).get(reverse("members:home")).wsgi_request
    factor = Authenticator.objects.get(user=member, type="totp")
    authenticator_removed.send(sender=Authenticator, request=request, user=member, authenticator=factor)
    assert logged(member)[-1] == "community.second_factor_removed"


def test_log_is_read_in_words_by_an_administrator(member: User, make_person: Callable, sign_in: Callable) -> None:
    client = sign_in(make_person("administrator"))
    report = client.get("/admin/reports/site-history/").content.decode()
    assert "サインインしました" in report
    assert "役割を付与しました：管理者" in report
