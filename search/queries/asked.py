"""What people search for: in vain, and often."""

from typing import TypeVar

from django.db.models import QuerySet

from search.models import FailedQuestion, FoundQuestion

Asked = TypeVar("Asked", FailedQuestion, FoundQuestion)

# Fewer could be one person, or tell who asked.
FEWEST_PEOPLE = 3


def failed_questions() -> QuerySet[FailedQuestion]:
    """Questions that found nothing for at least three people, the most wanted first."""
    return _of_several(FailedQuestion.objects.all())


def found_questions() -> QuerySet[FoundQuestion]:
    """Questions that found something for at least three people, the most asked first."""
    return _of_several(FoundQuestion.objects.all())


def frequent_questions(limit: int) -> list[str]:
    """What at least three people asked, found or not, the most asked first."""
    asked = [*found_questions()[:limit], *failed_questions()[:limit]]
    asked.sort(key=lambda each: (-each.people, each.text))
    return list(dict.fromkeys(each.text for each in asked))[:limit]


def _of_several(questions: QuerySet[Asked]) -> QuerySet[Asked]:
    return questions.filter(people__gte=FEWEST_PEOPLE).exclude(text="").order_by("-people", "text")
