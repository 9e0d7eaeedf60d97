"""「自社に近い事例」: what happened at firms like mine, and what to do first."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from practices.forms.like_mine import LikeMineForm
from practices.queries.similar import LEAST_FOR_MEDIAN, asked_for, like_mine

# The filters of the case list by the names of this page.
FILTERS = {"industry": "industry", "size": "size_band", "region": "region"}


def like_mine_page(request: HttpRequest) -> HttpResponse:
    """The three questions, and the answer once one of them is answered."""
    is_asked = any(request.GET.get(name) for name in FILTERS)
    form = LikeMineForm(request.GET if is_asked else None)
    context = {"form": form, "least": LEAST_FOR_MEDIAN}
    if is_asked and form.is_valid():
        answer = like_mine(**form.cleaned_data)
        filters = {FILTERS[name]: form.cleaned_data[name] for name in answer.used}
        context |= {"answer": answer, "words": asked_for(answer), "asked": urlencode(filters)}
    status = 422 if is_asked and form.errors else 200
    return TemplateResponse(request, "practices/like_mine.html", context, status=status)
