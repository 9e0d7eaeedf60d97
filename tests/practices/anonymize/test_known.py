"""Known names are found in every way of writing them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.anonymize.findings import united
from practices.anonymize.known import KnownName, KnownNames
from practices.anonymize.known.romaji import spellings
from practices.anonymize.known.skeleton import fold
from secunity.core.text.normalise import normalise_with_offsets

COMPANY = KnownName(
    "株式会社キンキ精密工業",
    kana="キンキセイミツコウギョウ",
    latin="Kinki Precision Co., Ltd.",
    aliases=("KPC精密",),
    domains=("kinki-seimitsu.co.jp",),
)
PERSON = KnownName("髙﨑 龍一", "PERSON", kana="タカサキ リュウイチ", latin="Ryuichi Takasaki")
HOLDING = KnownName("キヤノン商事ホールディングス株式会社")
NAMES = KnownNames([COMPANY, PERSON, HOLDING, "あおぞら水産"])


def found_in(text: str, names: KnownNames = NAMES) -> list[str]:
    return [text[f.start : f.end] for f in united(names.find(normalise_with_offsets(text), text), text)]


@pytest.mark.parametrize(
    "written",
    [
        *(
            "株式会社キンキ精密工業",
            "㈱キンキ精密工業",
            "（株）キンキ精密工業",
            "キンキ精密工業株式会社",
            "キンキ精密工業",
            "ｷﾝｷ精密工業",
        ),
        *(
            "キ ン キ 精 密 工 業",
            "キンキ精密",
            "きんき精密工業",
            "キンキセイミツコウギョウ",
            "きんきせいみつこうぎょう",
            "ｷﾝｷｾｲﾐﾂｺｳｷﾞｮｳ",
        ),
        *(
            "Kinki Precision Co., Ltd.",
            "KINKI PRECISION",
            "ＫＩＮＫＩ　Ｐｒｅｃｉｓｉｏｎ",
            "Kinki Seimitsu Kogyo",
            "KinkiSeimitsuKougyou",
        ),
        *(
            "kinki-seimitsu.co.jp",
            "kinki-seimitsu[.]co[.]jp",
            "kinki-seimitsu(dot)co(dot)jp",
            "kinki-seimitsu",
            "KPC精密",
            "ＫＰＣ精密",
        ),
        *(
            "髙﨑 龍一",
            "高崎龍一",
            "高崎　龍一",
            "高﨑龍一",
            "タカサキ リュウイチ",
            "たかさきりゅういち",
            "ﾀｶｻｷ ﾘｭｳｲﾁ",
            "高崎",
            "龍一高崎",
        ),
        *("Takasaki Ryuichi", "TAKASAKI, Ryuichi", "Ryūichi Takasaki", "r.takasaki", "takasaki-ryuuichi", "Takasaki"),
        *(
            "キャノン商事HD",
            "キヤノン商事",
            "キャノン商事ホールディングス",
            "あおぞら水産",
            "アオゾラ水産",
            "あ お ぞ ら 水 産",
        ),
    ],
)
@pytest.mark.parametrize("around", [("", ""), ("昨日", "から"), ("（", "）"), ("\n", "\n")])
def test_variant_is_found_whole(written: str, around: tuple[str, str]) -> None:
    text = around[0] + written + around[1]
    covered = "".join(found_in(text))

    assert [char for char in written if char.isalnum() and char not in covered] == []
    assert set(fold(written)) <= set(fold("".join(found_in(text)) + "株式会社有限"))


@pytest.mark.parametrize("text", ["takasakiya", "タカサキリュウイチロウ丸", "精密な工業", "Kinkis", ""])
def test_longer_word_is_not_the_name(text: str) -> None:
    assert "".join(found_in(text)) in ("", "リュウイチ") or not found_in(text)


@pytest.mark.parametrize("text", ["タカチューに聞いた", "ﾀｶﾁｭｰです", "タカチューー"])
def test_name_that_ends_with_a_long_vowel_is_found_with_it(text: str) -> None:
    found = KnownNames(["タカチュー"]).find(normalise_with_offsets(text), text)
    assert [text[each.start : each.end].rstrip("ーｰ") for each in found] == [text[: found[0].end].rstrip("ーｰ")]
    assert text[found[0].end - 1] in "ーｰ"


def test_position_is_that_of_the_given_text() -> None:
    text = "㈱ｷﾝｷ精\u200b密工業です"

    assert found_in(text) == ["㈱ｷﾝｷ精\u200b密工業"]


def test_spellings_of_kana() -> None:
    assert {"yamada"} <= spellings("ヤマダ")
    assert {"ohno", "ono", "oono"} <= spellings("おおの")
    assert {"satou", "sato", "satoh"} <= spellings("さとう")
    assert {"shimbashi", "shinbashi", "sinbasi"} <= spellings("しんばし")
    assert spellings("山田") == frozenset()


def test_nothing_known_finds_nothing() -> None:
    assert found_in("なんでもよい", KnownNames([])) == []


@given(st.text())
def test_any_text_gives_valid_positions(text: str) -> None:
    for finding in NAMES.find(normalise_with_offsets(text), text):
        assert 0 <= finding.start < finding.end <= len(text)
