"""Completions while somebody types: public words only, gone with what they came from."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from practices.actions import withdraw_case
from practices.models import Case
from tests.factories.practices import make_case, make_practice

Update = Callable[[], int]
ADDRESS = "/search/suggest/"


def suggested(client: Client, typed: str, prefix: str = "") -> list[str]:
    response = client.get(prefix + ADDRESS, {"q": typed})
    assert response.status_code == 200
    assert not response.cookies
    return [each["text"] for each in response.json()["suggestions"]]


@pytest.mark.parametrize("typed", ["ランサ", "らんさ", "ﾗﾝｻ", "ransa"])
def test_word_is_completed_however_it_is_begun(client: Client, index: Update, typed: str) -> None:
    make_case(ja={"title": "受注が止まった朝", "what_happened": "ランサムウェアの被害です。"})
    index()
    assert "ランサムウェア" in suggested(client, typed)


def test_title_and_the_last_word_of_several_are_completed(client: Client, index: Update, make_region: Any) -> None:
    page = make_region("kinki").region.pages.get(locale__language_code="ja")
    make_practice(page, title="復元訓練の持ち回り")
    make_case(ja={"title": "受注が止まった朝", "what_happened": "ランサムウェアの被害です。"})
    index()
    assert "受注が止まった朝" in suggested(client, "受注が")
    assert "復元訓練の持ち回り" in suggested(client, "復元訓")
    assert "大阪 ランサムウェア" in suggested(client, "大阪 ランサ")


def test_titles_are_in_the_language_of_the_reader(client: Client, index: Update) -> None:
    make_case(ja={"title": "受注が止まった朝"}, en={"title": "The morning the orders stopped"})
    index()
    assert suggested(client, "the morn", "/en") == ["The morning the orders stopped"]
    assert "The morning the orders stopped" not in suggested(client, "the morn")


def test_what_is_not_public_completes_nothing(client: Client, index: Update) -> None:
    withdrawn, closed = (make_case(ja={"title": f"ひょうたん島の{name}"}) for name in ("朝", "夜"))
    index()
    assert len(suggested(client, "ひょうたん島の")) >= 2
    withdraw_case(case=withdrawn)
    Case.objects.filter(pk=closed.pk).update(tlp_id="AMBER")
    index()
    assert suggested(client, "ひょうたん島の") == []


@pytest.mark.parametrize("typed", ["", " ", "*", "あ" * 10_000, "\x00", "' OR 1=1", "「", "🙂"])
def test_anything_typed_is_answered(client: Client, index: Update, typed: str) -> None:
    make_case(ja={"title": "受注が止まった朝"})
    index()
    assert isinstance(suggested(client, typed), list)
