"""The page on which people choose how they are told by mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.forms.notifications import MailChoiceForm
from community.queries.notifications import mail_choice_of
from community.views.reader import reader_of


def notifications(request: HttpRequest) -> HttpResponse:
    """Show and change one's own choices."""
    user = reader_of(request)
    form = MailChoiceForm(request.POST or None, instance=mail_choice_of(user))
    if form.is_valid():
        form.save()
        messages.success(request, _("Your choices are stored."))
        return redirect("members:notifications")
    return render(request, "community/notifications.html", {"form": form})
