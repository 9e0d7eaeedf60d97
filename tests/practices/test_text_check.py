"""The page on which members look through a text: decisions count, reasons are asked for, nothing stays."""

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client

from community.models import User

pytestmark = pytest.mark.django_db
ADDRESS = "/members/text-check/"
TEXT = "株式会社みなと製作所の山田太郎です。電話は03-1234-5678、CVE-2024-1234 を突かれました。"
Make, SignIn = Callable[..., User], Callable[..., Client]


@pytest.fixture
def member(content_tree: object, make_person: Make, sign_in: SignIn) -> Client:
    return sign_in(make_person("member"))


def shown(client: Client, status: int = 200, **posted: str) -> str:
    response = client.post(ADDRESS, {"text": TEXT, **posted})
    assert response.status_code == status
    return response.content.decode()


def number_of(page: str, surface: str) -> str:
    found = re.search(rf'<legend>(\d+)\. <b dir="auto">{re.escape(surface)}</b>', page)
    assert found, surface
    return found[1]


def result_in(page: str) -> str:
    found = re.search(r"<textarea id=\"result\"[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found
    return found[1]


def test_only_members_with_a_second_factor_come_in(
    content_tree: object, make_person: Make, sign_in: SignIn, client: Client
) -> None:
    assert client.get(ADDRESS).status_code == 302
    assert sign_in(make_person("member"), second_factor=False).get(ADDRESS).status_code == 302
    assert sign_in(make_person()).get(ADDRESS).status_code == 403


def test_findings_are_marked_by_kind_and_what_stays_stays(member: Client) -> None:
    page = shown(member, check="")
    assert number_of(page, "03-1234-5678")
    assert "連絡先" in page
    assert '<mark class="found-kept">' in page
    assert "CVE-2024-1234" not in re.findall(r"<legend>.*?</legend>", page)


def test_result_has_none_of_what_was_found(member: Client) -> None:
    result = result_in(shown(member, apply=""))
    for secret in ("みなと製作所", "山田太郎", "03-1234-5678"):
        assert secret not in result
    assert "CVE-2024-1234" in result
    assert result.startswith("A社の担当者Aです")


def test_what_is_kept_with_a_reason_stays(member: Client) -> None:
    number = number_of(shown(member, check=""), "03-1234-5678")
    page = shown(member, apply="", **{f"decision-{number}": "keep", f"reason-{number}": "public"})
    assert "03-1234-5678" in result_in(page)


@pytest.mark.parametrize("reason", ["", "because"])
def test_keeping_without_a_reason_is_refused_with_words_and_nothing_is_lost(member: Client, reason: str) -> None:
    number = number_of(shown(member, check=""), "03-1234-5678")
    page = shown(member, 422, apply="", **{f"decision-{number}": "keep", f"reason-{number}": reason})
    assert "残す理由を選ぶか" in page
    assert 'id="result"' not in page
    assert re.search(rf'name="decision-{number}" value="keep" checked', page)


@pytest.mark.parametrize("text", ["", "長" * 20_001])
def test_empty_and_overlong_texts_are_refused(member: Client, text: str) -> None:
    response = member.post(ADDRESS, {"text": text, "check": ""})
    assert response.status_code == 422
    assert "field-error" in response.content.decode() or "errorlist" in response.content.decode()


def test_text_is_stored_nowhere_and_not_kept_by_caches(member: Client, caplog: pytest.LogCaptureFixture) -> None:
    counts = {model: model._base_manager.count() for model in apps.get_models() if model._meta.managed}
    response = member.post(ADDRESS, {"text": TEXT, "apply": ""})
    assert "no-store" in response["Cache-Control"]
    assert {model: model._base_manager.count() for model in counts} == counts
    assert "みなと製作所" not in caplog.text


def test_html_in_the_text_stays_words(member: Client) -> None:
    response = member.post(ADDRESS, {"text": "<script>alert(1)</script> 山田太郎さん", "check": ""})
    assert "<script>alert(1)" not in response.content.decode()
