"""What a question may go on with, from what everybody may read: words of the index, titles, frequent questions."""

from collections.abc import Iterable, Iterator

from practices.models import CaseText
from practices.queries import live_practices
from search.engines.base import EngineError, Query
from search.engines.completion import Completion, Completions, term_completions
from search.queries.asked import found_questions
from search.queries.cases import newest_versions
from search.queries.index import engine
from search.queries.results import find

MOST_TITLES = 2000
MOST_QUESTIONS = 200
# A title is a whole way to a thing, a question what people want of it; of words that begin alike the frequent ones
# come first.
TITLE_WEIGHT = 0.05
QUESTION_WEIGHT = 0.5
# Enough for one that the public may still see to be among them.
LOOKED_AT = 5


def completions_of(languages: Iterable[str]) -> dict[str, Completions]:
    """Those of the present content for the readers of each language: too long a work for a request."""
    terms, questions = list(_terms()), list(_questions())
    return {language: Completions((*terms, *questions, *_titles(language))) for language in languages}


def is_still_public(completion: Completion, language: str) -> bool:
    """Whether something that everybody may see has all of its words, or bears it as its title."""
    if completion.kind == "title":
        return any(_is_title(completion.text, language))
    return _finds(completion.text, language)


def _terms() -> Iterator[Completion]:
    """The index's own words; none while it is away."""
    try:
        vocabulary = engine().vocabulary()
    except (EngineError, OSError):
        return
    yield from term_completions(vocabulary)


def _questions() -> Iterator[Completion]:
    """What several people asked and what still finds something by all of its words, the most asked first."""
    asked = list(found_questions()[:MOST_QUESTIONS])
    most = max((each.people for each in asked), default=1)
    for each in asked:
        if _finds(each.text):
            yield Completion(each.text, "question", QUESTION_WEIGHT * (1 + each.people / most))


def _finds(text: str, language: str = "ja") -> bool:
    found = find(Query(text, size=LOOKED_AT, language=language, is_exact=True))
    return bool(found.items) and not found.relaxation


def _titles(language: str) -> Iterator[Completion]:
    versions = newest_versions()[:MOST_TITLES].values("pk")
    cases = CaseText.objects.filter(version__in=list(versions.values_list("pk", flat=True)), language=language)
    titles = (*cases.values_list("title", flat=True), *live_practices(language).values_list("title", flat=True))
    yield from (Completion(title, "title", TITLE_WEIGHT) for title in titles)


def _is_title(text: str, language: str) -> Iterator[bool]:
    cases = CaseText.objects.filter(title=text, language=language)
    yield newest_versions().filter(texts__in=cases).exists()
    yield live_practices(language).filter(title=text).exists()
