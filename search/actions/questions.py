"""Counts questions that found nothing."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy

from community.tasks import kept_for
from community.tasks.deletion import DELETED
from search.models import FailedQuestion, FailedQuestionAsker
from search.queries.failed import FEWEST_PEOPLE
from secunity.core.queries import keyed_hash
from secunity.core.text.normalise import fold_case, normalise

# A longer one is a story of its own, and may tell whose.
LONGEST_QUESTION = 60


@transaction.atomic
def note_failed_question(*, text: str, person: str) -> None:
    """Count `person` (any text that is the same for the same person) among those who asked `text` in vain.

    Neither is kept: both are known by keyed hashes, the person by another one for each question. The words are
    written down when the third person asks them.
    """
    words = " ".join(normalise(text).split())
    if not words or len(words) > LONGEST_QUESTION:
        return
    key = keyed_hash(fold_case(words), "failed question")
    today = timezone.localdate()
    question, _ = FailedQuestion.objects.get_or_create(question_hash=key, defaults={"last_asked_on": today})
    who = keyed_hash(f"{question.pk} {person}", "failed question's asker")
    _, is_new = FailedQuestionAsker.objects.get_or_create(question=question, person_hash=who)
    if not is_new and question.last_asked_on == today:
        return
    FailedQuestion.objects.filter(pk=question.pk).update(people=F("people") + int(is_new), last_asked_on=today)
    FailedQuestion.objects.filter(pk=question.pk, people__gte=FEWEST_PEOPLE, text="").update(text=words)


@kept_for(90, code="questions", what=gettext_lazy("Searches that found nothing, since the last one"), how=DELETED)
def forget_failed_questions(before: dt.datetime) -> int:
    """Delete what nobody has asked since, with the hashes of who did; returns how many questions went."""
    old = FailedQuestion.objects.filter(last_asked_on__lt=timezone.localdate(before))
    number = old.count()
    old.delete()
    return number
