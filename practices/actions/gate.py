"""Asking the anonymity gate, choosing what it lets be said, and publishing counts over what is not public."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from practices.gate import Decision, Level, Policy, Published, Subject, at_level, decide
from practices.gate.suppress import TOTAL, Cell, Memory, Table, suppress_list, suppress_table
from practices.models import AnonymityCheck, CaseReview, PublishedCounts
from practices.queries.gate import as_earlier, earlier_versions, members_for_gate, published_organisations, subject_of

# So long what is shown of a series stays as it is.
DAYS_BETWEEN_COUNTS = 7


def check_anonymity(*, review: CaseReview, actor: User | None = None) -> AnonymityCheck:
    """Ask the gate about a review's report as it is now and record the answer; a decision made before is kept as long
    as it passes."""
    earlier = earlier_versions(review.case, review.report)
    subject, policy = subject_of(review.report), Policy()
    published = published_organisations()
    members = members_for_gate(published, with_joining=bool(earlier))
    organisation = review.report.organisation_id
    adds = organisation is not None and organisation not in published
    decision = decide(
        subject, members, earlier=[as_earlier(each) for each in earlier], adds_organisation=adds, policy=policy
    )
    inputs = {
        "least": policy.least,
        "most_published": str(policy.most_published),
        "members": sum(each.organisations for each in members),
        "earlier": [str(version) for version in earlier],
    }
    check = AnonymityCheck(version=review.version, facts=asdict(subject), inputs=inputs, **_answer(decision))
    _keep_choice(check, review.version.anonymity_checks.last())
    check.save()
    return check


def choose(check: AnonymityCheck, actor: User, level: list[int] | None) -> AnonymityCheck:
    """Take one of the levels that pass, or (None) no attributes at all. ValidationError where that may not be."""
    if check.outcome == AnonymityCheck.Outcome.HOLD:
        raise ValidationError(_("There are too few members yet for anything to be published."))
    if level is None:
        check.choice, check.level, check.published = AnonymityCheck.Choice.WITHOUT, None, Published()._asdict()
    else:
        _take(check, level)
    check.chosen_by = actor
    check.save()
    return check


@transaction.atomic
def publish_counts(
    *, key: str, counts: Mapping[Any, int], rows: Sequence[str] = (), columns: Sequence[str] = ()
) -> Table:
    """Counts over what is not public as they may be shown today: a list of `counts` by name, or a table of counts by
    (row, column) where `rows` and `columns` are given.

    What is shown stays for a week under the same `key`; then the counts of that day take its place, and what changed by
    one or two stays hidden.
    """
    row = PublishedCounts.objects.select_for_update().filter(key=key).first()
    today = timezone.localdate()
    if row and (today - row.published_on).days < DAYS_BETWEEN_COUNTS and (shown := _shown(row, counts, rows, columns)):
        return shown
    previous = Memory.from_json(row.memory) if row else None
    if rows or columns:
        table = suppress_table(counts, rows=rows, columns=columns, previous=previous)
    else:
        table = suppress_list(counts, previous=previous)
    cells = [[*place, cell.count, cell.mark] for place, cell in table.cells.items()]
    state = {"cells": cells, "memory": table.memory.as_json(), "published_on": today}
    PublishedCounts.objects.update_or_create(key=key, defaults=state)
    return table


def _shown(
    row: PublishedCounts, counts: Mapping[Any, int], rows: Sequence[str], columns: Sequence[str]
) -> Table | None:
    """The table as it is shown this week; None if it has other rows or columns by now."""
    cells = {(place[0], place[1]): Cell(place[2], place[3]) for place in row.cells}
    wanted = tuple(columns) or tuple(counts)
    names = {column for _row, column in cells} - {TOTAL}, {line for line, _column in cells} - {TOTAL}
    if names != (set(wanted), set(rows)):
        return None
    return Table(cells, tuple(rows), wanted, Memory.from_json(row.memory))


def _answer(decision: Decision) -> dict[str, Any]:
    return {
        "outcome": decision.outcome,
        "level": list(decision.level) if decision.level else None,
        "published": decision.published._asdict(),
        "k": decision.fit.members,
        "published_organisations": decision.fit.published,
        "k_at_finest": decision.finest_fit.members,
        "climbs": [climb._asdict() for climb in decision.climbs],
        "options": [
            {"level": list(each.level), "k": each.fit.members, "published": each.fit.published, "cost": each.cost}
            for each in decision.options
        ],
    }


def _keep_choice(check: AnonymityCheck, before: AnonymityCheck | None) -> None:
    """What somebody has decided goes on to hold where the gate still lets it."""
    if before is None or not before.choice:
        return
    if before.choice == AnonymityCheck.Choice.WITHOUT and check.outcome != AnonymityCheck.Outcome.HOLD:
        check.choice, check.level, check.published = before.choice, None, Published()._asdict()
    elif before.level in [option["level"] for option in check.options]:
        _take(check, before.level)
    else:
        return
    check.chosen_by = before.chosen_by


def _take(check: AnonymityCheck, level: list[int]) -> None:
    option = next((each for each in check.options if each["level"] == level), None)
    if option is None:
        raise ValidationError(_("This level does not pass. Please choose one of those shown."))
    is_proposed = level == check.options[0]["level"]
    check.choice = AnonymityCheck.Choice.PROPOSED if is_proposed else AnonymityCheck.Choice.OPTION
    check.level, check.k, check.published_organisations = level, option["k"], option["published"]
    check.published = at_level(Subject(**check.facts), Level(*level))._asdict()
