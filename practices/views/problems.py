"""An organiser names the practices that answer a problem of their region."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.models import Problem
from community.queries import is_organiser_of
from community.views.reader import reader_of
from practices.actions.problems import answer_problem
from practices.forms.problems import AnswerForm
from practices.queries.problems import practices_answering
from secunity.core.models.language import current_language


def problem_answers(request: HttpRequest, problem: int) -> HttpResponse:
    """Tick the practices; 404 for organisers of other regions."""
    reader = reader_of(request)
    asked = get_object_or_404(Problem, pk=problem)
    if not is_organiser_of(reader, asked.region_id):
        raise Http404
    named = [str(page.translation_key) for page in practices_answering(asked)]
    given = request.POST if request.method == "POST" else None
    form = AnswerForm(given, language=current_language(), initial={"practices": named})
    if form.is_valid():
        keys = [UUID(key) for key in form.cleaned_data["practices"]]
        answer_problem(problem=asked, keys=keys, actor=reader)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("places:problem", args=[asked.pk]))
    context = {"problem": asked, "form": form}
    return render(request, "practices/problem_answers.html", context, status=422 if form.errors else 200)
