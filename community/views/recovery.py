"""A lost phone: what the person does, and what those do who know them."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from community.actions.recovery import (
    approve_recovery,
    ask_about_address,
    cancel_recovery,
    confirm_recovery,
    find_recovery,
    refuse_recovery,
)
from community.adapters import RECOVERY_SESSION_KEY, limits_of
from community.forms.recovery import AddressForm, ApprovalForm, RefusalForm
from community.models import APPROVALS_NEEDED, AddressInquiry, Recovery, User
from community.queries.people_security import may_approve
from community.views.reader import reader_of
from secunity.core.models.language import current_language


@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Type the address; the answer is the same whether or not there is an account."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        limits = limits_of("lost_phone")
        if refused := ratelimit.consume_or_429(
            request, app="community", action="lost_phone", config=limits, key=address.lower()
        ):
            return refused
        ask_about_address(kind=AddressInquiry.Kind.FACTOR, address=address, language=current_language())
        return HttpResponseRedirect(reverse("members:recovery-sent"))
    return render(request, "community/recovery/ask.html", {"form": form})


@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next, whoever asked."""
    return render(request, "community/recovery/sent.html")


def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the first mail: looking changes nothing, the button does."""
    recovery = find_recovery("confirm", token)
    if recovery is None:
        return _no_link(request)
    if request.method == "POST":
        confirm_recovery(recovery=recovery)
        return render(request, "community/recovery/confirmed.html", {"needed": APPROVALS_NEEDED})
    return render(request, "community/recovery/confirm.html", {"recovery": recovery})


def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """The link that stops it."""
    recovery = find_recovery("cancel", token)
    if recovery is None:
        return _no_link(request)
    if request.method == "POST":
        cancel_recovery(recovery=recovery)
        return render(request, "community/recovery/cancelled.html")
    return render(request, "community/recovery/cancel.html", {"recovery": recovery})


def set_up(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the last mail: this browser may then sign in with the password, to set up a new factor."""
    recovery = find_recovery("set_up", token)
    if recovery is None or recovery.state != Recovery.State.RESET:
        return _no_link(request)
    if request.method == "POST":
        if request.user.is_authenticated:
            get_adapter().logout(request)
        # A sign-in that waits for the lost factor would never end.
        clear_login(request)
        request.session[RECOVERY_SESSION_KEY] = recovery.pk
        return HttpResponseRedirect(reverse("account_login"))
    return render(request, "community/recovery/set_up.html", {"recovery": recovery})


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Who asks, how it stands, and the two ways to decide; nobody else learns that there is a request."""
    user = reader_of(request)
    recovery = get_object_or_404(Recovery.objects.select_related("user", "refused_by"), pk=pk)
    if not may_approve(user, recovery):
        raise Http404
    refuses = "refuse" in request.POST
    approval = ApprovalForm(request.POST if request.method == "POST" and not refuses else None)
    refusal = RefusalForm(request.POST if refuses else None)
    if request.method == "POST":
        done = _refuse(recovery, user, refusal) if refuses else _approve(recovery, user, approval)
        if done:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("members:recovery-decide", args=[pk]))
    recovery.refresh_from_db()
    approvals = list(recovery.approvals.select_related("approver"))
    context = {
        "recovery": recovery,
        "approvals": approvals,
        "needed": APPROVALS_NEEDED,
        "organisations": [each.organisation for each in recovery.user.affiliations.select_related("organisation")],
        "can_approve": recovery.state == Recovery.State.WAITING
        and not recovery.is_overdue
        and user.pk not in {each.approver_id for each in approvals},
        "can_refuse": recovery.state in (Recovery.State.WAITING, Recovery.State.APPROVED) and not recovery.is_overdue,
        "approval": approval,
        "refusal": refusal,
    }
    return render(request, "community/recovery/decide.html", context)


def _approve(recovery: Recovery, user: User, form: ApprovalForm) -> str:
    if not form.is_valid():
        return ""
    words = form.cleaned_data
    try:
        approve_recovery(recovery=recovery, approver=user, method=words["method"], text=words["note"])
    except (ValidationError, PermissionDenied) as error:
        _say(form, error)
        return ""
    return _("Your approval is noted.")


def _refuse(recovery: Recovery, user: User, form: RefusalForm) -> str:
    if not form.is_valid():
        return ""
    try:
        refuse_recovery(recovery=recovery, by=user, reason=form.cleaned_data["reason"])
    except (ValidationError, PermissionDenied) as error:
        _say(form, error)
        return ""
    return _("The request is refused; the person reads your reason in a mail.")


def _say(form: Form, error: ValidationError | PermissionDenied) -> None:
    form.add_error(None, error if isinstance(error, ValidationError) else str(error))


def _no_link(request: HttpRequest) -> HttpResponse:
    return render(request, "community/recovery/no_link.html", status=410)
