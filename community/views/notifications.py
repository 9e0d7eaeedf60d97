"""The page on which people choose how they are told by mail."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.forms.notifications import MailChoiceForm
from community.models import User
from community.queries.notifications import mail_choice_of


def notifications(request: HttpRequest) -> HttpResponse:
    """Show and change one's own choices."""
    user = User.objects.get(pk=cast(int, request.user.pk))
    form = MailChoiceForm(request.POST or None, instance=mail_choice_of(user))
    if form.is_valid():
        form.save()
        messages.success(request, _("Your choices are stored."))
        return redirect("members:notifications")
    return render(request, "community/notifications.html", {"form": form})
