"""What identifies somebody in a report: found over all of its fields at once, with what the hub knows."""

import gc
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max

from community.models import Affiliation, Organisation, OrganisationDomain, OrganisationName, User
from practices.anonymize import KEEP_KINDS, MASK_FROM, Finding, KnownName, KnownNames, detect
from practices.anonymize.findings import SOFT_KINDS, united
from practices.anonymize.known.names import FORMS, without_form
from practices.anonymize.known.skeleton import fold
from practices.anonymize.propagation import confirmed_in, strings_of
from practices.exchange.public import TEXT_FIELDS
from practices.models import IncidentReport, ReportAttachment
from secunity.core.text.normalise import normalise_with_offsets

# Looked through as well, since a name there is a name everywhere; never published.
FILES = "files"
FIELDS = (*TEXT_FIELDS, FILES)
PRIVATE = ("contacts", "people")
# What people write where there is no name to write.
_NOBODY = {
    "unknown",
    "not known",
    "n/a",
    "none",
    "anonymous",
    "undisclosed",
    "不明",
    "匿名",
    "非公開",
    "なし",
    "未記入",
}
_FORM_ALONE = re.compile(FORMS)
_NAME_PARTS = re.compile(r"[\s_.－-]+")
PENDING, REPLACE, EDIT, KEEP, STAYS = "pending", "replace", "edit", "keep", "stays"


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding in one field, with what was decided. `revision` is that of the review when it was decided."""

    number: int
    field: str
    start: int
    end: int
    kind: str
    probability: float
    rule: str
    state: str = PENDING
    replacement: str = ""
    reason: str = ""
    revision: int = 0

    @property
    def is_sure(self) -> bool:
        """Whether it is hidden unless somebody keeps it with a reason; else it is only to be looked at."""
        return self.probability >= MASK_FROM

    @property
    def is_hidden(self) -> bool:
        """Whether other words will stand in its place."""
        return self.state in (REPLACE, EDIT)

    @property
    def names_somebody(self) -> bool:
        """Whether it may stand nowhere once it is hidden; dates and amounts only lose their exactness."""
        return self.kind not in SOFT_KINDS | KEEP_KINDS

    def as_json(self) -> dict[str, Any]:
        """As it is stored, sealed."""
        return asdict(self)


def marks_of(findings: Iterable[dict[str, Any]]) -> list[Mark]:
    """The marks that `as_json` stored, in the order of the text."""
    return in_order(Mark(**each) for each in findings)


def in_order(marks: Iterable[Mark]) -> list[Mark]:
    """As a reader meets them."""
    return sorted(marks, key=lambda mark: (FIELDS.index(mark.field), mark.start))


def fields_of(report: IncidentReport) -> dict[str, str]:
    """The words of a report that become a case, and the names of its files."""
    names = ReportAttachment.objects.filter(report=report)
    words = {name: str(report.texts.get(name) or "") for name in TEXT_FIELDS}
    # Parted at what stands for a space in a file name, else a whole name reads like one long word.
    return {**words, FILES: "\n".join(_NAME_PARTS.sub("、", each.name) for each in names)}


def find_in_report(report: IncidentReport, fields: Mapping[str, str]) -> list[Mark]:
    """Every finding in `fields`, numbered: what is hidden first, so that it gets the first letters."""
    own = KnownNames(own_names(report))
    found = {name: _found(text, own) for name, text in fields.items()}
    private = [str(report.texts.get(name) or "") for name in PRIVATE]
    confirmed = {each for text in private for each in strings_of(text, _found(text, own))}
    confirmed |= {each for name, text in fields.items() for each in strings_of(text, found[name])}
    spread = confirmed_in(fields, written_ways(confirmed))
    rows = [(name, finding) for name, text in fields.items() for finding in united([*found[name], *spread[name]], text)]
    rows.sort(key=lambda row: (row[1].probability < MASK_FROM, FIELDS.index(row[0]), row[1].start))
    return [_mark(number, name, finding) for number, (name, finding) in enumerate(rows, start=1)]


def own_names(report: IncidentReport) -> list[KnownName]:
    """The organisation a report is about, what it says of itself, and its people."""
    organisation = report.organisation
    said = (line.strip() for line in str(report.texts.get("victim") or "").splitlines())
    own = [KnownName(line) for line in said if line and line.casefold() not in _NOBODY]
    if report.reporter:
        own.append(KnownName(report.reporter.name, kind="PERSON"))
    if organisation is None:
        return own
    people = User.objects.filter(affiliations__organisation=organisation)
    return [*own, *_organisations(pk=organisation.pk), *(KnownName(person.name, kind="PERSON") for person in people)]


def member_names() -> KnownNames:
    """Every member organisation and person the hub knows, in every spelling; made anew when one is added or goes."""
    models = (Organisation, OrganisationName, OrganisationDomain, Affiliation, User)
    stamps = tuple(tuple(model._default_manager.aggregate(n=Count("pk"), last=Max("pk")).values()) for model in models)
    return _member_names(stamps)


@lru_cache(maxsize=1)
def _member_names(_stamps: tuple[Any, ...]) -> KnownNames:
    people = User.objects.filter(is_active=True).exclude(name="").values_list("name", flat=True)
    names = KnownNames([*_organisations(), *(KnownName(name, kind="PERSON") for name in people)])
    # With ten thousand members these are a million small objects that stay: looking at them for garbage again and
    # again takes longer than anything else here.
    gc.collect()
    gc.freeze()
    return names


def _organisations(**narrowed: Any) -> list[KnownName]:
    rows = Organisation.objects.filter(**narrowed).prefetch_related("names", "domains")
    return [
        KnownName(
            row.name_ja,
            kana=row.kana,
            latin=row.name_en,
            aliases=tuple(alias.name for alias in row.names.all()),
            domains=tuple(each.domain for each in row.domains.all()),
        )
        for row in rows
    ]


def written_ways(confirmed: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Confirmed strings with their kinds, organisations also without 株式会社 and the like."""
    known = set(confirmed)
    return known | {(without_form(surface), kind) for surface, kind in known if kind == "ORG"}


