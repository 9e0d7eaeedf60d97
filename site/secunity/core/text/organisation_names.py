"""The ways in which the name of one organisation is written."""

import re

from secunity.core.text.normalise import normalise

# A legal form as it is abbreviated.
SHORT_FORMS = {
    "株式会社": "(株)",
    "有限会社": "(有)",
    "合同会社": "(同)",
    "合資会社": "(資)",
    "合名会社": "(名)",
    "一般社団法人": "(一社)",
    "一般財団法人": "(一財)",
    "公益社団法人": "(公社)",
    "公益財団法人": "(公財)",
    "学校法人": "(学)",
    "医療法人": "(医)",
    "社会福祉法人": "(福)",
    "特定非営利活動法人": "(特非)",
    "国立大学法人": "(大)",
    "独立行政法人": "(独)",
}
_FORM = re.compile("|".join([*SHORT_FORMS, *(re.escape(short) for short in SHORT_FORMS.values())]))
_KANA_FORM = re.compile(
    "(?:カブシキ|ユウゲン|ゴウドウ)(?:ガイシャ|カイシャ)|(?:かぶしき|ゆうげん|ごうどう)(?:がいしゃ|かいしゃ)"
)
_LATIN_FORM = re.compile(
    r"[\s,]+(?:Co\.?,? ?Ltd\.?|Company,? Limited|Corporation|Corp\.?|Inc\.?|Limited|Ltd\.?|LLC|LLP|K\.?K\.?|Co\.?)"
    r"(?![A-Za-z])",
    re.IGNORECASE,
)
_EDGES = " ,・"


def name_variants(name_ja: str, kana: str = "", name_en: str = "") -> list[str]:
    """Every way to write this name that follows from it, the given ones first: without its legal form and with the
    form in short, before or behind; the reading in both kana; the Latin name without Co., Ltd. and the like."""
    written = [*_japanese(name_ja), *_reading(kana), *_latin(name_en)]
    return list(dict.fromkeys(each for each in written if each))


def without_legal_form(name: str) -> str:
    """The name alone; the whole where nothing else is left of it."""
    plain = _LATIN_FORM.sub("", _FORM.sub("", normalise(name)))
    return plain.strip(_EDGES) or normalise(name).strip()


def _japanese(name: str) -> list[str]:
    given, plain = normalise(name).strip(), without_legal_form(name)
    forms = [SHORT_FORMS.get(form, form) for form in _FORM.findall(given)]
    return [given, plain, *(way for form in forms for way in (form + plain, plain + form))]


def _reading(kana: str) -> list[str]:
    plain = _KANA_FORM.sub("", normalise(kana)).strip(_EDGES)
    return [_shifted(plain, "ァ", "ヶ", -0x60), _shifted(plain, "ぁ", "ゖ", 0x60)]


def _latin(name: str) -> list[str]:
    given = normalise(name).strip()
    return [given, without_legal_form(given)] if given else []


def _shifted(text: str, first: str, last: str, by: int) -> str:
    """Hiragana for katakana or the other way round: the two stand 0x60 apart."""
    return "".join(chr(ord(char) + by) if first <= char <= last else char for char in text)
