"""Cases that are already public elsewhere, taken in from records."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from community.models import IndustryGroup, Prefecture
from practices.actions.release import CaseDraft, release_case
from practices.models import Case

BATCH = 100
SUMMARY_LENGTH = 160
FIELDS = {
    "external_id",
    "title",
    "body",
    "region",
    "prefecture",
    "industry",
    "incident_types",
    "occurred",
    "source",
    "source_url",
}  # fmt: skip - one field a line would hide that it is one set
NEEDED = ("external_id", "title", "body", "source", "source_url")
JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-鿿々]")
SENTENCE = re.compile(r".+?(?:[。！？]|[.!?](?=\s|$)|$)", re.DOTALL)

Record = tuple[int, Any]


@dataclass
class ImportReport:
    """How many cases were created, updated or left as they were, and what could not be taken in."""

    seen: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[dict[str, str]] = field(default_factory=list)

    @property
    def numbers(self) -> dict[str, int]:
        """How many cases came to which end."""
        return {name: self.counts[name] for name in ("created", "updated", "unchanged")}

    def as_json(self) -> dict[str, Any]:
        """The report as the command prints it."""
        return {**self.numbers, "problems": self.problems}


def import_cases(*, records: Iterable[Record]) -> Iterator[ImportReport]:
    """Take in records (line number, decoded JSON) in batches, yielding the one report after each.

    Idempotent by `external_id`; a record with a problem is left out and named, the others are taken in.
    """
    report = ImportReport()
    remaining = iter(records)
    yield report
    while batch := list(islice(remaining, BATCH)):
        with transaction.atomic():
            for number, record in batch:
                _import_one(number, record, report)
        report.seen += len(batch)
        yield report


def _import_one(number: int, record: Any, report: ImportReport) -> None:
    name = str(record.get("external_id") or number) if isinstance(record, Mapping) else str(number)
    try:
        check_record(record)
        draft = draft_of(record)
        with transaction.atomic():
            report.counts[_take_in(record, draft)] += 1
    except ValidationError as error:
        for field_name, messages in error.message_dict.items():
            report.problems += [{"record": name, "field": field_name, "message": each} for each in messages]


def check_record(record: Any) -> None:
    """Raise ValidationError, by field, unless the record has the shape of a case."""
    if not isinstance(record, Mapping):
        raise ValidationError({"record": _("This line is not a JSON object.")})
    problems = {name: _("This field is not known.") for name in sorted(record.keys() - FIELDS)}
    problems |= {name: _("This field must have words.") for name in NEEDED if not _is_words(record.get(name))}
    texts = FIELDS - {"incident_types", *NEEDED}
    problems |= {n: _("This field must be a text.") for n in texts if not isinstance(record.get(n) or "", str)}
    types = record.get("incident_types") or []
    if not isinstance(types, list) or not all(isinstance(each, str) for each in types):
        problems["incident_types"] = _("This field must be a list of codes.")
    if problems:
        raise ValidationError(problems)
    _check_source(record)


def draft_of(record: Mapping[str, Any]) -> CaseDraft:
    """The case a checked record describes. An unknown code is left to `release_case` to refuse."""
    body = record["body"].strip()
    industry = record.get("industry") or None
    is_division = industry is not None and not industry.isdigit()
    prefecture = record.get("prefecture") or None
    return CaseDraft(
        texts={language_of(f"{record['title']} {body}"): _words(record["title"].strip(), body)},
        region=record.get("region") or _region_of(prefecture),
        prefecture=prefecture,
        industry_division=industry if is_division else _division_of(industry),
        industry_group=None if is_division else industry,
        occurred=record.get("occurred") or "",
        incident_types=tuple(dict.fromkeys(record.get("incident_types") or ())),
    )


def language_of(text: str) -> str:
    """ "ja" for a text with kana or kanji, else "en"."""
    return "ja" if JAPANESE.search(text) else "en"


def _take_in(record: Mapping[str, Any], draft: CaseDraft) -> str:
    """Create, update or leave the case alone, and say which."""
    case = Case.objects.filter(external_id=record["external_id"]).first()
    source = {"source_name": record["source"], "source_url": record["source_url"]}
    if case is None:
        release_case(case=Case(external_id=record["external_id"], origin=Case.Origin.EXTERNAL, **source), draft=draft)
        return "created"
    if case.withdrawn_at:
        raise ValidationError({"external_id": _("This case was withdrawn here and stays so.")})
    has_same_source = all(getattr(case, name) == value for name, value in source.items())
    latest = case.latest
    if has_same_source and latest and latest.text_hash == draft.text_hash:
        return "unchanged"
    for name, value in source.items():
        setattr(case, name, value)
    case.save(update_fields=list(source))
    release_case(case=case, draft=draft)
    return "updated"


def _words(title: str, body: str) -> dict[str, Any]:
    sentence = SENTENCE.match(body)
    first = " ".join(sentence.group().split()) if sentence else ""
    summary = first if len(first) <= SUMMARY_LENGTH else first[: SUMMARY_LENGTH - 1] + "…"
    return {"title": title, "summary": summary, "what_happened": body}


def _check_source(record: Mapping[str, Any]) -> None:
    for name, limit in (("external_id", 120), ("source", 300), ("source_url", 500)):
        if len(record[name]) > limit:
            raise ValidationError({name: _("This field is longer than %(limit)s characters.") % {"limit": limit}})
    try:
        URLValidator(schemes=["http", "https"])(record["source_url"])
    except ValidationError as error:
        raise ValidationError({"source_url": error.messages}) from error


def _is_words(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _region_of(prefecture: str | None) -> str | None:
    if prefecture is None:
        return None
    return Prefecture.objects.filter(pk=prefecture).values_list("region_id", flat=True).first()


def _division_of(group: str | None) -> str | None:
    if group is None:
        return None
    return IndustryGroup.objects.filter(pk=group).values_list("division_id", flat=True).first()