def spread_of(mark: Mark, fields: Mapping[str, str], marks: Iterable[Mark]) -> list[tuple[str, Finding]]:
    """Where else the words of a confirmed mark stand, in any spelling, and nothing marks them yet."""
    surface = fields[mark.field][mark.start : mark.end]
    taken = {(each.field, place) for each in marks for place in range(each.start, each.end)}
    found = confirmed_in(fields, written_ways([(surface, mark.kind)]))
    return [
        (field, finding)
        for field, findings in found.items()
        for finding in findings
        if not any((field, place) in taken for place in range(finding.start, finding.end))
    ]


def found_again(
    field: str, text: str, report: IncidentReport, marks: Iterable[Mark], fields: Mapping[str, str]
) -> list[Mark]:
    """The marks of one field after its words were changed: what was decided about the same words goes on to hold."""
    kept = list(marks)
    decided = {_key(fields[mark.field], mark): mark for mark in kept if mark.state != PENDING}
    hidden = [mark for mark in kept if mark.is_hidden and mark.names_somebody]
    confirmed = [(fields[mark.field][mark.start : mark.end], mark.kind) for mark in hidden]
    findings = _found(text, KnownNames(own_names(report)))
    findings = united([*findings, *confirmed_in({field: text}, written_ways(confirmed))[field]], text)
    last = max((mark.number for mark in kept), default=0)
    fresh = [_mark(last + index, field, finding) for index, finding in enumerate(findings, start=1)]
    return [_as_decided(mark, decided.get(_key(text, mark))) for mark in fresh]


def _as_decided(mark: Mark, before: Mark | None) -> Mark:
    if before is None:
        return mark
    return replace(mark, state=before.state, reason=before.reason, replacement=before.replacement)


def _key(text: str, mark: Mark) -> tuple[str, str]:
    surface = text[mark.start : mark.end]
    return mark.kind, fold(surface) or surface


def _found(text: str, own: KnownNames) -> list[Finding]:
    if not text:
        return []
    findings = detect(text, known=member_names())
    return _whole_names(united([*findings, *own.find(normalise_with_offsets(text), text)], text), text)


def _whole_names(findings: list[Finding], text: str) -> list[Finding]:
    """A person's name at the head of an organisation's (株式会社＋山田＋工業) is part of it, not somebody."""
    whole: list[Finding] = []
    for index, finding in enumerate(findings):
        before = findings[index - 1] if index else None
        if before and before.end == finding.start and _heads(before, finding, text):
            whole[-1] = finding._replace(start=whole[-1].start, kind="ORG", rule="known")
        else:
            whole.append(finding)
    return whole


def _heads(before: Finding, finding: Finding, text: str) -> bool:
    if before.kind == "ORG" and _FORM_ALONE.fullmatch(text[before.start : before.end]):
        return finding.kind in ("ORG", "PERSON")
    return before.rule == "known" and before.kind == "PERSON" and finding.kind == "ORG"


def _mark(number: int, field: str, finding: Finding) -> Mark:
    state = STAYS if finding.kind in KEEP_KINDS else PENDING
    rule = f"{finding.rule}:{finding.kind}"
    return Mark(number, field, finding.start, finding.end, finding.kind, finding.probability, rule, state)
