"""What people searched for in vain."""

from django.db.models import QuerySet

from search.models import FailedQuestion

# Fewer could be one person, or tell who asked.
FEWEST_PEOPLE = 3


def failed_questions() -> QuerySet[FailedQuestion]:
    """Questions that found nothing for at least three people, the most wanted first."""
    return FailedQuestion.objects.filter(people__gte=FEWEST_PEOPLE).exclude(text="").order_by("-people", "text")
