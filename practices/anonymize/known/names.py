"""What the hub knows of a member or a person, and every way in which it may be written."""

import re
from dataclasses import dataclass

from practices.anonymize.known.romaji import spellings
from practices.anonymize.known.skeleton import fold
from secunity.core.text.normalise import normalise
from secunity.core.text.organisation_names import SHORT_FORMS

FORMS = (
    "株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|特例有限会社|一般社団法人|一般財団法人|公益社団法人|公益財団法人|社団法人|財団法人|"
    "学校法人|医療法人社団|医療法人財団|社会医療法人|医療法人|社会福祉法人|宗教法人|特定非営利活動法人|NPO法人|国立大学法人|公立大学法人|"
    "国立研究開発法人|独立行政法人|地方独立行政法人|農事組合法人|税理士法人|弁護士法人|監査法人|司法書士法人|行政書士法人|企業組合|協業組合|"
    r"\((?:株|有|同|資|名|社|財|一社|一財|公社|公財|学|医|福|特非|独|国研)\)"
)
LATIN_FORMS = (
    r"Co\.?,? ?Ltd\.?|Company,? ?Limited|Corporation|Corp\.?|Incorporated|Inc\.?|Limited|Ltd\.?|"
    r"LLC|LLP|K\.?K\.?|G\.?K\.?|GmbH|AG|S\.A\.|PLC|"
    r"Kabushiki ?[KG]aisha|Holdings|Group"
)
_FORM = re.compile(FORMS)
_LATIN_FORM = re.compile(rf"[\s,]+(?:{LATIN_FORMS})(?![A-Za-z])", re.IGNORECASE)
# Long form=short form; nothing after the sign: people leave it out.
_SHORTENED = (
    "ホールディングス=HD ホールディングス=HLDGS ホールディングス= グループ=G グループ= 研究所=研 製作所=製作 "
    "製作所= 高等学校=高校 大学=大 大学病院=大病院 工業= 商工会議所=商議所 信用金庫=信金 信用組合=信組 "
    "農業協同組合=農協 漁業協同組合=漁協 コーポレーション= ジャパン= テクノロジーズ=テック インターナショナル= "
    "産業= 商事= 建設= 電機= 電気= 化学= 食品= 運輸= 物産= 製薬= 精機= 鉄工所="
)
_ABBREVIATIONS = tuple(pair.split("=") for pair in _SHORTENED.split())
# Shorter than this, a name that was cut short would be found in words of every day.
_SHORTEST_CUT = 3
_SHORTEST_LATIN = 4


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name that must not appear. People: family and given name parted by a space, in each of the scripts."""

    name: str
    kind: str = "ORG"
    kana: str = ""
    latin: str = ""
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    def keys(self) -> frozenset[str]:
        """The skeletons of all the ways to write it."""
        written = _of_person(self) if self.kind == "PERSON" else _of_organisation(self)
        keys = {fold(each) for each in (*written, *self.aliases, *self.domains, *_labels(self.domains))}
        return frozenset(key for key in keys if len(key) >= 2)


def without_form(name: str) -> str:
    """The name of an organisation without 株式会社, (株), Co., Ltd. and the like."""
    plain = _LATIN_FORM.sub("", _FORM.sub("", normalise(name)))
    return plain.strip(" ,.・") or name


def _of_organisation(known: KnownName) -> set[str]:
    written = {known.name, without_form(known.name), *_with_form(known.name)}
    written |= {short for name in tuple(written) for short in _abbreviated(name)}
    for latin in (known.latin, *(spellings(_letters(known.kana)) if known.kana else ())):
        written |= {latin, without_form(latin)}
    if known.kana:
        written |= {
            known.kana,
            without_form(known.kana),
            re.sub("(?:カブシキ|ユウゲン|ゴウドウ)ガイシャ", "", known.kana),
        }
    return {each for each in written if each}


def _with_form(name: str) -> set[str]:
    """The form before and behind, in full and short."""
    plain = normalise(name)
    forms = {short for form in _FORM.findall(plain) for short in (form, SHORT_FORMS.get(form, form))}
    return {way for form in forms for way in (form + without_form(plain), without_form(plain) + form)}


def _abbreviated(name: str) -> set[str]:
    found = set()
    for long, short in _ABBREVIATIONS:
        if long in name and len(cut := without_form(name).replace(long, short)) >= (2 if short else _SHORTEST_CUT):
            found.add(cut)
    return found


def _of_person(known: KnownName) -> set[str]:
    written: set[str] = set()
    for name in (known.name, known.kana, known.latin):
        parts = name.split()
        written |= {name, *parts[:1], "".join(reversed(parts))} if parts else set()
    written |= {part for part in known.name.split() if len(part) >= 2}
    return written | _romanised(known.kana.split()) | _romanised_latin(known.latin.split())


def _romanised(kana: list[str]) -> set[str]:
    if len(kana) != 2:
        return set()
    return {way for family in spellings(kana[0]) for given in spellings(kana[1]) for way in _both_orders(family, given)}


def _romanised_latin(latin: list[str]) -> set[str]:
    return _both_orders(latin[0], latin[1]) | set(latin) if len(latin) == 2 else set()


def _both_orders(family: str, given: str) -> set[str]:
    """Full name both ways round, and with an initial, as in mail addresses and accounts."""
    return {
        family + given,
        given + family,
        family + given[0],
        given[0] + family,
        family[0] + given,
        given + family[0],
        family,
    }


def _labels(domains: tuple[str, ...]) -> set[str]:
    return {label for domain in domains if len(label := domain.removeprefix("www.").split(".")[0]) >= _SHORTEST_LATIN}


def _letters(kana: str) -> str:
    return re.sub(r"[\s・]", "", normalise(kana))
