"""Pages of the helper team's log, and its figures."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.models import Region
from community.queries import organised_regions_of
from community.views.reader import reader_of
from practices.actions.responses import may_write, next_stages, open_response, record_response
from practices.forms.responses import AlertForm, EntryForm
from practices.models import IncidentReport, ResponseLog
from practices.queries.responses import may_see_figures, response_table, years_with_responses
from practices.views.reports import opened_report
from secunity.core.actions import record_access
from secunity.core.models.language import current_language

PAGE_LENGTH = 50


def response_list(request: HttpRequest) -> HttpResponse:
    """The logs the reader may see, without their content; the newest first."""
    logs = ResponseLog.objects.visible_to(reader_of(request)).select_related("region")
    page = Paginator(logs, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "logs": page,
        "can_open": organised_regions_of(reader_of(request)).exists(),
        "can_see_figures": may_see_figures(reader_of(request)),
    }
    return render(request, "practices/responses/list.html", context)


def response_new(request: HttpRequest) -> HttpResponse:
    """A new log with its alert."""
    return _opening(request, organised_regions_of(reader_of(request)), None)


def report_responses(request: HttpRequest, key: str) -> HttpResponse:
    """The logs that belong to a report, and a new one."""
    report = opened_report(request, key, "response log")
    if may_write(reader_of(request), report) and report.region:
        return _opening(request, Region.objects.filter(pk=report.region_id), report)
    if request.method == "POST":
        raise PermissionDenied
    return render(request, "practices/responses/of_report.html", {"report": report, "logs": report.response_logs.all()})


def response_page(request: HttpRequest, key: str) -> HttpResponse:
    """One log from its alert on, and the next step."""
    response = _opened(request, key)
    reader = reader_of(request)
    stages = next_stages(response) if may_write(reader, response) else []
    form = EntryForm(request.POST or None, stages=stages) if stages else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            try:
                record_response(response=response, recorder=reader, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Saved."))
                return HttpResponseRedirect(request.path)
    context = {"log": response, "entries": response.entries.all(), "form": form}
    return render(request, "practices/responses/log.html", context, status=422 if form and form.errors else 200)


def response_figures(request: HttpRequest) -> HttpResponse:
    """The table of alerts and responses by region, of one year or of all."""
    if not may_see_figures(reader_of(request)):
        raise PermissionDenied
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
    table, language = response_table(year), current_language()
    head = [_("Region"), _("Alerts"), _("Judged serious"), _("By phone or remotely"), _("On site")]
    lines = [*table.rows, (_("All regions"), table.total)] if table else []
    rows = [[name, *(cell.display(language) for cell in cells)] for name, cells in lines]
    context = {"head": head, "rows": rows, "table": table, "years": years_with_responses(), "year": year}
    return render(request, "practices/responses/figures.html", context)


def _opened(request: HttpRequest, key: str) -> ResponseLog:
    """The log, if the reader may see it; the opening by others than who wrote in it is noted."""
    reader = reader_of(request)
    logs = ResponseLog.objects.visible_to(reader).select_related("region", "organisation", "report")
    response = logs.filter(key=key).first()
    if response is None:
        raise Http404
    if not response.entries.filter(recorded_by=reader).exists():
        record_access(actor=reader, instance=response, data_class="P3", purpose="response log")
    return response


def _opening(request: HttpRequest, regions: QuerySet[Region], report: IncidentReport | None) -> HttpResponse:
    if not regions.exists():
        raise PermissionDenied
    form = AlertForm(request.POST or None, regions=regions)
    if report:
        del form.fields["organisation"]
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, **({"organisation": report.organisation} if report else {})}
        try:
            response = open_response(opener=reader_of(request), report=report, **given)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return HttpResponseRedirect(reverse("practices:response", args=[response.key]))
    context = {"form": form, "report": report, "logs": report.response_logs.all() if report else []}
    return render(request, "practices/responses/new.html", context, status=422 if form.errors else 200)
