"""Incident records of other programs, taken into private reports."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.exchange import Problem, Read, UnreadableFileError, facts_of, lint, record_name, texts_of
from practices.models import IncidentReport
from secunity.core.actions import load_vocabularies
from secunity.core.models import TlpLabel
from secunity.core.queries import keyed_hash

BATCH = 100
WORDS = {
    "already_here": _("This record is here already, with other content; what is here stays as it is."),
    "after_source": _("The incident (%(date)s) is later than its source %(source)s (%(day)s)."),
    "broken_quote": _("Line %(line)s: a quotation mark is never closed."),
    "codes_miss_text": _("The text speaks of “%(subject)s”, but none of these codes is there: %(codes)s."),
    "contradiction": _("This contradicts %(other)s."),
    "double_column": _("The column “%(column)s” is there twice."),
    "empty": _("The file is empty."),
    "future": _("The incident (%(date)s) lies in the future."),
    "missing": _("This is missing."),
    "no_date": _("“%(date)s” is no date."),
    "no_header": _("Line %(line)s names no field of VERIS, such as victim.industry."),
    "no_number": _("“%(word)s” is no number."),
    "no_record": _("This is no VERIS record: it has none of its sections."),
    "not_json": _("Line %(line)s, column %(column)s: this is no JSON, or it breaks off here."),
    "not_utf8": _("Line %(line)s (byte %(byte)s): this is no UTF-8 text. Please save the file as UTF-8."),
    "path_clash": _("Line %(line)s: another column says that this is one value, not several fields."),
    "too_long": _("This record is longer than %(limit)s characters."),
    "too_old": _("VERIS %(version)s is not read; 1.3 or later is."),
    "unknown_key": _("This field is not known in VERIS; it is kept as it is."),
    "unknown_word": _("“%(word)s” is not in the vocabulary of this field."),
    "wrong_cells": _("Line %(line)s has %(cells)s cells; the header has %(columns)s."),
}


@dataclass
class ReportImport:
    """How many records became reports, how many did not, and what is to be said about them."""

    total: int
    seen: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[dict[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The outcome as the command prints it."""
        return {"created": self.counts["created"], "skipped": self.counts["skipped"], "problems": self.problems}


def in_words(code: str, values: Mapping[str, Any]) -> str:
    """The sentence for a problem, in the active language."""
    return str(WORDS[code]) % values


def file_problem(error: UnreadableFileError) -> str:
    """The sentence for a file that cannot be read as a whole."""
    return in_words(error.code, error.values)


def import_reports(*, reads: Sequence[Read], is_dry_run: bool = False) -> Iterator[ReportImport]:
    """Take records in by batches, each whole, yielding the one outcome after each.

    A record that was taken in before counts as skipped, so a second run creates nothing, and one that broke off in
    the middle goes on where it stopped. With `is_dry_run` everything is looked at and nothing is written.
    """
    outcome = ReportImport(len(reads))
    if not is_dry_run:
        _ensure_labels()
    known: set[str] = set()
    for start in range(0, len(reads), BATCH):
        batch = reads[start : start + BATCH]
        with transaction.atomic():
            new = [report for each in batch if (report := _taken(each, outcome, known)) is not None]
            if not is_dry_run:
                IncidentReport.objects.bulk_create(new)
        outcome.seen += len(batch)
        yield outcome


def _ensure_labels() -> None:
    """The one vocabulary a report points to, so that nothing but `secunity migrate` has to have run."""
    if not TlpLabel.objects.filter(pk="AMBER+STRICT").exists():
        load_vocabularies()


def _taken(read: Read, outcome: ReportImport, known: set[str]) -> IncidentReport | None:
    """The new report of a record; None where it cannot be read or is here already."""
    if read.record is None:
        _skip(outcome, [read.problem] if read.problem else [])
        return None
    name = record_name(read.number, read.record)
    source_key, source_hash = _identity(read.record)
    if source_key in known:
        _skip(outcome, [Problem(name, "incident_id", "already_here")])
        return None
    known.add(source_key)
    there = IncidentReport.objects.filter(source_key=source_key).values_list("source_hash", flat=True).first()
    if there is not None:
        _skip(outcome, [] if there == source_hash else [Problem(name, "incident_id", "already_here")])
        return None
    outcome.counts["created"] += 1
    _say(outcome, lint(read.record, name, timezone.localdate()))
    return _report(read.record, source_key, source_hash)


def _identity(record: Mapping[str, Any]) -> tuple[str, str]:
    """(which record it is, what it says), as keyed hashes: neither id nor content lies open."""
    content = json.dumps(record, sort_keys=True, ensure_ascii=False)
    source_hash = keyed_hash(content, "report-content")
    own = record.get("incident_id")
    name = f"{record.get('source_id') or ''}\n{own.strip()}" if isinstance(own, str) and own.strip() else content
    return keyed_hash(name, "report-source"), source_hash


def _report(record: Mapping[str, Any], source_key: str, source_hash: str) -> IncidentReport:
    now = timezone.now()
    return IncidentReport(
        origin=IncidentReport.Origin.IMPORT,
        state=IncidentReport.State.SUBMITTED,
        language="en",
        facts=facts_of(record),
        texts=texts_of(record),
        raw=record,
        source_key=source_key,
        source_hash=source_hash,
        submitted_at=now,
        updated_at=now,
    )


def _skip(outcome: ReportImport, problems: Sequence[Problem]) -> None:
    outcome.counts["skipped"] += 1
    _say(outcome, problems)


def _say(outcome: ReportImport, problems: Sequence[Problem]) -> None:
    outcome.problems += [
        {"record": each.record, "field": each.field, "message": in_words(each.code, each.values)} for each in problems
    ]
