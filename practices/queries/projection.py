"""What becomes public of a review: its words with every decision carried out, its facts as the gate allows them."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import override

from community.models import IndustryDivision, IndustryGroup, Prefecture, Region, SizeBand
from practices.anonymize import Edit, Generalisation, Replacements, apply_edits
from practices.anonymize.replacements import indicator_from
from practices.anonymize.replacements.indicators import KINDS as INDICATOR_KINDS
from practices.exchange.public import TEXT_FIELDS
from practices.exchange.veris_words import action_codes
from practices.gate import Published
from practices.gate.bands import days_band, records_band
from practices.models import (
    AnonymityCheck,
    Case,
    CasePractice,
    CaseReview,
    CaseVersion,
    DamageBand,
    IncidentReport,
    IncidentType,
)
from practices.models.facts import case_facts
from practices.models.redactions import RedactionEntry
from practices.queries.drafts import PLAIN, REFERENCES, CaseDraft
from practices.queries.findings import EDIT, KEEP, STAYS, Mark, in_order, own_names

SUMMARY_LENGTH = 160
MOST_OFFSET_DAYS = 90
_SENTENCE = re.compile(r".+?(?:[。！？]|[.!?](?=\s|$)|$)", re.DOTALL)
_VERIS_CODE = re.compile(r"external|internal|partner|unknown|[SNUMPTE]|confidentiality|integrity|availability")
_VICTIM = "A社"
_STEPS = ("noticed", "contained", "recovered", "closed")
_CODES = ("affected", "environment", "cost_kinds", "data_kinds", "techniques", "incident_types")
_RELATIONS = {
    "practices_helped": CasePractice.Relation.RECOVERED_WITH,
    "practices_missing": CasePractice.Relation.WOULD_HAVE_PREVENTED,
}


def published_by(check: AnonymityCheck | None) -> Published:
    """What the gate's answer lets be said; nothing while nobody has decided."""
    return Published(**check.published) if check and check.is_decided else Published()


def with_replacements(review: CaseReview, marks: Iterable[Mark], check: AnonymityCheck | None) -> list[Mark]:
    """The marks with what is proposed for each; words that a person chose stay."""
    marks = in_order(marks)
    table = Replacements(generalisation(review.report, check))
    table.replacement_for("ORG", "\0")  # the first letter belongs to the victim, whether it is named or not
    proposed = {}
    for mark in sorted(marks, key=lambda each: each.number):
        surface = review.fields[mark.field][mark.start : mark.end]
        proposed[mark.number] = table.replacement_for(mark.kind, surface) or ""
    return [mark if mark.state in (EDIT, STAYS) else replace(mark, replacement=proposed[mark.number]) for mark in marks]


def generalisation(report: IncidentReport, check: AnonymityCheck | None) -> Generalisation:
    """How exact the words may be, as the gate decided."""
    published = published_by(check)
    noticed = _day(report.facts.get("noticed"))
    names = frozenset(each for name in own_names(report) if name.kind == "ORG" for each in (name.name, *name.aliases))
    return Generalisation(
        victim_names=names,
        victim=_victim_label(published),
        places=_places(published, report.facts.get("prefecture") or ""),
        period="quarter" if "-" in published.period else "year",
        detected_on=noticed,
    )


def projection_of(review: CaseReview, marks: Iterable[Mark], check: AnonymityCheck) -> CaseDraft:
    """The draft that would be released: only from decisions; nothing of the report passes by them."""
    marks = list(marks)
    with override(review.report.language):
        words: dict[str, Any] = dict(_texts(review.fields, marks))
        if not words["summary"]:
            words["summary"] = _first_sentence(words["what_happened"])
        words["timeline"] = _timeline(review.report.facts)
    attributes = _attributes(published_by(check))
    indicators = tuple(each for each in (_indicator(review.fields, mark) for mark in marks) if each)
    return CaseDraft(
        texts={review.report.language: words}, **attributes, **_facts(review.report.facts), indicators=indicators
    )


def facts_of_draft(draft: CaseDraft, language: str) -> list[dict[str, Any]]:
    """The attributes of a draft in words, as the public page will show them."""
    version = CaseVersion(case=Case(origin=Case.Origin.MEMBER))
    for name in REFERENCES:
        setattr(version, f"{name}_id", getattr(draft, name))
    for name in PLAIN:
        setattr(version, name, getattr(draft, name))
    return case_facts(version, language, kinds=IncidentType.objects.filter(code__in=draft.incident_types))


def surfaces(review: CaseReview, marks: Iterable[Mark]) -> dict[int, str]:
    """What each mark marks, by its number."""
    return {mark.number: review.fields[mark.field][mark.start : mark.end] for mark in marks}


def _texts(fields: Mapping[str, str], marks: list[Mark]) -> dict[str, str]:
    said_once = False
    texts = {}
    for name in (*TEXT_FIELDS[2:], *TEXT_FIELDS[:2]):
        edits = []
        for mark in in_order(each for each in marks if each.field == name):
            words = _stands_for(mark, fields)
            if words is None:
                continue
            if words.startswith(f"{_VICTIM}（"):
                words, said_once = (_VICTIM if said_once or name in TEXT_FIELDS[:2] else words), True
            edits.append(Edit(mark.start, mark.end, "", words, mark.rule, mark.reason))
        texts[name] = apply_edits(fields.get(name, ""), edits).strip()
    return {name: texts[name] for name in TEXT_FIELDS}


def _stands_for(mark: Mark, fields: Mapping[str, str]) -> str | None:
    """The words in the place of a mark; None where it stays as it is."""
    if mark.is_hidden:
        return mark.replacement
    indicator = _indicator(fields, mark)
    return indicator["value"] if indicator else None


