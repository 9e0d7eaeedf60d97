"""Words by sound and spelling, completions, and stored questions: pure and without an index of the hub."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.kana import from_romaji, sound_key
from search.engines.alerts import matches
from search.engines.base import Document, Query, Text
from search.engines.completion import Completion, Completions, term_completions
from search.engines.lexicon import Lexicon, is_one_off


@pytest.mark.parametrize(
    ("romaji", "kana"),
    [
        ("emotetto", "エモテット"),
        ("ransamuwea", "ランサムウェア"),
        ("fisshingu", "フィッシング"),
        ("sa-ba-", "サーバー"),
        ("shinsei", "シンセイ"),
        ("ryuushutsu", "リュウシュツ"),
        ("jitchoku", "ジッチョク"),
        ("kan'i", "カンイ"),
        ("windows", ""),
        ("x", ""),
        ("", ""),
    ],
)
def test_romaji_is_read_as_katakana(romaji: str, kana: str) -> None:
    assert from_romaji(romaji) == kana


def test_what_sounds_the_same_has_one_key() -> None:
    assert len({sound_key(word) for word in ("サーバー", "さーば", "ｻｰﾊﾞ", "サバ")}) == 1
    assert sound_key("ランサムウェア") == sound_key("ランサムウエア")


@given(st.text())
def test_words_by_sound_never_raise(word: str) -> None:
    from_romaji(word)
    sound_key(word)
    Lexicon({"emotet": 1}).did_you_mean(word)


@pytest.mark.parametrize(("one", "other"), [("abcd", "abed"), ("abcd", "abcde"), ("abcd", "bcd"), ("abcd", "bacd")])
def test_one_letter_is_one_off(one: str, other: str) -> None:
    assert is_one_off(one, other)
    assert is_one_off(other, one)


@pytest.mark.parametrize("other", ["abef", "dcba", "abcdef", "ab"])
def test_two_letters_are_more_than_one_off(other: str) -> None:
    assert not is_one_off("abcd", other)


def test_the_more_frequent_word_is_meant() -> None:
    assert Lexicon({"server": 9, "serves": 1}).meant_by("servex") == "server"
    assert Lexicon({"server": 1, "serves": 9}).meant_by("servex") == "serves"


def test_a_word_is_never_corrected_into_another_script() -> None:
    assert Lexicon({"カタログ": 5}).meant_by("ktrg") == ""


def test_short_words_are_left_alone() -> None:
    assert Lexicon({"vpns": 5, "カメラ": 3}).did_you_mean("VPN カメオ") is None


COMPLETIONS = Completions(
    [
        Completion("ランサムウェア", weight=5),
        Completion("ランサムウェアに感染したら", "question", 3),
        Completion("Emotet", weight=1),
        Completion("ランサムウエア", weight=1),
    ]
)


@pytest.mark.parametrize("typed", ["ran", "rans", "らん", "ﾗﾝｻ", "ランサムウエ", "Ｒａｎ"])
def test_a_beginning_is_completed_in_any_script(typed: str) -> None:
    assert [each.text for each in COMPLETIONS.complete(typed)] == ["ランサムウェア", "ランサムウェアに感染したら"]


def test_the_last_word_is_completed_where_the_whole_is_not() -> None:
    assert [each.text for each in COMPLETIONS.complete("メール emo")] == ["メール Emotet"]


@pytest.mark.parametrize("typed", ["", " ", "存在しない", "\x00" * 10_000, "「" * 500, "%"])
def test_odd_beginnings_have_no_completion(typed: str) -> None:
    assert COMPLETIONS.complete(typed) == []


def test_only_words_that_can_be_shown_complete() -> None:
    shown = {each.text for each in term_completions({"漏洩": 3, "encrypt": 4, "2024": 9, "の": 2, "サーバ": 1})}
    assert shown == {"漏洩", "サーバ"}


def test_stored_questions_meet_only_what_is_new_and_exact() -> None:
    new = [
        Document("a", "case", {"ja": Text("京都の旅館でランサムウェア")}, {"region": ("kinki",)}),
        Document("b", "practice", {"ja": Text("訓練の手順")}),
    ]
    stored = {
        "one": Query("ランサム", kinds=("case",)),
        "two": Query("旅館 訓練"),
        "three": Query("", filters={"region": ("kinki",)}),
        "four": Query("ンサムウ"),
        "five": Query("ransomware -京都"),
        "six": Query(""),
    }
    found = matches(new, stored)
    assert {key: set(ids) for key, ids in found.items()} == {"one": {"a"}, "three": {"a"}, "six": {"a", "b"}}
    assert matches([], stored) == {}
