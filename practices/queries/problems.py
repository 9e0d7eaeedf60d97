"""Problems of communities, and the practices that answer them."""

from community.models import Problem
from practices.models import PracticePage, ProblemAnswer
from practices.queries.adoption import pages_by_key


def practices_answering(problem: Problem) -> list[PracticePage]:
    """Published practices that were named as an answer, in the order in which they were named."""
    keys = list(ProblemAnswer.objects.filter(problem=problem).values_list("practice_key", flat=True))
    pages = pages_by_key(keys)
    return [pages[key] for key in keys if key in pages]


def problems_answered_by(page: PracticePage) -> list[Problem]:
    """Problems of public communities that a practice was named for."""
    answers = ProblemAnswer.objects.filter(practice_key=page.translation_key)
    return list(Problem.objects.public().filter(pk__in=answers.values("problem")))
