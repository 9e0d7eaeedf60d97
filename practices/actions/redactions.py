"""Decisions about findings. Every one leaves an entry that is never changed and never holds the value."""

from collections.abc import Iterable
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from community.models import User
from practices.actions.drafting import ConflictError, locked, store
from practices.anonymize.known.skeleton import fold
from practices.anonymize.propagation import confirmed_in
from practices.models import CaseReview, RedactionEntry
from practices.queries.findings import EDIT, KEEP, PENDING, REPLACE, STAYS, Mark, marks_of, spread_of, written_ways
from secunity.core.queries import keyed_hash

LONGEST_REPLACEMENT = 200
ADDED_KINDS = ("ORG", "PERSON", "LOC", "FAC", "PRODUCT", "EVENT", "NUMBER")
_DECISIONS = {REPLACE: RedactionEntry.Decision.REPLACE, EDIT: RedactionEntry.Decision.EDIT}


@transaction.atomic
def decide(
    *,
    review: CaseReview,
    actor: User,
    number: int,
    decision: str,
    revision: int,
    reason: str = "",
    words: str = "",
    everywhere: bool = True,
) -> CaseReview:
    """Accept what is proposed ("replace"), put `words` in its place ("edit"), or "keep" it for a reason.

    What is hidden in one place is hidden in every field; `everywhere` decides alike about what reads the same and is
    still open. Raises ConflictError where this was decided since `revision`, ValidationError for a wrong answer.
    """
    review = locked(review)
    marks = marks_of(review.findings)
    mark = _open_to_decision(marks, number, revision)
    decided = _decided(review, mark, decision, reason, words)
    alike = {each.number for each in _alike(review, marks, mark)} if everywhere else set()
    marks = [decided if each is mark else _as(decided, each) if each.number in alike else each for each in marks]
    added = _spread(review, marks, decided)
    _note(review, [decided], _entry_decision(decided), actor)
    followed = [each for each in marks if each.number in alike]
    _note(review, [*followed, *added], RedactionEntry.Decision.SPREAD, actor)
    return store(review, [*marks, *added], actor=actor)


@transaction.atomic
def accept_proposals(*, review: CaseReview, actor: User, revision: int) -> CaseReview:
    """Accept every proposal that is still open; what is only to be looked at stays open."""
    review = locked(review)
    marks = marks_of(review.findings)
    now = review.revision + 1
    taken = [
        replace(mark, state=REPLACE, revision=now)
        for mark in marks
        if mark.state == PENDING and mark.is_sure and mark.revision <= revision
    ]
    numbers = {mark.number for mark in taken}
    _note(review, taken, RedactionEntry.Decision.REPLACE, actor)
    return store(review, [*(mark for mark in marks if mark.number not in numbers), *taken], actor=actor)


@transaction.atomic
def add_by_words(*, review: CaseReview, actor: User, words: str, kind: str) -> CaseReview:
    """Hide words that nothing has found, wherever they stand. Raises ValidationError if they stand nowhere."""
    review, words = locked(review), words.strip()
    _check_added(words, kind)
    marks = marks_of(review.findings)
    now, last = review.revision + 1, max((mark.number for mark in marks), default=0)
    places = [
        (name, each)
        for name, found in confirmed_in(review.fields, written_ways([(words, kind)])).items()
        for each in found
    ]
    if not places:
        raise ValidationError({"words": _("These words stand nowhere in this case.")})
    added = [
        Mark(last + index, name, each.start, each.end, kind, 1.0, f"person:{kind}", REPLACE, revision=now)
        for index, (name, each) in enumerate(places, start=1)
    ]
    free = [mark for mark in marks if not any(_overlap(mark, each) for each in added)]
    review = store(review, [*free, *added], actor=actor)
    numbers = {mark.number for mark in added}
    _note(review, (m for m in marks_of(review.findings) if m.number in numbers), RedactionEntry.Decision.ADD, actor)
    return review


def _check_added(words: str, kind: str) -> None:
    if kind not in ADDED_KINDS:
        raise ValidationError({"kind": _("Please choose what it is.")})
    if len(fold(words)) < 2:
        raise ValidationError({"words": _("Please mark or type at least two letters.")})


