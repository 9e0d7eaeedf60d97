"""The secretariat opens, renames and closes working groups."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from community.actions.working_groups import (
    close_working_group,
    open_working_group,
    rename_working_group,
    reopen_working_group,
)
from community.forms.working_groups import CloseForm, WorkingGroupForm
from community.models import WorkingGroup
from community.views.reader import reader_of
from community.views.working_groups import attempt, done

TEMPLATE = "community/working_groups/office.html"


def new(request: HttpRequest) -> HttpResponse:
    """Open a working group; its pages are there at once in both languages."""
    form = WorkingGroupForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(request, TEMPLATE, {"form": form}, status=422 if form.is_bound else 200)
    try:
        group = open_working_group(by=reader_of(request), code=form.cleaned_data["code"], **form.words())
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return render(request, TEMPLATE, {"form": form}, status=422)
    return done(request, group, _("The working group is open. Its first chair is named on the page of roles."))


def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Rename, close or open again, as the button pressed says."""
    group, user = get_object_or_404(WorkingGroup, pk=code), reader_of(request)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "reopen":
        words = _("The working group is at work again.")
        return attempt(request, group, lambda: reopen_working_group(group=group, by=user), words)
    if do == "close":
        return _close(request, group)
    # The form writes into its instance even when it is refused: the page's own heading reads another one.
    instance = WorkingGroup.objects.get(pk=code)
    form = WorkingGroupForm(request.POST if do == "rename" else None, instance=instance)
    if do == "rename" and form.is_valid():
        rename_working_group(group=group, by=user, **form.words())
        return done(request, group, _("The change is on its pages. The earlier name stays in its history."))
    if request.method == "POST" and do != "rename":
        messages.error(request, _("Please press one of the buttons."))
    context = {"form": form, "close_form": CloseForm(), "group": group}
    return render(request, TEMPLATE, context, status=422 if request.method == "POST" else 200)


def _close(request: HttpRequest, group: WorkingGroup) -> HttpResponse:
    close_form = CloseForm(request.POST)
    if not close_form.is_valid():
        context = {"form": WorkingGroupForm(instance=group), "close_form": close_form, "group": group}
        return render(request, TEMPLATE, context, status=422)
    user, words = reader_of(request), _("The working group has closed. Its pages and papers stay.")
    return attempt(request, group, lambda: close_working_group(group=group, by=user, **close_form.cleaned_data), words)
