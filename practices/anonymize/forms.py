"""Names that their form gives away: 株式会社 and its like, titles behind and labels before a person's name."""

import re
from collections.abc import Iterator

from practices.anonymize.findings import Finding
from practices.anonymize.known.names import FORMS, LATIN_FORMS
from practices.anonymize.recognise.lexicon import FAMILY, GIVEN, lexicon

_WORD = r"[一-鿿々ァ-ヺーA-Za-z0-9&・]"
_HIRAGANA_NAME = r"[ぁ-ゖ]{2,8}?(?:[一-鿿]{1,8}|(?=[はがをにのとでもへや、。\s」)]|から|まで|より|など|$))"
# Where the name of a company ends although letters go on.
_OFFICER = r"代表|取締役|執行役員|社長|会長|専務|常務|理事"
_FORM_FIRST = re.compile(
    rf"(?>{FORMS})(?!化|形式|等|側|内|及び|各社) ?(?:(?:(?!{_OFFICER}){_WORD}){{1,24}}|"
    rf"(?![はがをにのとでもへや]){_HIRAGANA_NAME})"
)
_DATE_FIRST = r"[0-9]{1,4}年|[一-鿿]{2}[0-9]{1,2}年"
_FORM_LAST = re.compile(rf"(?!{_DATE_FIRST})(?<![0-9]){_WORD}{{2,20}} ?(?:{FORMS})")
_LATIN_COMPANY = re.compile(
    r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&'.-]{0,30}(?: [A-Z&][A-Za-z0-9&'.-]{0,30}){0,4}"
    rf",? (?:{LATIN_FORMS})(?![A-Za-z])"
)
_TITLE = (
    r"さん(?!が?く|き|業)|氏(?!名|族|神)|様(?!子|々|式|相|態|変)|殿(?!様|下|堂)|君(?!主|臨)|ちゃん|先生|会長|社長|副社長|専務|常務|取締役|"
    r"部長|次長|課長|係長|主任|室長|所長|店長|工場長|支店長|理事長|院長|学長|校長|教授|准教授|講師|弁護士|税理士|医師|看護師|技師|主査|主事|"
    r"被告|容疑者|議員|知事|市長|町長|村長|監督|選手|投手|記者"
)
_TITLED = re.compile(
    rf"(?P<name>[一-鿿々]{{2,6}}|[ァ-ヺー]{{2,12}})(?: ?(?:代表|副|執行|専務|常務|前|元|新)?)(?:{_TITLE})"
)
_LABELLED = re.compile(
    r"(?:氏名|名前|お名前|担当者?名?|代表者名?|責任者名?|"
    r"記入者|報告者|連絡者|発見者|作成者|承認者|署名|差出人|宛名|申請者)(?: ?[::=] ?| ?/ ?|\n)"
    r"(?P<name>[一-鿿々ぁ-ゖァ-ヺー]{1,8}(?: ?[一-鿿々ぁ-ゖァ-ヺー]{1,8})?)"
)
# Who is addressed or meant by a word that is no name (お客様, 皆さん, 担当部長).
_NOBODY_WORDS = (
    "客 皆 患者 利用者 関係者 担当者 神 王 仏 奥 旦那 娘 息子 親 母 父 兄 姉 弟 妹 赤 婆 爺 子 隣 業者 取引先 貴 "
    "各位 同"
)
_NOBODY = frozenset(_NOBODY_WORDS.split())


def find_forms(text: str) -> list[Finding]:
    """Return names in normalised text that their surroundings give away; they may overlap."""
    found = [
        Finding(*match.span(), "ORG", 0.95, "form")
        for pattern in (_FORM_FIRST, _FORM_LAST, _LATIN_COMPANY)
        for match in pattern.finditer(text)
    ]
    found += [Finding(*match.span("name"), "PERSON", 0.9, "form") for match in _LABELLED.finditer(text)]
    return found + list(_titled(text))


def _titled(text: str) -> Iterator[Finding]:
    """A word before a title, as far back as the word list knows it for a name."""
    for match in _TITLED.finditer(text):
        name, end = match.group("name"), match.end("name")
        for length in range(len(name), 1, -1):
            candidate = name[-length:]
            if candidate not in _NOBODY and is_name(candidate):
                yield Finding(end - length, end, "PERSON", 0.9, "form")
                break


def is_name(word: str) -> bool:
    """Whether the word list knows the word as a family name, or as one with a given name after it."""
    words = lexicon()
    if words.classes_of(word) & FAMILY:
        return True
    return any(
        words.classes_of(word[:cut]) & FAMILY and words.classes_of(word[cut:]) & GIVEN for cut in range(1, len(word))
    )
