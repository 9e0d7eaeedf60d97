"""What a working group keeps: decisions and papers."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from community.actions.working_groups import add_document, delete_decision, delete_document, record_decision
from community.adapters import refuse
from community.forms.papers import PaperForm
from community.forms.working_groups import DecisionForm
from community.models import WorkingGroup, WorkingGroupDecision
from community.queries.working_groups import documents_of, keeps_working_group
from community.views.reader import reader_of
from community.views.working_groups import attempt, desk_page, done

TEMPLATE = "community/working_groups/decision.html"


def decision(request: HttpRequest, code: str, pk: int | None = None) -> HttpResponse:
    """Write down a decision, change it or take it off the list."""
    group, user = get_object_or_404(WorkingGroup, pk=code), reader_of(request)
    if not keeps_working_group(user, group):
        return refuse(request, _("This is for the chair and the secretary of the working group."))
    kept = get_object_or_404(WorkingGroupDecision, pk=pk, working_group=group) if pk else None
    if request.method == "POST" and kept and request.POST.get("do") == "delete":
        taken = _("The decision is off the list.")
        return attempt(request, group, lambda: delete_decision(decision=kept, by=user), taken)
    form = DecisionForm(request.POST if request.method == "POST" else None, instance=kept)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, TEMPLATE, {"form": form, "group": group, "decision": kept}, status=status)
    record_decision(group=group, by=user, decision=form.save(commit=False))
    return done(request, group, _("The decision is kept."))


def add_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Hand in a paper."""
    group, user = get_object_or_404(WorkingGroup, pk=code), reader_of(request)
    form = PaperForm(request.POST, request.FILES)
    if not keeps_working_group(user, group):
        return refuse(request, _("This is for the chair and the secretary of the working group."))
    if not form.is_valid():
        return desk_page(request, group, status=422, paper_form=form)
    try:
        add_document(group=group, by=user, **form.cleaned_data)
    except PermissionDenied as refusal:
        return refuse(request, str(refusal))
    return done(request, group, _("The paper is there for the participants."))


def delete_paper(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Delete a paper."""
    group, user = get_object_or_404(WorkingGroup, pk=code), reader_of(request)
    paper = get_object_or_404(documents_of(group), pk=pk)
    return attempt(request, group, lambda: delete_document(group=group, by=user, document=paper), _("It is deleted."))
