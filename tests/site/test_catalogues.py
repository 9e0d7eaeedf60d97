"""The words of the hub: one Japanese for one English, nothing left in English, no placeholder lost."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.core.management import call_command

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted(
    path
    for top in ("site/secunity", "community", "practices", "events", "search")
    for path in (ROOT / top).glob("locale/ja/LC_MESSAGES/django.po")
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
# What needs no kana or kanji: marks between words.
MARKS_ONLY = re.compile(r"(?:[\W\d_]|%s|%\(\w+\)[sd]|\{\w*\})*")
# One thing has one name: the word on the left is said as on the right.
ONE_NAME = {
    "運営担当": "運営者",
    "オーガナイザー": "運営者",
    "主催者": "運営者",
    "レビュアー": "審査者",
    "査読": "審査",
    "会合": "会議",
    "ミーティング": "会議",
    "ルーム": "会議室",
    "部屋": "会議室",
    "ベストプラクティス": "プラクティス",
    "好事例": "プラクティス",
    "ケース": "事例",
    "ログイン": "サインイン",
    "ログアウト": "サインアウト",
    "回復コード": "リカバリーコード",
    "二要素認証": "二段階認証",
    "エラーが発生しました": "何が起き、何が無事で、次に何をするか",
}

Key = tuple[str, str]


def entries() -> Iterator[tuple[str, polib.POEntry]]:
    """Every entry with the name of its app."""
    for path in CATALOGUES:
        for entry in polib.pofile(str(path)):
            yield path.parents[3].name, entry


def japanese_of(entry: polib.POEntry) -> list[str]:
    """The translation, or its plural forms."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_catalogues_have_what_the_code_says() -> None:
    call_command("check_catalogues")


def test_no_entry_is_doubtful_or_left_over() -> None:
    assert [entry.msgid for _, entry in entries() if entry.fuzzy or entry.obsolete] == []


def test_one_english_has_one_japanese() -> None:
    said: dict[Key, dict[str, str]] = defaultdict(dict)
    for app, entry in entries():
        said[entry.msgctxt or "", entry.msgid][" / ".join(japanese_of(entry))] = app

    assert {key: words for key, words in said.items() if len(words) > 1} == {}


def test_placeholders_are_kept() -> None:
    lost = [
        (app, entry.msgid, words)
        for app, entry in entries()
        for words in japanese_of(entry)
        if sorted(PLACEHOLDER.findall(words)) != sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    ]

    assert lost == []


def test_japanese_is_japanese() -> None:
    english = [
        (app, entry.msgid)
        for app, entry in entries()
        for words in japanese_of(entry)
        if not JAPANESE.search(words) and not MARKS_ONLY.fullmatch(words)
    ]

    assert english == []


@pytest.mark.parametrize(("other", "name"), ONE_NAME.items())
def test_one_thing_has_one_name(other: str, name: str) -> None:
    said = [(app, words) for app, entry in entries() for words in japanese_of(entry) if other in words]

    assert said == [], f"say {name}"