def note_approved(review: CaseReview, reviewer: User) -> None:
    """Write down that a second person stands for every decision."""
    decided = [mark for mark in marks_of(review.findings) if mark.state in (REPLACE, EDIT, KEEP)]
    _note(review, decided, None, review.last_editor, reviewer)


def value_hash(surface: str) -> str:
    """The keyed hash of what was found, the same for every spelling."""
    return keyed_hash(fold(surface) or surface, "redaction")


def _open_to_decision(marks: list[Mark], number: int, revision: int) -> Mark:
    """The finding, unless somebody has decided about it since the reader saw it."""
    mark = next((each for each in marks if each.number == number and each.state != STAYS), None)
    if mark is None or mark.revision > revision:
        raise ConflictError(_("Somebody else has decided about this meanwhile. Please look at what they decided."))
    return mark


def _decided(review: CaseReview, mark: Mark, decision: str, reason: str, words: str) -> Mark:
    return replace(
        mark,
        state=decision,
        reason=_checked_reason(mark, decision, reason),
        replacement=_checked_words(review, mark, words) if decision == EDIT else mark.replacement,
        revision=review.revision + 1,
    )


def _checked_reason(mark: Mark, decision: str, reason: str) -> str:
    if decision in _DECISIONS:
        return ""
    if decision != KEEP:
        raise ValidationError({"decision": _("Please choose what to do with it.")})
    if reason in RedactionEntry.Reason.values:
        return reason
    if mark.is_sure or reason:
        raise ValidationError({"reason": _("Say why it may stay, or let it be replaced.")})
    return RedactionEntry.Reason.ORDINARY


def _checked_words(review: CaseReview, mark: Mark, words: str) -> str:
    words = words.strip()
    surface = review.fields[mark.field][mark.start : mark.end]
    if not words or len(words) > LONGEST_REPLACEMENT:
        message = _("Please write what shall stand there, in at most %(limit)s characters.")
        raise ValidationError({"words": message % {"limit": LONGEST_REPLACEMENT}})
    if mark.names_somebody and fold(surface) and fold(surface) in fold(words):
        raise ValidationError({"words": _("What shall be hidden stands in these words again.")})
    return words


def _alike(review: CaseReview, marks: list[Mark], mark: Mark) -> list[Mark]:
    def key(each: Mark) -> tuple[str, str]:
        surface = review.fields[each.field][each.start : each.end]
        return each.kind, fold(surface) or surface

    return [each for each in marks if each is not mark and each.state == PENDING and key(each) == key(mark)]


def _as(decided: Mark, other: Mark) -> Mark:
    words = decided.replacement if decided.state == EDIT else other.replacement
    return replace(other, state=decided.state, reason=decided.reason, replacement=words, revision=decided.revision)


def _spread(review: CaseReview, marks: list[Mark], decided: Mark) -> list[Mark]:
    """New marks wherever else a hidden name stands."""
    if not (decided.is_hidden and decided.names_somebody):
        return []
    last = max(mark.number for mark in marks)
    return [
        replace(
            decided, number=last + index, field=field, start=each.start, end=each.end, rule=f"repeated:{decided.kind}"
        )
        for index, (field, each) in enumerate(spread_of(decided, review.fields, marks), start=1)
    ]


def _entry_decision(mark: Mark) -> str:
    return _DECISIONS.get(mark.state, RedactionEntry.Decision.KEEP)


def _note(
    review: CaseReview, marks: Iterable[Mark], decision: str | None, actor: User | None, reviewer: User | None = None
) -> None:
    RedactionEntry.objects.bulk_create(
        RedactionEntry(
            version=review.version,
            field=mark.field,
            rule=mark.rule[:60],
            decision=decision or _entry_decision(mark),
            replaced_by="" if mark.state == KEEP else mark.replacement[:200],
            reason=mark.reason,
            value_hash=value_hash(review.fields[mark.field][mark.start : mark.end]),
            decided_by=actor,
            reviewer=reviewer,
        )
        for mark in marks
    )


def _overlap(one: Mark, other: Mark) -> bool:
    return one.field == other.field and one.start < other.end and other.start < one.end
