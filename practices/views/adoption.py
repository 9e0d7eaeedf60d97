"""A member's own pages: which practices their organisation takes up, and where it has none."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.models import Organisation
from community.queries import organisations_of
from community.views.reader import reader_of
from practices.actions.adoption import record_adoption, remove_adoption
from practices.forms.adoption import AdoptionForm
from practices.models import PracticeAdoption, PracticePage
from practices.queries.adoption import adoption_of, adoptions_of, gaps_of, pages_by_key
from secunity.core.models.language import current_language


def adoption_list(request: HttpRequest) -> HttpResponse:
    """What one's own organisations have taken up, and ways in against which they have nothing."""
    reader = reader_of(request)
    organisations = list(organisations_of(reader).select_related("prefecture"))
    language = current_language()
    context = {
        "rows": adoptions_of(reader),
        "gaps": [(each, gaps_of(each, language)) for each in organisations],
        "organisations": organisations,
    }
    return render(request, "practices/adoption/list.html", context)


def adoption_edit(request: HttpRequest, practice: UUID) -> HttpResponse:
    """「うちでもやってみる」: say where one's organisation stands with a practice."""
    page = _practice(practice)
    reader = reader_of(request)
    organisation = _organisation(request)
    there = adoption_of(reader, organisation, practice) if organisation else None
    form = AdoptionForm(request.POST or None, reader=reader, initial=_initial(organisation, there))
    if request.method == "POST" and organisation and form.is_valid():
        try:
            record_adoption(practice_key=practice, actor=reader, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved. In a week at most it is counted, without your name."))
            return HttpResponseRedirect(reverse("practices:adoptions"))
    context = {"practice": page, "form": form, "adoption": there, "organisation": organisation}
    return render(request, "practices/adoption/edit.html", context, status=422 if form.errors else 200)


def adoption_remove(request: HttpRequest, adoption: int) -> HttpResponse:
    """Take back what was said."""
    reader = reader_of(request)
    row = PracticeAdoption.objects.visible_to(reader).filter(pk=adoption).first()
    if row is None:
        raise Http404
    remove_adoption(adoption=row, actor=reader)
    messages.success(request, _("Removed."))
    return HttpResponseRedirect(reverse("practices:adoptions"))


def _practice(key: UUID) -> PracticePage:
    page = pages_by_key([key]).get(key)
    if page is None:
        raise Http404(_("This practice is not published (any more)."))
    return page


def _organisation(request: HttpRequest) -> Organisation | None:
    """The one that is asked about, else the first of the reader's."""
    own = organisations_of(reader_of(request)).order_by("name_ja")
    asked = request.GET.get("organisation", "")
    return (own.filter(pk=asked).first() if asked.isdecimal() else None) or own.first()


def _initial(organisation: Organisation | None, there: PracticeAdoption | None) -> dict[str, Any]:
    initial: dict[str, Any] = {"organisation": organisation, "state": PracticeAdoption.State.TRIES}
    if there:
        initial |= {name: getattr(there, name) for name in ("state", "since", "effort", "note")}
    return initial
