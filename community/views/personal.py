"""One's own data, and how long the hub keeps what."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from community.actions.export import export_own_data
from community.adapters import ask_second_factor
from community.models import User
from community.queries import has_enrolled_second_factor, has_second_factor
from community.tasks import all_periods


def my_data(request: HttpRequest) -> HttpResponse:
    """What the hub holds about the reader, in words, with the button for the file."""
    return render(request, "community/personal/my_data.html", {"periods": all_periods()})


def my_data_file(request: HttpRequest) -> HttpResponse:
    """Everything about the reader as JSON; noted in the audit log. A password alone does not give it out."""
    if has_enrolled_second_factor(request.user) and not has_second_factor(request.session, request.user):
        return ask_second_factor(request)
    data = export_own_data(user=get_object_or_404(User, pk=request.user.pk))
    text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="my-data-{timezone.localdate():%Y%m%d}.json"'
    return response


def periods(request: HttpRequest) -> HttpResponse:
    """How long the hub keeps what, for everybody; made from the table that the deletion works off."""
    return render(request, "community/personal/periods.html", {"periods": all_periods()})
