"""The cases that fit the question in the address, as a file for other programs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practices.exchange.outputs import FORMS
from practices.queries.exports import export_of
from search.engines.base import EngineError
from search.forms import Question, read_question
from search.queries.channels import through
from search.queries.facets import facets_of
from search.queries.results import every_item
from secunity.core.models.language import current_language

_TEXT = "text/plain; charset=utf-8"
View = Callable[..., HttpResponse]


def _told_in_words(view: View) -> View:
    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (EngineError, OSError):
            words = _("The search is being prepared. Please ask again in a few seconds.")
            return HttpResponse(words, status=503, content_type=_TEXT, headers={"Retry-After": "5"})

    return told


@require_safe
@_told_in_words
def case_download(request: HttpRequest, form: str) -> HttpResponse:
    """Every case that fits the filters and whose provider agreed to exports; 422 in words for what is no filter."""
    if form not in FORMS:
        raise Http404(_("Cases can be had as: %(forms)s.") % {"forms": ", ".join(FORMS)})
    question = _question(request)
    if question.problems:
        words = "\n".join(problem.message for problem in question.problems)
        return HttpResponse(words, status=422, content_type=_TEXT)
    query = question.query
    keys = [item.id for item in every_item(through(query, "exports"))]
    filters = {**({"q": [query.text]} if query.text else {}), **{key: list(v) for key, v in query.filters.items()}}
    export = export_of(keys, filters)
    written = FORMS[form]
    name = f"secunity-cases-{export.exported}.{written.ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(written.write(export), content_type=written.media_type, headers=headers)


def _question(request: HttpRequest) -> Question:
    """What the list of the same address shows, without its order and its pages."""
    params = request.GET.copy()
    for name in ("page", "size", "sort"):
        params.pop(name, None)
    params["sort"] = "newest"
    return read_question(params, facets_of("case"), kind="case", language=current_language())
