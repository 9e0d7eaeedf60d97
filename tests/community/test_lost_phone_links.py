"""The links of a lost phone: made-up ones open nothing, and none stands in the database."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.models import Recovery

pytestmark = pytest.mark.usefixtures("content_tree")


@pytest.mark.parametrize("part", ["confirm", "stop", "set-up"])
@pytest.mark.parametrize("token", ["x", "あ", "x" * 500, "None"])
def test_made_up_links_open_nothing(client: Client, part: str, token: str) -> None:
    assert client.get(f"/members/lost-phone/{part}/{token}/").status_code == 410
    assert client.post(f"/en/members/lost-phone/{part}/{token}/").status_code == 410


def test_links_are_kept_as_hashes_only(make_person: Callable, django_capture_on_commit_callbacks: Callable) -> None:
    member = make_person("member", totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(reverse("members:recovery-ask"), {"email": member.email})
    token = re.search(r"/lost-phone/confirm/([^/\s]+)", mail.outbox[0].body)[1]
    recovery = Recovery.objects.get()
    assert token not in {recovery.confirm_hash, recovery.cancel_hash, recovery.set_up_hash}
    assert timezone.now() < recovery.expires_at


def test_person_without_a_factor_is_led_to_the_sign_in(
    make_person: Callable, django_capture_on_commit_callbacks: Callable
) -> None:
    newcomer = make_person("member")
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(reverse("members:recovery-ask"), {"email": newcomer.email})
    assert not Recovery.objects.exists()
    assert "/accounts/login/" in mail.outbox[-1].body
