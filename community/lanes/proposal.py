"""From the answers to the three lanes: Share, Report, Announce."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from community.lanes.answers import Answers
from community.lanes.deadlines import Deadline, deadlines_of
from community.lanes.reasons import Reason, reasons_of
from community.lanes.recipients import LaneCode, Recipient, recipients
from community.lanes.words import Words

Verdict = Literal["yes", "maybe", "no"]
LANES: dict[LaneCode, Words] = {
    "share": Words("共有", "Share"),
    "report": Words("報告", "Report"),
    "announce": Words("公表", "Announce"),
}


@dataclass(frozen=True)
class Step:
    """One recipient as it stands for this incident; `is_certain` is false for what is offered or still open."""

    recipient: Recipient
    reasons: tuple[Words, ...]
    is_certain: bool
    is_told: bool
    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True)
class Lane:
    """One of the three: whether it applies, why, whom to tell what, and until when."""

    code: LaneCode
    name: Words
    verdict: Verdict
    reasons: tuple[Words, ...]
    steps: tuple[Step, ...]

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Whom to tell, without how it stands."""
        return tuple(step.recipient for step in self.steps)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """Its deadlines, the nearest first."""
        return tuple(each for step in self.steps for each in step.deadlines)


def propose_lanes(answers: Answers) -> tuple[Lane, ...]:
    """The three lanes in their order, whether they apply or not: 目安, never a duty that the law does not set."""
    due = deadlines_of(answers)
    return tuple(_lane(code, answers, due) for code in LANES)


def _lane(code: LaneCode, answers: Answers, due: tuple[Deadline, ...]) -> Lane:
    found = [reason for reason in reasons_of(answers) if reason.lane == code]
    return Lane(
        code=code,
        name=LANES[code],
        verdict=_verdict(found),
        reasons=tuple(reason.words for reason in found),
        steps=tuple(_steps(code, answers, found, due)),
    )


def _verdict(found: list[Reason]) -> Verdict:
    weights = {reason.weight for reason in found}
    return "yes" if "yes" in weights else "maybe" if "maybe" in weights else "no"


def _steps(code: LaneCode, answers: Answers, found: list[Reason], due: tuple[Deadline, ...]) -> Iterable[Step]:
    named = {recipient for reason in found for recipient in reason.recipients}
    certain = {recipient for reason in found if reason.weight == "yes" for recipient in reason.recipients}
    for each in recipients().values():
        if each.lane == code and each.code in named:
            own = tuple(deadline for deadline in due if deadline.recipient == each.code)
            why = tuple(reason.words for reason in found if each.code in reason.recipients)
            yield Step(each, why, each.code in certain, each.code in answers.told, own)
