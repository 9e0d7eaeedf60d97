"""The last check looks through every dress that a name can go out in."""

import json
import urllib.parse

import pytest

from practices.anonymize import KnownName, residual

NAME = "山田太郎"


@pytest.mark.parametrize(
    "rendered",
    [
        NAME,
        "<p>山<b>田</b>太郎</p>",
        "&#23665;&#30000;太郎",
        json.dumps({"title": NAME}),
        f'<a href="/cases/{urllib.parse.quote(NAME)}/">詳細</a>',
        f'<img alt="{NAME}の端末">',
        "<entry><title>&lt;em&gt;山田&lt;/em&gt;太郎</title></entry>",
        "報告書_山田 太郎.pdf",
        "ﾔﾏﾀﾞ太郎と山\u200b田太郎",
    ],
)
def test_name_is_seen_however_it_is_written(rendered: str) -> None:
    assert residual({"page": rendered}, [NAME])


def test_known_variants_are_looked_for() -> None:
    found = residual(
        {"feed": "Yamada Taroより", "ok": "A社の担当者A"}, [KnownName("山田 太郎", "PERSON", kana="ヤマダ タロウ")]
    )

    assert [(each.field, each.kind) for each in found] == [("feed", "PERSON")]


def test_structured_identifier_is_left_unless_allowed() -> None:
    fields = {"body": "連絡は03-1234-5678、攻撃元は192[.]0[.]2[.]1", "link": "https://hub.example/cases/abc/"}

    assert {each.kind for each in residual(fields, [])} == {"PHONE", "IPV4", "URL"}
    assert [each.kind for each in residual(fields, [], allowed=["192[.]0[.]2[.]1", "https://hub.example/"])] == [
        "PHONE"
    ]


def test_clean_case_has_no_residue() -> None:
    text = "A社（製造業・従業員100～299人）では2024年1～3月に、CVE-2023-27997が悪用され、検知+3日に復旧した。"

    assert residual({"body": text, "page": f"<main><p>{text}</p></main>"}, ["近畿精密工業", (NAME, "PERSON")]) == []


def test_nothing_to_check_is_fine() -> None:
    assert residual({}, []) == []
    assert residual({"empty": ""}, [""]) == []
