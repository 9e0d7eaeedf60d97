"""The page behind the link of an invitation."""

from allauth.account.internal.flows.login import perform_password_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from community.actions.invitations import accept_invitation, join_organisation, resend_invitation
from community.adapters import ask_second_factor, ask_sign_in
from community.forms.consents import ConsentForm
from community.forms.directory import all_fit
from community.forms.joining import InvitationForm
from community.models import ConsentDocument, Invitation, User
from community.queries.applications import invitation_of_link, people_with_address
from community.queries.consents import consents_of, current_documents
from community.queries.rights import has_second_factor


@sensitive_post_parameters("password", "repeated")
def invitation(request: HttpRequest, link: str) -> HttpResponse:
    """Come in: set a password and agree, or, for who signs in already, join the organisation."""
    found = invitation_of_link(link)
    if found is None:
        return render(request, "community/join/no_link.html", status=404)
    if not found.is_open:
        return render(request, "community/join/closed.html", {"invitation": found, "link": link}, status=410)
    person = found.user or people_with_address(found.email)
    if person is not None and person.is_active and person.has_usable_password():
        return _known_person(request, found, person)
    return _newcomer(request, found, link, person)


def resend(request: HttpRequest, link: str) -> HttpResponse:
    """An expired invitation is sent again, to the address it was for."""
    found = invitation_of_link(link)
    if found is None:
        return render(request, "community/join/no_link.html", status=404)
    try:
        resend_invitation(invitation=found, by=None)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return HttpResponseRedirect(reverse("join:invitation", args=[link]))
    return render(request, "community/join/sent_again.html")


def _newcomer(request: HttpRequest, found: Invitation, link: str, person: User | None) -> HttpResponse:
    asked = _asked(person)
    form = InvitationForm(request.POST or None, initial={"name": found.name})
    consents = ConsentForm(request.POST or None, documents=asked)
    if request.method == "POST" and all_fit([form, consents]):
        password = form.cleaned_data["password"]
        try:
            user = accept_invitation(
                invitation=found, name=form.cleaned_data["name"], password=password, documents=asked
            )
        except ValidationError as error:
            form.add_error("password" if any(each.code for each in error.error_list) else None, error)
        else:
            return _sign_in(request, user, password)
    context = {"form": form, "consents": consents, "invitation": found, "link": link}
    status = 422 if form.errors or consents.errors else 200
    return render(request, "community/join/invitation.html", context, status=status)


def _known_person(request: HttpRequest, found: Invitation, person: User) -> HttpResponse:
    if not request.user.is_authenticated:
        return ask_sign_in(request)
    if not has_second_factor(request.session, request.user):
        return ask_second_factor(request)
    if request.method == "POST" and request.user.pk == person.pk:
        try:
            join_organisation(invitation=found, user=person)
        except (PermissionDenied, ValidationError) as error:
            messages.error(request, error.messages[0] if isinstance(error, ValidationError) else str(error))
        else:
            messages.success(request, _("You belong to the organisation now."))
        return HttpResponseRedirect(reverse("members:home"))
    context = {"invitation": found, "is_for_reader": request.user.pk == person.pk}
    return render(request, "community/join/join_organisation.html", context)


def _asked(person: User | None) -> list[ConsentDocument]:
    """What somebody who comes in still has to agree to."""
    if person is None:
        return current_documents()
    return [state.document for state in consents_of(person) if not state.is_current]


def _sign_in(request: HttpRequest, user: User, password: str) -> HttpResponse:
    """Straight on: the member's page asks for the second factor."""
    messages.success(request, _("Welcome. Your password is set."))
    login = Login(user=user, email=user.email, redirect_url=reverse("members:home"))
    answer = perform_password_login(request, {"email": user.email, "password": password}, login)
    if request.user.is_authenticated:
        # Who has just chosen the password need not type it again to set up the second factor.
        record_authentication(request, user, method="password", email=user.email, reauthenticated=True)
    return answer