def _first_sentence(text: str) -> str:
    match = _SENTENCE.match(text)
    first = " ".join(match.group().split()) if match else ""
    return first if len(first) <= SUMMARY_LENGTH else f"{first[: SUMMARY_LENGTH - 1]}…"


def _timeline(facts: Mapping[str, Any]) -> list[dict[str, str]]:
    """What happened when, in days since it was noticed; only where all days are known."""
    start = _day(facts.get("noticed"))
    labels = {"contained": _("Stopped from spreading"), "recovered": _("Back to work as usual"), "closed": _("Closed")}
    days = {name: day for name in labels if (day := _day(facts.get(name)))}
    if start is None or not days:
        return []
    rows = [{"label": _("Day 0"), "text": _("First noticed")}]
    return rows + [{"label": _offset((day - start).days), "text": labels[name]} for name, day in days.items()]


def _offset(days: int) -> str:
    if days > MOST_OFFSET_DAYS:
        return _("More than %(days)s days later") % {"days": MOST_OFFSET_DAYS}
    return _("Noticed +%(days)s days") % {"days": days}


def _attributes(published: Published) -> dict[str, Any]:
    return {
        "region": published.region or None,
        "prefecture": published.prefecture or None,
        "industry_division": published.division or None,
        "industry_group": published.group or None,
        "industry_sector": published.sector,
        "size_band": published.size_band or None,
        "size_class": published.size_class,
        "occurred": published.period,
    }


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What is public as it is (C), and what becomes a band (G)."""
    codes: dict[str, Any] = {name: tuple(facts.get(name) or ()) for name in _CODES}
    codes |= {name: facts[name] for name in ("entry_route", "starting_point", "damage_kind") if facts.get(name)}
    return codes | {
        "response_type": facts.get("response_type") or None,
        "damage_band": _damage_band(facts),
        "noticed_by": facts.get("noticed_by") or "",
        "confidence": facts.get("confidence") or "",
        "records_band": records_band(int(facts["records_count"])) if facts.get("records_count") else "",
        "durations": _durations(facts),
        "veris": _veris(facts),
        "is_shared": facts.get("shared") == "yes",
        "is_reported": facts.get("reported") == "yes",
        "is_announced": facts.get("announced") == "yes",
        "practices": tuple((key, str(how)) for name, how in _RELATIONS.items() for key in facts.get(name) or ()),
    }


def _veris(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Codes of VERIS, as far as they are known ones: what an import brought along besides stays private."""
    codes = {"actions": [code for code in facts.get("veris_actions") or () if code in action_codes()]}
    for part in ("actors", "assets", "attributes"):
        codes[part] = [code for code in facts.get(f"veris_{part}") or () if _VERIS_CODE.fullmatch(code)]
    return {part: found for part, found in codes.items() if found}


def _durations(facts: Mapping[str, Any]) -> dict[str, str]:
    days = {name: _day(facts.get(name)) for name in ("occurred", *_STEPS)}
    spans = {"noticed": (days["occurred"], days["noticed"])}
    spans |= {name: (days["noticed"], days[name]) for name in _STEPS[1:]}
    bands = {name: days_band((last - first).days) for name, (first, last) in spans.items() if first and last}
    return {name: band for name, band in bands.items() if band}


def _damage_band(facts: Mapping[str, Any]) -> str | None:
    """The band, as given or from the amount; none where it is not said whether it is expected or actual."""
    yen = facts.get("damage_yen")
    if facts.get("damage_kind") not in (CaseVersion.DamageKind.EXPECTED, CaseVersion.DamageKind.ACTUAL):
        return None
    if facts.get("damage_band") or yen in (None, ""):
        return facts.get("damage_band") or None
    return DamageBand.objects.filter(min_yen__lte=int(yen)).order_by("-min_yen").values_list("pk", flat=True).first()


def _indicator(fields: Mapping[str, str], mark: Mark) -> dict[str, str] | None:
    if mark.state != KEEP or mark.reason != RedactionEntry.Reason.INDICATOR or mark.kind not in INDICATOR_KINDS:
        return None
    reason = str(RedactionEntry.Reason.INDICATOR.label)
    return indicator_from(mark.kind, fields[mark.field][mark.start : mark.end], reason)._asdict()


def _victim_label(published: Published) -> str:
    """「A社（製造業・小規模（20人以下））」 with as much as may be said."""
    industry = IndustryGroup.objects.filter(pk=published.group).first() if published.group else None
    division = IndustryDivision.objects.filter(pk=published.division).first() if published.division else None
    named: Any = industry or division
    band = SizeBand.objects.filter(pk=published.size_band).first() if published.size_band else None
    size = _label(CaseVersion.SizeClass, published.size_class)
    band_name = band.name_ja.replace("（", " ").replace("）", "") if band else size
    said = [named.name_ja if named else _label(CaseVersion.Sector, published.sector), band_name]
    said = [each for each in said if each]
    return f"{_VICTIM}（{'・'.join(said)}）" if said else _VICTIM


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value else ""


def _places(published: Published, prefecture: str) -> dict[str, str]:
    """What the prefecture of the organisation becomes; other places lose their name."""
    row = Prefecture.objects.filter(pk=prefecture).select_related("region").first()
    if row is None:
        return {}
    region = Region.objects.filter(pk=published.region).first() if published.region else None
    wider = row.name_ja if published.prefecture else region.name_ja if region else _("a place in Japan")
    return {row.name_ja: wider, row.short_ja: wider}


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(cast(str, value))
    except (TypeError, ValueError):
        return None
