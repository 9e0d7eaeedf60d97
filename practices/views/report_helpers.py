"""Who helps with a report: named and dismissed by its own people."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.views.reader import reader_of
from practices.actions.reports import dismiss_helper, name_helper
from practices.forms.report_helpers import HelperForm
from practices.views.reports import own_report


def report_helpers(request: HttpRequest, key: str) -> HttpResponse:
    """Those named, and a form to name one more."""
    report = own_report(request, key)
    form = HelperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            name_helper(report=report, editor=reader_of(request), email=form.cleaned_data["email"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("This person sees the report once it is handed in."))
            return HttpResponseRedirect(request.path)
    context = {"report": report, "form": form, "helpers": report.helpers.select_related("user")}
    return render(request, "practices/reports/helpers.html", context, status=422 if form.errors else 200)


def report_helper_dismiss(request: HttpRequest, key: str, helper: int) -> HttpResponse:
    """One helper less."""
    report = own_report(request, key)
    dismiss_helper(helper=get_object_or_404(report.helpers, pk=helper), editor=reader_of(request))
    messages.success(request, _("This person does not see the report any more."))
    return HttpResponseRedirect(reverse("practices:report-helpers", args=[key]))
