"""The editors' own search in Wagtail's admin: the database's full-text index, fed with the hub's analysis.

As it comes it takes a run of Japanese for one word. Here texts and questions are cut into the same terms as for the
public search, so that 漏洩 finds 漏えい and サーバ finds サーバー there too.
"""

import copy
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Manager
from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from modelsearch.query import And, Boost, Not, Or, Phrase, PlainText, SearchQuery
from wagtail.search.backends import database

from search.analysis import analyse
from secunity.core.text.normalise import fold_case, normalise

_LONGEST_QUESTION = 300


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name that Wagtail looks for
    """The database's search backend; where it has a full-text index, with the hub's analysis before it."""
    backend = database.SearchBackend(params)
    if hasattr(backend.index_class, "add_items") and hasattr(backend, "config"):
        backend.index_class = _indexing_terms(backend.index_class)
        backend.query_compiler_class = _asking_terms(backend.query_compiler_class, is_typing=False)
        backend.autocomplete_query_compiler_class = _asking_terms(
            backend.autocomplete_query_compiler_class, is_typing=True
        )
    return backend


def indexed_text(text: str) -> str:
    """What stands in the index for a text: its terms, and its words as written, which an editor may type in part."""
    readable = fold_case(normalise(text))
    return f"{' '.join(term.text for term in analyse(text))} {readable}"


def asked_text(text: str, *, is_typing: bool) -> str:
    """What is asked of the index for a question; while it is typed its last Latin word may be only begun."""
    words = normalise(text[:_LONGEST_QUESTION]).split()
    asked: list[str] = []
    for number, word in enumerate(words, 1):
        is_begun = is_typing and number == len(words) and word.isascii()
        terms = [] if is_begun else [term.text for term in analyse(word) if term.kind != "joined"]
        asked += terms or [fold_case(word)]
    return " ".join(asked)


class _Indexed:
    """An object whose search fields give terms in place of texts."""

    def __init__(self, thing: Any) -> None:
        self._thing = thing
        self.pk = thing.pk

    def get_search_fields(self) -> list[Any]:
        """The object's own fields, with their texts analysed."""
        return [_analysed_field(field, lambda _self: self._thing) for field in self._thing.get_search_fields()]


def _analysed_field(field: Any, owner: Callable[[Any], Any]) -> Any:
    """A copy of a search field that reads its value from `owner` of what it is asked for, and analyses it."""
    made = copy.copy(field)
    if isinstance(field, RelatedFields):
        made.fields = [_analysed_field(each, lambda related: related) for each in field.fields]
        made.get_value = lambda thing: field.get_value(owner(thing))
    elif isinstance(field, SearchField | AutocompleteField):
        made.get_value = lambda thing: indexed_text(_as_text(field.get_value(owner(thing))))
    return made


def _as_text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(map(_as_text, value.values()))
    if isinstance(value, Manager):
        return ", ".join(map(_as_text, value.all()))
    if isinstance(value, list | tuple):
        return ", ".join(map(_as_text, value))
    return "" if value is None else str(value)


def _indexing_terms(index_class: Any) -> Any:
    class TermIndex(index_class):
        """The database's index, filled with terms."""

        def add_items(self, model: Any, objs: Iterable[Any]) -> None:
            """Index objects of one model."""
            super().add_items(model, [_Indexed(each) for each in objs])

    return TermIndex


def _asking_terms(compiler_class: Any, *, is_typing: bool) -> Any:
    class TermQueryCompiler(compiler_class):
        """The database's compiler of questions, given terms."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            own = self.__dict__
            own["query"] = _asked(own["query"], is_typing=is_typing)

    return TermQueryCompiler


def _asked(query: SearchQuery, *, is_typing: bool) -> SearchQuery:
    """The same question over terms."""
    if isinstance(query, PlainText):
        return PlainText(asked_text(query.query_string, is_typing=is_typing), query.operator, query.boost)
    if isinstance(query, Phrase):
        return Phrase(asked_text(query.query_string, is_typing=is_typing))
    if isinstance(query, And | Or):
        return type(query)([_asked(each, is_typing=is_typing) for each in query.subqueries])
    if isinstance(query, Not):
        return Not(_asked(query.subquery, is_typing=is_typing))
    if isinstance(query, Boost):
        return Boost(_asked(query.subquery, is_typing=is_typing), query.boost)
    return query
