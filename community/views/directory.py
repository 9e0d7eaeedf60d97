"""The members' directory, and one's own profile."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.actions.organisations import change_listing
from community.actions.people import leave_hub, rename_person
from community.adapters import ask_second_factor
from community.forms.directory import ContactForm, ListingForm, NameForm, QuestionForm, all_fit
from community.forms.organisations import SuccessorForm
from community.models import Contact, DirectoryEntry, Organisation, User
from community.queries.directory import contact_for, find_entries, listed_entries, reader_regions, shown_to
from community.queries.organisations import colleagues_in, organisations_resting_on
from community.queries.rights import has_second_factor
from community.views.consents import asks_no_consents
from community.views.reader import reader_of
from secunity.core.actions import record_access

PER_PAGE = 30


def directory(request: HttpRequest) -> HttpResponse:
    """Everybody who lets the others find them, narrowed by what is asked."""
    user, form = reader_of(request), QuestionForm(request.GET)
    form.is_valid()
    paginator = Paginator(find_entries(user, form.question()), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    regions = reader_regions(user)
    context = {
        "form": form,
        "found": page,
        "total": paginator.count,
        "entries": [shown_to(user, entry, regions) for entry in page],
        "is_narrowed": any(request.GET.getlist(name) != [""] for name in request.GET if name != "page"),
    }
    return render(request, "community/directory/list.html", context)


def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One member as far as they show themselves."""
    user = reader_of(request)
    shown = shown_to(user, get_object_or_404(listed_entries(user), pk=pk))
    return render(request, "community/directory/entry.html", {"shown": shown, "entry": shown.entry})


def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """How a member can be reached, where they allow it; who looked is noted."""
    user = reader_of(request)
    found = get_object_or_404(listed_entries(user), pk=pk)
    details = contact_for(user, found)
    if details is None:
        raise Http404
    record_access(actor=user, instance=details, data_class="P2", purpose="directory")
    return render(request, "community/directory/contact.html", {"entry": found, "contact": details})


def profile(request: HttpRequest) -> HttpResponse:
    """One's own name, entry and contact details, organisations, and the way out."""
    user = reader_of(request)
    entry = DirectoryEntry.objects.filter(user=user).first() or DirectoryEntry(user=user)
    own_contact = Contact.objects.filter(user=user).first() or Contact(user=user)
    data = request.POST if request.method == "POST" else None
    name_form = NameForm(data, initial={"name": user.name})
    forms = (name_form, ListingForm(data, instance=entry), ContactForm(data, instance=own_contact, prefix="contact"))
    if request.method == "POST" and all_fit(forms):
        rename_person(user=user, name=name_form.cleaned_data["name"])
        change_listing(entry=forms[1].instance, contact=forms[2].instance, by=user)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("members:profile"))
    context = {
        "forms": forms,
        "affiliations": user.affiliations.select_related("organisation"),
        "entry": entry,
    }
    status = 422 if any(form.errors for form in forms) else 200
    return render(request, "community/directory/profile.html", context, status=status)


@asks_no_consents
def leave(request: HttpRequest) -> HttpResponse:
    """Leave the hub: names what happens, asks for successors, then ends everything at once."""
    user = reader_of(request)
    if not has_second_factor(request.session, user):
        return ask_second_factor(request)
    resting = [(each, _successor_form(request, each, user)) for each in organisations_resting_on(user)]
    problem = ""
    if request.method == "POST" and all_fit([form for _organisation, form in resting]):
        try:
            leave_hub(user=user, successors={each.pk: form.person() for each, form in resting})
        except ValidationError as error:
            problem = error.messages[0]
        else:
            request.session.flush()
            return render(request, "community/directory/left.html")
    context = {"resting": resting, "problem": problem}
    return render(request, "community/directory/leave.html", context, status=422 if problem else 200)


def _successor_form(request: HttpRequest, organisation: Organisation, user: User) -> SuccessorForm:
    data = request.POST if request.method == "POST" else None
    colleagues = colleagues_in(organisation).exclude(user=user)
    return SuccessorForm(data, colleagues=colleagues, prefix=organisation.key)
