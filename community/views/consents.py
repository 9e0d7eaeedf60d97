"""Consents: read, given again, taken back; and the documents in their versions."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from community.actions.consents import give_consents, publish_consent_document, withdraw_consent
from community.adapters import ask_second_factor
from community.forms.consents import ConsentDocumentForm, ConsentForm
from community.models import ConsentDocument, ConsentKind
from community.queries.consents import consent_history, consents_of, current_documents, missing_consents
from community.queries.rights import has_second_factor
from community.views.reader import reader_of

V = TypeVar("V", bound=Callable[..., HttpResponse])


def asks_no_consents(view: V) -> V:
    """Marks a view that stays open while consents are missing: the consents themselves, leaving, one's own data."""
    view.asks_no_consents = True  # type: ignore[attr-defined]
    return view


@asks_no_consents
def consents(request: HttpRequest) -> HttpResponse:
    """What is asked now, and how one's three consents stand."""
    user = reader_of(request)
    if not has_second_factor(request.session, user):
        return ask_second_factor(request)
    asked = missing_consents(user)
    form = ConsentForm(request.POST or None, documents=[each.document for each in asked])
    if request.method == "POST" and asked and form.is_valid():
        give_consents(user=user, documents=form.documents)
        messages.success(request, _("Thank you. Your consents are recorded."))
        return HttpResponseRedirect(_next(request))
    context = {
        "asked": list(zip(asked, form.boxes(), strict=True)),
        "form": form,
        "states": consents_of(user),
        "history": consent_history(user).defer("particulars"),
        "next": request.GET.get("next", ""),
    }
    return render(request, "community/consents/consents.html", context, status=422 if form.errors else 200)


@asks_no_consents
def withdraw(request: HttpRequest, kind: str) -> HttpResponse:
    """Take one consent back: says what follows, then ends access at once."""
    user = reader_of(request)
    if kind not in ConsentKind.values:
        raise Http404
    if not has_second_factor(request.session, user):
        return ask_second_factor(request)
    if request.method == "POST":
        try:
            withdraw_consent(user=user, kind=kind)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return HttpResponseRedirect(reverse("members:consents"))
        request.session.flush()
        return render(request, "community/consents/withdrawn.html")
    return render(request, "community/consents/withdraw.html", {"kind": ConsentKind(kind)})


def document(request: HttpRequest, kind: str, version: int | None = None) -> HttpResponse:
    """A document as everybody can read it: the version that holds, or an earlier one."""
    versions = ConsentDocument.objects.filter(kind=kind)
    holding = next((each for each in current_documents() if each.kind == kind), None)
    shown = holding if version is None else get_object_or_404(versions, version=version)
    if shown is None:
        raise Http404
    context = {"document": shown, "holding": holding, "versions": versions}
    return render(request, "community/consents/document.html", context)


def new_version(request: HttpRequest, kind: str) -> HttpResponse:
    """The secretariat writes the next version of a document."""
    holding = next((each for each in current_documents() if each.kind == kind), None)
    if holding is None:
        raise Http404
    initial = {"text_ja": holding.text_ja, "text_en": holding.text_en}
    form = ConsentDocumentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        texts, changes = form.in_languages("text"), form.in_languages("changes")
        try:
            made = publish_consent_document(kind=kind, texts=texts, changes=changes, published_by=reader_of(request))
        except ValidationError as error:
            form.add_error(None, error)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The new version holds. Members are asked at their next sign-in."))
            return HttpResponseRedirect(reverse("join:document-version", args=[kind, made.version]))
    context = {"form": form, "holding": holding}
    return render(request, "community/consents/new_version.html", context, status=422 if form.errors else 200)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=False)
    return wanted if wanted and is_ours else reverse("members:home")
