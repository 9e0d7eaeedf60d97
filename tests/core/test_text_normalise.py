import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from secunity.core.text.normalise import fold_case, normalise, normalise_with_offsets


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("ﾎﾃﾙＷｉ－Ｆｉ", "ホテルWi-Fi"),
        ("５，５００万円", "5,500万円"),
        ("サーバ－", "サーバー"),
        ("サ−バ―の停止", "サーバーの停止"),
        ("ｻｰﾊﾞｰ", "サーバー"),
        ("ｻ‐ﾊﾞ－", "サーバー"),
        ("2020〜2021", "2020~2021"),
        ("2020～2021", "2020~2021"),
        ("“引用”と‘引用’", "\"引用\"と'引用'"),
        ("ソーシャル･エンジニアリング", "ソーシャル・エンジニアリング"),
        ("東\u3000京", "東 京"),
        ("見え\u200bない", "見えない"),
        ("制御\x00文字", "制御 文字"),
        ("が", "が"),
        ("①", "1"),
        ("\ud800", "\ufffd"),
    ],
)
def test_normalise_gives_one_spelling(given_text: str, expected: str) -> None:
    assert normalise(given_text) == expected


@pytest.mark.parametrize("text", ["ウイルス－VPN", "サーバ――それは", "ウイルス -メール", "3-2-1", "クロス-サイト"])
def test_normalise_leaves_real_dashes(text: str) -> None:
    assert "ーー" not in normalise(text)
    assert "-" in normalise(text)


def test_fold_case_ignores_case() -> None:
    assert fold_case("EMOTET") == fold_case("Emotet")


@given(st.text())
def test_normalise_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFKC", once)


PIECES = st.sampled_from(
    ["か", "\u3099", "ﾊ", "ﾞ", "e", "\u0301", "\u0316", "ー", "－", "①", "\u200b", "각", "\u11a8", "漢"]
)


@example("か\u3099\u3099")
@given(st.text() | st.lists(PIECES).map("".join))
def test_offsets_are_valid_and_agree_with_normalise(text: str) -> None:
    result = normalise_with_offsets(text)
    assert result.text == normalise(text)
    assert len(result.text) == len(result.starts) == len(result.ends)
    for start, end in zip(result.starts, result.ends, strict=True):
        assert 0 <= start < end <= len(text)
    assert result.starts == sorted(result.starts)


def test_span_names_the_given_characters() -> None:
    text = "宿の ﾎﾃﾙ で"
    result = normalise_with_offsets(text)
    at = result.text.index("ホテル")
    start, end = result.span(at, at + 3)
    assert text[start:end] == "ﾎﾃﾙ"


def test_span_covers_a_joined_character() -> None:
    result = normalise_with_offsets("ﾊﾞｯｸ")
    assert result.text == "バック"
    assert result.span(0, 1) == (0, 2)
