"""The public pages of joining: begin, go on with the link, agree, hand in, take back."""

from typing import Any

from allauth.core.internal import ratelimit
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from community.actions.joining import (
    DRAFT_DAYS,
    agree_in_application,
    save_step,
    start_application,
    submit_application,
    withdraw_application,
)
from community.adapters import limits_of
from community.forms.consents import ConsentForm
from community.forms.joining import PersonForm, StartForm
from community.forms.organisations import OrganisationForm
from community.models import Application
from community.queries.applications import application_of_link, hash_of_address
from community.queries.consents import consents_of_application, current_documents
from community.views.facts import facts_of_application
from secunity.core.models.language import current_language

STEP_NAMES = {
    "organisation": lambda: _("The organisation"),
    "person": lambda: _("The person"),
    "consents": lambda: _("Three consents"),
    "check": lambda: _("Look through and hand in"),
}


@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Choose how to join and where the link goes; the answer is the same for every address."""
    form = StartForm(request.POST or None, initial={"membership_class": request.GET.get("as")})
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        key = hash_of_address(email)
        if refused := ratelimit.consume_or_429(
            request, app="community", action="join", config=limits_of("join"), key=key
        ):
            return refused
        start_application(
            email=email,
            membership_class=form.cleaned_data["membership_class"],
            language=current_language(),
        )
        return HttpResponseRedirect(reverse("join:sent"))
    return render(request, "community/join/start.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next, whoever asked."""
    return render(request, "community/join/sent.html", {"days": DRAFT_DAYS})


def application(request: HttpRequest, link: str) -> HttpResponse:
    """Where the link leads: to the step that is next, or to how the application stands."""
    found = application_of_link(link)
    if found is None:
        return _no_link(request)
    if found.state != Application.State.DRAFT:
        return render(request, "community/join/state.html", {"application": found, "link": link})
    return HttpResponseRedirect(reverse("join:step", args=[link, _next_step(found)]))


def step(request: HttpRequest, link: str, step: str) -> HttpResponse:
    """One step: shown with what was written before, kept, and on to the next."""
    found = application_of_link(link)
    if found is None:
        return _no_link(request)
    if found.state != Application.State.DRAFT or step not in _steps(found):
        return HttpResponseRedirect(reverse("join:application", args=[link]))
    form = _form(request, found, step)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(found, step, form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return HttpResponseRedirect(_after(found, link, step))
    return render(
        request, f"community/join/{_template(step)}.html", _context(found, link, step, form), status=_status(form)
    )


def withdraw(request: HttpRequest, link: str) -> HttpResponse:
    """Take the application back: asks first, then deletes what was written."""
    found = application_of_link(link)
    if found is None:
        return _no_link(request)
    if request.method == "POST" and found.is_open:
        withdraw_application(application=found)
    if not found.is_open or request.method == "POST":
        return HttpResponseRedirect(reverse("join:application", args=[link]))
    return render(request, "community/join/withdraw.html", {"link": link})


def _steps(application: Application) -> list[str]:
    first = ["organisation"] if application.is_for_organisation else []
    return [*first, "person", "consents", "check"]


def _next_step(application: Application) -> str:
    """The first step that is not done."""
    done = set(application.particulars) & {"organisation", "person"}
    agreed = set(consents_of_application(application).values_list("document", flat=True))
    if {document.pk for document in current_documents()} <= agreed:
        done.add("consents")
    return next(each for each in _steps(application) if each not in done)


def _form(request: HttpRequest, application: Application, step: str) -> Form:
    data = request.POST if request.method == "POST" else None
    if step == "organisation":
        return OrganisationForm(data, initial=OrganisationForm.initial_from(application.facts))
    if step == "person":
        initial = PersonForm.initial_from(application.person)
        return PersonForm(data, initial=initial, is_for_organisation=application.is_for_organisation)
    if step == "consents":
        return ConsentForm(data, documents=current_documents())
    return Form(data)


def _keep(application: Application, step: str, form: Form) -> None:
    if isinstance(form, OrganisationForm | PersonForm):
        save_step(application=application, step=step, facts=form.facts())
    elif isinstance(form, ConsentForm):
        agree_in_application(application=application, documents=form.documents)
    else:
        submit_application(application=application)


def _after(application: Application, link: str, step: str) -> str:
    if step == "check":
        return reverse("join:application", args=[link])
    steps = _steps(application)
    return reverse("join:step", args=[link, steps[steps.index(step) + 1]])


def _template(step: str) -> str:
    return step if step in {"consents", "check"} else "step"


def _context(application: Application, link: str, step: str, form: Form) -> dict[str, Any]:
    steps = _steps(application)
    number = steps.index(step) + 1
    reached = steps.index(_next_step(application)) if step != "check" else len(steps)
    context: dict[str, Any] = {
        "application": application,
        "link": link,
        "form": form,
        "number": number,
        "title": STEP_NAMES[step](),
        "steps": [(name, STEP_NAMES[name](), index <= reached) for index, name in enumerate(steps)],
        "current": step,
        "days": DRAFT_DAYS,
    }
    if step == "check":
        agreed = consents_of_application(application)
        context |= {"facts": facts_of_application(application), "agreed": agreed}
    return context


def _status(form: Form) -> int:
    return 422 if form.is_bound and form.errors else 200


def _no_link(request: HttpRequest) -> HttpResponse:
    return render(request, "community/join/no_link.html", status=404)
