"""The lanes of a report: proposed from its answers, worked off by its own people."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.lanes import AnswerError, Answers, Deadline, Lane, Recipient, answers_from, propose_lanes, questions
from community.models import User
from practices.actions.reports import check_editable
from practices.models import DisclosureLane, IncidentReport


class Proposal(NamedTuple):
    """One row that the answers lead to: a recipient with one of its deadlines, or without one."""

    lane: Lane
    recipient: Recipient
    deadline: Deadline | None
    is_certain: bool
    is_told: bool

    @property
    def code(self) -> str:
        """The same for the same recipient and kind of deadline, so that proposing again finds its row."""
        return f"{self.recipient.code}:{self.deadline.code}" if self.deadline else self.recipient.code

    @property
    def due(self) -> dt.date | None:
        """The last day, where there is one and it is known."""
        return self.deadline.due if self.deadline else None


def lane_answers(report: IncidentReport) -> Answers:
    """The report's answers to the questions of the guideline check; wrong ones count as not known."""
    given = {question.code: report.facts.get(question.code) for question in questions()}
    try:
        return answers_from(given)
    except AnswerError:
        return Answers()


@transaction.atomic
def propose_for(*, report: IncidentReport, editor: User) -> list[DisclosureLane]:
    """Make or renew the rows that the report's answers lead to, and return all of its rows.

    A row somebody has written in keeps their words; its deadline follows the answers until it is sent. Proposed rows
    that nobody touched and that no longer apply go away.
    """
    check_editable(report, editor)
    there = {(row.lane, row.code): row for row in report.lanes.exclude(code="")}
    wanted = list(_proposals(lane_answers(report)))
    for proposal in wanted:
        row, due = there.get((proposal.lane.code, proposal.code)), proposal.due
        if row is None:
            _propose(report, proposal)
        elif row.sent_at is None and row.deadline != due:
            row.deadline, row.sequence = due, row.sequence + 1
            row.save(update_fields=["deadline", "sequence", "updated_at"])
    names = {(proposal.lane.code, proposal.code) for proposal in wanted}
    stale = [row.pk for name, row in there.items() if name not in names and row.is_untouched]
    report.lanes.filter(pk__in=stale).delete()
    return list(report.lanes.all())


@transaction.atomic
def change_lane(*, lane: DisclosureLane, editor: User, changes: dict[str, Any]) -> DisclosureLane:
    """Write in a row (a new one where it has no number yet); ValidationError for what cannot be."""
    check_editable(lane.report, editor)
    for name, value in changes.items():
        setattr(lane, name, value)
    _check_order(lane)
    lane.sequence += 1
    lane.is_untouched = False
    lane.save()
    log(
        instance=lane.report,
        action="practices.lane_changed",
        user=User.objects.get(pk=editor.pk),
        data={"lane": lane.lane, "row": lane.pk, "fields": sorted(changes)},
    )
    return lane


def mark_sent(*, lane: DisclosureLane, editor: User) -> DisclosureLane:
    """Sent just now."""
    return change_lane(lane=lane, editor=editor, changes={"sent_at": timezone.now()})


def mark_acknowledged(*, lane: DisclosureLane, editor: User) -> DisclosureLane:
    """The recipient confirmed just now that it came."""
    return change_lane(lane=lane, editor=editor, changes={"acknowledged_at": timezone.now()})


def _proposals(answers: Answers) -> Iterator[Proposal]:
    for lane in propose_lanes(answers):
        for step in lane.steps:
            for deadline in step.deadlines or (None,):
                is_certain = deadline.is_certain if deadline else step.is_certain
                yield Proposal(lane, step.recipient, deadline, is_certain, step.is_told)


def _propose(report: IncidentReport, proposal: Proposal) -> None:
    language, recipient, deadline = report.language, proposal.recipient, proposal.deadline
    said = [proposal.recipient.what.said(language), (deadline.limit if deadline else recipient.when).said(language)]
    DisclosureLane.objects.create(
        report=report,
        lane=proposal.lane.code,
        code=proposal.code,
        recipient=(deadline.title if deadline else recipient.name).said(language),
        reason="\n".join([*said, recipient.basis.said(language), recipient.how.said(language)]),
        victim_information="\n".join(words.said(language) for words in recipient.victim),
        technique_information="\n".join(words.said(language) for words in recipient.technique),
        deadline=proposal.due,
        is_legal_duty=recipient.duty == "law" and proposal.is_certain,
        sent_at=timezone.now() if proposal.is_told else None,
    )


def _check_order(lane: DisclosureLane) -> None:
    now = timezone.now()
    if lane.sent_at and lane.sent_at > now:
        raise ValidationError({"sent_at": _("This lies in the future.")})
    if lane.acknowledged_at and not lane.sent_at:
        raise ValidationError({"acknowledged_at": _("Say first when it was sent.")})
    if lane.acknowledged_at and lane.sent_at and lane.acknowledged_at < lane.sent_at:
        raise ValidationError({"acknowledged_at": _("This is before it was sent.")})
