"""What the review screen shows, made from what is stored: nothing is looked through again when it is opened."""

from dataclasses import replace
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from community.models import User
from practices.anonymize.findings import SOFT_KINDS
from practices.forms.review import (
    FIELD_LABELS,
    LADDER_LABELS,
    LEVEL_LABELS,
    AddForm,
    AskForm,
    DecisionForm,
    SendBackForm,
    kind_label,
    kind_pattern,
)
from practices.gate import Level
from practices.models import AnonymityCheck, CaseReview, ConsentRequest
from practices.queries.findings import FIELDS, STAYS, Mark, marks_of
from practices.queries.projection import projection_of
from practices.queries.reviews import (
    editor_approval,
    latest_check,
    may_approve,
    may_edit,
    parts_of,
    pending,
    second_approval,
    why_not_second,
)

# Characters beside a finding: on a phone the panel stands below the text it is about.
AROUND = 24


class Shown(NamedTuple):
    """A finding as the screen shows it, with the words beside it."""

    mark: Mark
    surface: str
    label: str
    pattern: str
    before: str
    after: str

    @property
    def classes(self) -> str:
        """How it is marked: by kind, by tier, and by what was decided."""
        tier = "sure" if self.mark.is_sure else "maybe"
        return f"found found-{self.pattern} found-{tier} found-{self.mark.state}"

    @property
    def proposed_is_band(self) -> bool:
        """Whether a date or number becomes a band or a period."""
        return self.mark.kind in SOFT_KINDS


class Piece(NamedTuple):
    """Words, and the finding on them if there is one."""

    text: str
    shown: Shown | None


class Section(NamedTuple):
    """One field with its pieces."""

    name: str
    label: str
    pieces: list[Piece]
    can_edit: bool


def screen_context(review: CaseReview, reader: User, at: str | None) -> dict[str, Any]:
    """Everything the screen needs; `at` is the number of the finding to look at."""
    marks = marks_of(review.findings)
    decidable = [mark for mark in marks if mark.state != STAYS]
    left = pending(decidable)
    current = _current(decidable, left, at)
    check = latest_check(review)
    edits = may_edit(reader, review)
    return {
        "review": review,
        "sections": (sections := _sections(review, marks, edits)),
        "unwritten": [section for section in sections if not section.pieces],
        "current": _shown(review, current) if current else None,
        "place": decidable.index(current) + 1 if current else 0,
        "total": len(decidable),
        "left": len(left),
        "left_sure": sum(mark.is_sure for mark in left),
        "previous": _beside(decidable, current, -1),
        "next": _beside(decidable, current, 1),
        "gate": _gate(check) if check else None,
        "edits": edits,
        **_forms(review, current),
        **_way(review, reader),
    }


def _forms(review: CaseReview, current: Mark | None) -> dict[str, Any]:
    return {
        "decide_form": DecisionForm(initial=_initial(review, current)),
        "add_form": AddForm(initial={"revision": review.revision}),
        "send_back_form": SendBackForm(initial={"revision": review.revision}),
        "ask_form": AskForm(initial={"revision": review.revision}),
    }


def _way(review: CaseReview, reader: User) -> dict[str, Any]:
    """Who stands for the text, and what the reader may do for it."""
    return {
        "approves": may_approve(reader, review),
        "why_not": _why_not(why_not_second(reader, review)) if review.state == CaseReview.State.SUBMITTED else "",
        "editor": editor_approval(review),
        "second": second_approval(review),
        "asked": ConsentRequest.objects.filter(version=review.version).first(),
    }


def text_context(review: CaseReview) -> dict[str, Any]:
    """The text as it would become public with the decisions of now; what is not decided stays hidden."""
    marks = [mark if mark.state != "pending" else _hidden(mark) for mark in marks_of(review.findings)]
    check = latest_check(review)
    draft = projection_of(review, marks, check) if check else None
    words = draft.texts[review.report.language] if draft else {}
    texts = [(FIELD_LABELS[name], words[name]) for name in FIELDS if words.get(name)]
    return {"review": review, "texts": texts, "timeline": words.get("timeline", ())}


def _hidden(mark: Mark) -> Mark:
    return replace(mark, state="replace")


def _sections(review: CaseReview, marks: list[Mark], edits: bool) -> list[Section]:
    sections = []
    for name in FIELDS:
        text = review.fields.get(name, "")
        own = [mark for mark in marks if mark.field == name]
        pieces = [Piece(part.text, _shown(review, part.mark) if part.mark else None) for part in parts_of(text, own)]
        can_edit = edits and name != "files"
        if pieces or can_edit:
            sections.append(Section(name, str(FIELD_LABELS[name]), pieces, can_edit))
    return sections


def _shown(review: CaseReview, mark: Mark) -> Shown:
    text = review.fields[mark.field]
    before, after = text[max(0, mark.start - AROUND) : mark.start], text[mark.end : mark.end + AROUND]
    return Shown(mark, text[mark.start : mark.end], kind_label(mark.kind), kind_pattern(mark.kind), before, after)


def _current(decidable: list[Mark], left: list[Mark], at: str | None) -> Mark | None:
    asked = [mark for mark in decidable if str(mark.number) == at]
    return next(iter([*asked, *left, *decidable]), None)


def _beside(decidable: list[Mark], current: Mark | None, step: int) -> int | None:
    place = decidable.index(current) + step if current else -1
    return decidable[place].number if 0 <= place < len(decidable) else None


def _initial(review: CaseReview, current: Mark | None) -> dict[str, Any]:
    chosen = {"number": current.number, "reason": current.reason, "words": current.replacement} if current else {}
    return {"revision": review.revision, "everywhere": True, **chosen}


def _gate(check: AnonymityCheck) -> dict[str, Any]:
    """What the gate said, in words: what is lost beside what is gained."""
    return {
        "check": check,
        "climbs": [
            {
                "label": LADDER_LABELS[climb["dimension"]],
                "lost": LEVEL_LABELS[climb["lost"]],
                "shown": LEVEL_LABELS[climb["shown"]],
                "reasons": [_(reason) for reason in climb["reasons"]],
                "before": climb["fitting_before"],
                "after": climb["fitting_after"],
            }
            for climb in check.climbs
        ],
        "options": [_option(check, option) for option in check.options],
        "may_go_without": check.outcome == AnonymityCheck.Outcome.WITHOUT,
    }


def _option(check: AnonymityCheck, option: dict[str, Any]) -> dict[str, Any]:
    names = Level(*option["level"]).names
    words = [f"{LADDER_LABELS[ladder]}: {LEVEL_LABELS[name]}" for ladder, name in names.items()]
    return {
        "value": "-".join(str(height) for height in option["level"]),
        "words": _(", ").join(words),
        "k": option["k"],
        "published": option["published"],
        "is_chosen": bool(check.choice) and check.level == option["level"],
    }


def _why_not(code: str) -> str:
    return {
        "": "",
        "role": _("A reviewer of the region approves."),
        "editor": _("You prepared or changed this text: somebody else approves it."),
        "own": _("The case is about your own organisation: somebody of another one approves it."),
        "organisation": _("Whoever prepared it works for your organisation: somebody of another one approves it."),
    }[code]
