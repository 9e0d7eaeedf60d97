"""An organisation's own pages: facts, people, what the directory shows, and leaving it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.actions.invitations import invite_colleague, resend_invitation, withdraw_invitation
from community.actions.organisations import (
    change_listing,
    change_organisation,
    leave_organisation,
    name_responsible,
    stand_down,
)
from community.adapters import refuse
from community.forms.directory import ContactForm, ListingForm, all_fit
from community.forms.organisations import ColleagueForm, OrganisationForm, SuccessorForm
from community.models import Contact, DirectoryEntry, Invitation, Organisation, User
from community.queries.marks import standing_of
from community.queries.organisations import colleagues_in, is_last_responsible, may_run, may_see, organisations_in_trust
from community.queries.rights import is_secretariat, leads
from community.views.facts import facts_of_organisation
from community.views.reader import reader_of
from secunity.core.actions import record_access
from secunity.core.models.language import current_language


def organisation_list(request: HttpRequest) -> HttpResponse:
    """One's own organisations; for the secretariat also those for which it stands in."""
    user = reader_of(request)
    context = {
        "affiliations": user.affiliations.select_related("organisation"),
        "in_trust": organisations_in_trust() if is_secretariat(user) else [],
    }
    return render(request, "community/organisations/list.html", context)


def organisation(request: HttpRequest, key: str) -> HttpResponse:
    """The facts and the people, for those who belong to it."""
    user, found = _seen(request, key)
    context = {
        "organisation": found,
        "facts": facts_of_organisation(found),
        "colleagues": colleagues_in(found),
        "may_run": may_run(user, found),
        "leads": leads(user, found),
        "standing": standing_of(found),
        "belongs": found.affiliations.filter(user=user).exists(),
    }
    return render(request, "community/organisations/detail.html", context)


def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change the facts, the names and the domains."""
    user, found = _seen(request, key)
    if not may_run(user, found):
        return refuse(request, _("This is for those who are responsible for the organisation."))
    form = OrganisationForm(request.POST or None, initial=OrganisationForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            change_organisation(organisation=found, facts=form.facts(), by=user)
        except ValidationError as error:
            form.add_error("corporate_number", error)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("members:organisation", args=[key]))
    context = {"organisation": found, "form": form}
    return render(request, "community/organisations/edit.html", context, status=422 if form.errors else 200)


def listing(request: HttpRequest, key: str) -> HttpResponse:
    """What the directory shows of it, and for whom."""
    user, found = _seen(request, key)
    if not may_run(user, found):
        return refuse(request, _("This is for those who are responsible for the organisation."))
    entry = DirectoryEntry.objects.filter(organisation=found).first() or DirectoryEntry(organisation=found)
    contact = Contact.objects.filter(organisation=found).first() or Contact(organisation=found)
    if contact.pk and not found.affiliations.filter(user=user).exists():
        record_access(actor=user, instance=contact, data_class="P2", purpose="keep an organisation's listing")
    data = request.POST if request.method == "POST" else None
    forms = (ListingForm(data, instance=entry), ContactForm(data, instance=contact, prefix="contact"))
    if request.method == "POST" and all_fit(forms):
        change_listing(entry=forms[0].instance, contact=forms[1].instance, by=user)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("members:organisation", args=[key]))
    status = 422 if any(form.errors for form in forms) else 200
    context = {"organisation": found, "forms": forms}
    return render(request, "community/organisations/listing.html", context, status=status)


def people(request: HttpRequest, key: str) -> HttpResponse:
    """Invite colleagues, name who is responsible, let people go."""
    user, found = _seen(request, key)
    if not may_run(user, found):
        return refuse(request, _("This is for those who are responsible for the organisation."))
    act = request.POST.get("act", "")
    form = ColleagueForm(request.POST if act == "invite" else None)
    if request.method == "POST" and (act != "invite" or form.is_valid()):
        try:
            messages.success(request, _change_people(request, found, user, act, form))
        except (ValidationError, PermissionDenied) as error:
            words = error.messages[0] if isinstance(error, ValidationError) else str(error)
            form.add_error(None, words) if act == "invite" else messages.error(request, words)
        if not form.errors:
            return HttpResponseRedirect(reverse("members:organisation-people", args=[key]))
    context = {
        "organisation": found,
        "form": form,
        "colleagues": colleagues_in(found),
        "invitations": _open_invitations(found, user),
    }
    return render(request, "community/organisations/people.html", context, status=422 if form.errors else 200)


def leave(request: HttpRequest, key: str) -> HttpResponse:
    """Leave the organisation; the last one responsible says who follows."""
    user, found = _seen(request, key)
    if not found.affiliations.filter(user=user).exists():
        raise Http404
    is_last = is_last_responsible(user, found)
    data = request.POST if request.method == "POST" else None
    form = SuccessorForm(data, colleagues=colleagues_in(found).exclude(user=user))
    if request.method == "POST" and (not is_last or form.is_valid()):
        successor = form.person() if is_last else None
        leave_organisation(
            organisation=found, user=user, by=user, successor=successor, to_secretariat=is_last and successor is None
        )
        messages.success(request, _("You no longer belong to %(organisation)s.") % {"organisation": found.name})
        return HttpResponseRedirect(reverse("members:home"))
    context = {"organisation": found, "form": form, "is_last": is_last}
    return render(request, "community/organisations/leave.html", context)


def _change_people(request: HttpRequest, found: Organisation, user: User, act: str, form: ColleagueForm) -> str:
    """Do what a button of the page says; returns the words that say it is done."""
    if act == "invite":
        invite_colleague(organisation=found, by=user, language=current_language(), **form.cleaned_data)
        return _("The invitation is on its way by mail.")
    if act in {"resend", "withdraw"}:
        invitation = get_object_or_404(Invitation, pk=request.POST.get("invitation"), organisation=found)
        change = resend_invitation if act == "resend" else withdraw_invitation
        change(invitation=invitation, by=user)
        return _("Sent again.") if act == "resend" else _("The invitation is taken back.")
    colleague = get_object_or_404(colleagues_in(found), user_id=request.POST.get("person")).user
    if act == "name":
        name_responsible(organisation=found, user=colleague, by=user)
    elif act == "stand-down":
        stand_down(organisation=found, user=colleague, by=user)
    elif act == "remove":
        leave_organisation(organisation=found, user=colleague, by=user)
    else:
        raise Http404
    return _("Saved.")


def _open_invitations(found: Organisation, user: User) -> list[Invitation]:
    """Those not used yet; who opens addresses that are not their own organisation's leaves a line in the log."""
    invitations = list(found.invitations.filter(used_at=None, withdrawn_at=None))
    if not found.affiliations.filter(user=user).exists():
        for each in invitations:
            record_access(actor=user, instance=each, data_class="P2", purpose="keep an organisation's people")
    return invitations


def _seen(request: HttpRequest, key: str) -> tuple[User, Organisation]:
    user, found = reader_of(request), get_object_or_404(Organisation, key=key)
    if not may_see(user, found):
        raise Http404
    return user, found
