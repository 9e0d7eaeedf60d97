"""Counts questions: those that found nothing, and those that found something."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy

from community.tasks import kept_for
from community.tasks.deletion import DELETED
from search.models import FailedQuestion, FailedQuestionAsker, FoundQuestion, FoundQuestionAsker
from search.queries.asked import FEWEST_PEOPLE
from secunity.core.queries import keyed_hash
from secunity.core.text.normalise import fold_case, normalise

# A longer one is a story of its own, and may tell whose.
LONGEST_QUESTION = 60
# The two kinds have the same fields, and no table in common that the type checker would know.
Questions = type[Any]
Askers = type[Any]


def note_failed_question(*, text: str, person: str) -> None:
    """Count `person` (any text that is the same for the same person) among those who asked `text` in vain.

    Neither is kept: both are known by keyed hashes, the person by another one for each question. The words are
    written down when the third person asks them.
    """
    _note(FailedQuestion, FailedQuestionAsker, "failed question", text, person)


def note_found_question(*, text: str, person: str) -> None:
    """The same for a question that found something by all of its words."""
    _note(FoundQuestion, FoundQuestionAsker, "found question", text, person)


def _note(questions: Questions, askers: Askers, purpose: str, text: str, person: str) -> None:
    words = " ".join(normalise(text).split())
    if not words or len(words) > LONGEST_QUESTION:
        return
    key = keyed_hash(fold_case(words), purpose)
    today = timezone.localdate()
    known = questions.objects.filter(question_hash=key).first()
    if known and known.last_asked_on == today and _has_asked(askers, known, person, purpose):
        return  # most of the time; without waiting for whoever writes
    with transaction.atomic():
        question, _is_first = questions.objects.get_or_create(question_hash=key, defaults={"last_asked_on": today})
        _, is_new = askers.objects.get_or_create(question=question, person_hash=_hash_of(question.pk, person, purpose))
        asked = questions.objects.filter(pk=question.pk)
        asked.update(people=F("people") + int(is_new), last_asked_on=today)
        asked.filter(people__gte=FEWEST_PEOPLE, text="").update(text=words)


def _has_asked(askers: Askers, question: Any, person: str, purpose: str) -> bool:
    return askers.objects.filter(question=question, person_hash=_hash_of(question.pk, person, purpose)).exists()


def _hash_of(question: int, person: str, purpose: str) -> str:
    return keyed_hash(f"{question} {person}", f"{purpose}'s asker")


@kept_for(90, code="questions", what=gettext_lazy("What was searched for, since the last such search"), how=DELETED)
def forget_questions(before: dt.datetime) -> int:
    """Delete what nobody has asked since, with the hashes of who did; returns how many questions went."""
    number = 0
    for questions in (FailedQuestion, FoundQuestion):
        old = questions.objects.filter(last_asked_on__lt=timezone.localdate(before))
        number += old.count()
        old.delete()
    return number
