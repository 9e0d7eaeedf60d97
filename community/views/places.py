"""Problems of the communities for everybody, and what organisers do for their region beside its pages."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from community.actions.places import confirm_facts, save_problem
from community.adapters import refuse
from community.forms.places import FactCheckForm, ProblemFilterForm, ProblemForm
from community.models import CommunityPage, MicArea, Problem, Region, User
from community.queries.places import (
    PlaceFacts,
    page_of_problem,
    places_of,
    public_problems,
    tended_regions,
    tends_region,
)
from community.views.reader import reader_of
from secunity.core.models.language import current_language

DESK = "community/places/desk.html"
PROBLEM = "community/places/problem_form.html"


def problem_list(request: HttpRequest) -> HttpResponse:
    """Problems of all communities or of an area of either ministry."""
    form = ProblemFilterForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    view, area = chosen.get("view", "meti"), chosen.get("area")
    region = area if isinstance(area, Region) else None
    found = public_problems(region=region, area=area if isinstance(area, MicArea) else None)
    context = {
        "problems": found if chosen["state"] == "all" else found.open(),
        "areas": MicArea.objects.all() if view == "mic" else Region.objects.all(),
        "view": view,
        "area": area,
        "state": chosen["state"],
        "refusals": [words for errors in form.errors.values() for words in errors],
    }
    return render(request, "community/places/problem_list.html", context)


def problem(request: HttpRequest, pk: int) -> HttpResponse:
    """One problem, whose it is, and how to answer it."""
    found = get_object_or_404(Problem.objects.public().select_related("region"), pk=pk)
    context = {"problem": found, "community": page_of_problem(found, current_language())}
    return render(request, "community/places/problem.html", context)


def desk(request: HttpRequest) -> HttpResponse:
    """Pages of the regions that this person tends, with when their facts are due, and the problems on the list."""
    return _desk_page(request)


def checked(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts of a page were looked over."""
    user = reader_of(request)
    facts = _facts(user, pk)
    form = FactCheckForm(request.POST, prefix=f"page-{pk}")
    if not form.is_valid():
        return _desk_page(request, form=form, form_of=pk, status=422)
    try:
        confirm_facts(page=facts.page, region=facts.region, by=user, review_by=form.cleaned_data["review_by"])
    except ValidationError as refusal:
        form.add_error("review_by", refusal.messages)
        return _desk_page(request, form=form, form_of=pk, status=422)
    messages.success(request, _("Noted. The page shows when its facts were looked over."))
    return HttpResponseRedirect(reverse("members:places"))


def new_problem(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a problem of a community on the list."""
    facts = _facts(reader_of(request), pk)
    if not isinstance(facts.page, CommunityPage):
        raise Http404
    return _problem_form(request, Problem(community_key=facts.page.translation_key, region=facts.region))


def edit_problem(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a problem, or say what became of it."""
    found = get_object_or_404(Problem, pk=pk)
    if not tends_region(request.user, found.region):
        return refuse(request, _("This is for the organisers of the region."))
    return _problem_form(request, found)


def _problem_form(request: HttpRequest, asked: Problem) -> HttpResponse:
    form = ProblemForm(request.POST if request.method == "POST" else None, instance=asked)
    if not form.is_bound or not form.is_valid():
        return render(request, PROBLEM, {"form": form, "problem": asked}, status=422 if form.is_bound else 200)
    try:
        save_problem(problem=form.save(commit=False), by=reader_of(request))
    except PermissionDenied as refusal:
        return refuse(request, str(refusal))
    messages.success(request, _("The problem is on the list."))
    return HttpResponseRedirect(reverse("members:places"))


def _desk_page(
    request: HttpRequest, *, form: FactCheckForm | None = None, form_of: int = 0, status: int = 200
) -> HttpResponse:
    user = reader_of(request)
    regions = tended_regions(user)
    if not regions.exists():
        return refuse(request, _("This is for the organisers of the region."))
    today = timezone.localdate()
    rows = [
        {
            "facts": facts,
            "is_due": facts.is_due(today),
            "is_community": isinstance(facts.page, CommunityPage),
            "form": form if form and facts.page.pk == form_of else FactCheckForm(prefix=f"page-{facts.page.pk}"),
        }
        for facts in places_of(user, current_language())
    ]
    problems = Problem.objects.filter(region__in=regions).select_related("region")
    return render(request, DESK, {"rows": rows, "problems": problems}, status=status)


def _facts(user: User, pk: int) -> PlaceFacts:
    found = next((facts for facts in places_of(user, current_language()) if facts.page.pk == pk), None)
    if found is None:
        raise Http404
    return found
