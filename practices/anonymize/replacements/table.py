"""One table of replacements per report: the same name becomes the same letter in every field."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from practices.anonymize.findings import KEEP_KINDS, Finding
from practices.anonymize.known.names import without_form
from practices.anonymize.known.skeleton import fold
from practices.anonymize.replacements.bands import age_band, count_band, money_band
from practices.anonymize.replacements.periods import Period, part_of_day, period_of

# What stands for a name of each kind; letters count up within the report.
_LETTERED = {"PERSON": "担当者{}", "ORG": "{}社", "FAC": "施設{}", "PRODUCT": "製品{}", "EVENT": "行事{}"}
# The last part of an organisation's or a place's name says what it is, and nothing about which.
_ORG_FORMS = (
    "大学",
    "高校",
    "高等学校",
    "病院",
    "クリニック",
    "銀行",
    "信用金庫",
    "信用組合",
    "商工会議所",
    "商工会",
    "組合",
    "協会",
    "警察署",
    "消防署",
    "市役所",
    "県庁",
)
_PLACE_FORMS = ("市", "区", "町", "村", "郡", "島", "川", "山", "駅")
_NUMBERED = {
    "HOSTNAME": "サーバ{}",
    "IPV4": "IPアドレス{}",
    "IPV6": "IPアドレス{}",
    "CIDR": "ネットワーク{}",
    "MAC": "機器{}",
}
_REMOVED = {
    "PHONE": "電話番号",
    "POSTCODE": "郵便番号",
    "EMAIL": "メールアドレス",
    "DOMAIN": "ドメイン",
    "URL": "URL",
    "MY_NUMBER": "個人番号",
    "CORPORATE_NUMBER": "法人番号",
    "INVOICE_NUMBER": "登録番号",
    "CARD": "カード番号",
    "BANK_ACCOUNT": "口座番号",
    "YUCHO_ACCOUNT": "口座番号",
    "PASSPORT": "旅券番号",
    "DRIVER_LICENCE": "免許証番号",
    "RESIDENCE_CARD": "在留カード番号",
    "PENSION_NUMBER": "年金番号",
    "INSURANCE_NUMBER": "保険の番号",
    "EMPLOYEE_ID": "社員番号",
    "LICENCE_PLATE": "車両番号",
    "USER_PATH": "ファイルの場所",
    "WINDOWS_SID": "SID",
    "AWS_ACCOUNT": "クラウドの番号",
    "SNS_HANDLE": "SNSの名前",
    "COORDINATES": "位置",
    "NUMBER": "番号",
}


@dataclass(frozen=True, slots=True)
class Generalisation:
    """What the anonymity gate allows to be said. Nothing here is ever guessed; what is missing is left out.

    `victim` is what the victim is called (「A社（製造業・従業員100～299人）」), `places` what a place becomes
    (「大阪府」 → 「近畿」), `period` how exact dates may be, `detected_on` the day from which days are counted.
    """

    victim_names: frozenset[str] = frozenset()
    victim: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    period: Period = "quarter"
    detected_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `start` to `end` of the field's text, by which rule and for which reason."""

    start: int
    end: int
    surface: str
    replacement: str
    rule: str
    reason: str


class Replacements:
    """The table of one report; make a new one for each, so that two cases cannot be linked by their letters."""

    def __init__(self, generalisation: Generalisation | None = None) -> None:
        self._allowed = generalisation or Generalisation()
        self._victim = {fold(without_form(name)) for name in self._allowed.victim_names}
        self._places = {fold(place): wider for place, wider in self._allowed.places.items()}
        self._given: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}

    def replacement_for(self, kind: str, surface: str) -> str | None:
        """What stands for `surface`; None for kinds that are kept."""
        if kind in KEEP_KINDS:
            return None
        if kind in _BANDS:
            return _BANDS[kind](surface, self._allowed)
        if kind in _REMOVED:
            return f"［{_REMOVED[kind]}］"
        return self._named(kind, surface)

    def edits_for(self, text: str, findings: Iterable[Finding], kept: Iterable[tuple[int, int]] = ()) -> list[Edit]:
        """Return the edits of one field in order. `kept` are the spans that somebody decided to keep."""
        decided = set(kept)
        edits = []
        for finding in sorted(findings):
            surface = text[finding.start : finding.end]
            replacement = self.replacement_for(finding.kind, surface) if finding.is_masked else None
            if replacement is not None and (finding.start, finding.end) not in decided:
                edits.append(Edit(finding.start, finding.end, surface, replacement, *_explained(finding)))
        return edits

    def _named(self, kind: str, surface: str) -> str:
        key = fold(without_form(surface)) or surface
        if kind == "ORG" and self._allowed.victim and key in self._victim:
            return self._allowed.victim
        if kind == "LOC" and key in self._places:
            return self._places[key]
        same = (kind, self._same_person(key) if kind == "PERSON" else key)
        if same not in self._given:
            self._given[same] = self._next(_pattern(kind, surface))
        return self._given[same]

    def _same_person(self, key: str) -> str:
        """A family name alone is the person of that name who was met before, and the other way round."""
        for kind, known in self._given:
            if (
                kind == "PERSON"
                and len(min(key, known, key=len)) >= 2
                and (known.startswith(key) or key.startswith(known))
            ):
                return known
        return key

    def _next(self, pattern: str) -> str:
        count = self._counts[pattern] = self._counts.get(pattern, 0) + 1
        is_numbered = pattern in _NUMBERED.values()
        return pattern.format(count if is_numbered else _letters(count))


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with all edits made; they must not overlap."""
    parts, position = [], 0
    for edit in sorted(edits, key=lambda each: each.start):
        parts += [text[position : edit.start], edit.replacement]
        position = edit.end
    return "".join([*parts, text[position:]])


def _pattern(kind: str, surface: str) -> str:
    if kind in _NUMBERED:
        return _NUMBERED[kind]
    plain = re.sub(r"[\s0-9-]+$", "", surface)
    if kind == "ORG":
        return next(("{}" + form for form in _ORG_FORMS if plain.endswith(form)), _LETTERED["ORG"])
    if kind == "LOC" and plain.endswith(("都", "道", "府", "県")):
        return "{}県"
    if kind == "LOC":
        return next(("{}" + form for form in _PLACE_FORMS if plain.endswith(form)), "{}地域")
    return _LETTERED.get(kind, "［{}］")


def _letters(count: int) -> str:
    """A … Z, AA, AB …"""
    letters = ""
    while count:
        count, index = divmod(count - 1, 26)
        letters = chr(ord("A") + index) + letters
    return letters


_BANDS: dict[str, Callable[[str, Generalisation], str]] = {
    "DATE": lambda surface, allowed: period_of(surface, allowed.period, allowed.detected_on),
    "TIME": lambda surface, allowed: part_of_day(surface),
    "MONEY": lambda surface, allowed: money_band(surface),
    "COUNT": lambda surface, allowed: count_band(surface),
    "AGE": lambda surface, allowed: age_band(surface),
}


# In English, for the page to translate.
_REASONS = {
    "known": "the name of a member or a person the hub knows",
    "structured": "its form shows what it identifies",
    "form": "its title or form shows that it is a name",
    "address": "the name of a place in Japan",
    "repeated": "a name elsewhere in the same text",
    "recogniser": "it reads like a name",
}
_BAND_REASON = "exact figures and dates single a case out"


def _explained(finding: Finding) -> tuple[str, str]:
    reason = _BAND_REASON if finding.kind in _BANDS else _REASONS.get(finding.rule, "")
    return f"{finding.rule}:{finding.kind}", reason
