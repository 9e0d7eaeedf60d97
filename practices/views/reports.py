"""Pages on which an organisation tells what happened, and others read it who may."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from community.views.reader import reader_of
from practices.actions.attachments import add_attachment
from practices.actions.reports import hand_in_report, save_answers, withdraw_report
from practices.forms.answers import StepForm
from practices.forms.files import FilesForm
from practices.forms.steps import CHECK, FILES, STEPS, carried_answers, missing_answers, report_in_words, step_form
from practices.models import IncidentReport
from practices.queries.reports import own_reports_of, report_for, reports_shown_to
from secunity.core.actions import record_access
from secunity.core.models.language import current_language

PAGE_LENGTH = 50
CODES = [*(step.code for step in STEPS), FILES, CHECK]


def opened_report(request: HttpRequest, key: str, purpose: str) -> IncidentReport:
    """The report, if the reader may see it (404 otherwise); the opening by others than its own people is noted."""
    reader = reader_of(request)
    report = report_for(reader, key)
    if report is None:
        raise Http404
    if not report.is_own_of(reader):
        record_access(actor=reader, instance=report, data_class="P3", purpose=purpose)
    return report


def own_report(request: HttpRequest, key: str) -> IncidentReport:
    """The report, if the reader is one of its own people; 404 otherwise."""
    report = report_for(reader_of(request), key)
    if report is None or not report.is_own_of(reader_of(request)):
        raise Http404
    return report


def report_list(request: HttpRequest) -> HttpResponse:
    """The reader's own reports, and those of others that they help with or review (without their content)."""
    shown = Paginator(reports_shown_to(reader_of(request)), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {"own": own_reports_of(reader_of(request)), "others": shown, "others_total": shown.paginator.count}
    return render(request, "practices/reports/list.html", context)


@sensitive_post_parameters()
def report_new(request: HttpRequest) -> HttpResponseBase:
    """The first step of a new report. Answers in the query (of the guideline check) are carried along."""
    report = IncidentReport(reporter=reader_of(request), language=current_language())
    if request.method == "POST":
        return _saved_step(request, report, STEPS[0].code)
    report.facts, report.texts = carried_answers(request.GET, report, reader_of(request))
    form = step_form(STEPS[0].code, report=report, user=reader_of(request))
    return _step_page(request, form, carried=request.GET)


@sensitive_post_parameters()
def report_step(request: HttpRequest, key: str, step: str) -> HttpResponseBase:
    """One step: what is there already, and saving what was written, with gaps or not."""
    report = own_report(request, key)
    if step not in CODES:
        raise Http404
    if not report.is_editable:
        return HttpResponseRedirect(reverse("practices:report", args=[key]))
    if step == FILES:
        return _files_step(request, report)
    if step == CHECK:
        return _check_step(request, report)
    if request.method == "POST":
        return _saved_step(request, report, step)
    return _step_page(request, step_form(step, report=report, user=reader_of(request)))


def report_page(request: HttpRequest, key: str) -> HttpResponse:
    """The whole report in words."""
    report = opened_report(request, key, "read")
    reader = reader_of(request)
    context = {
        "report": report,
        "sections": report_in_words(report, reader),
        "is_own": report.is_own_of(reader),
        "attachments": report.attachments.all(),
        "helpers": report.helpers.select_related("user"),
        "missing": report.missing,
    }
    return render(request, "practices/reports/report.html", context)


def report_withdraw(request: HttpRequest, key: str) -> HttpResponseBase:
    """Asks once, then takes the report back."""
    report = own_report(request, key)
    if request.method == "POST":
        withdraw_report(report=report, editor=reader_of(request))
        messages.success(request, _("The report is withdrawn. Only your own organisation still sees it."))
        return HttpResponseRedirect(reverse("practices:report", args=[key]))
    return render(request, "practices/reports/withdraw.html", {"report": report})


def _saved_step(request: HttpRequest, report: IncidentReport, step: str) -> HttpResponseBase:
    """Save everything that was understood; stay where something was not, with all that was typed."""
    form = step_form(step, request.POST, report=report, user=reader_of(request))
    is_whole = form.is_valid()
    facts, texts = form.answers()
    if not report.pk:
        carried_facts, carried_texts = carried_answers(request.POST, report, reader_of(request), prefix="carried-")
        facts, texts = {**carried_facts, **facts}, {**carried_texts, **texts}
    attributes = {name: form.cleaned_data[name] for name in form.attributes if form.cleaned_data.get(name)}
    try:
        report = save_answers(report=report, editor=reader_of(request), facts=facts, texts=texts, **attributes)
    except ValidationError as error:
        form.add_error(None, error)
    else:
        if is_whole:
            return HttpResponseRedirect(_onward(request, report, step))
        messages.info(request, _("Everything else on this page is saved."))
    return _step_page(request, form, carried=_without_prefix(request), status=422)


def _files_step(request: HttpRequest, report: IncidentReport) -> HttpResponseBase:
    form = FilesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        files = form.cleaned_data["attachments"]
        for problem in filter(None, [_kept(request, report, file) for file in files]):
            form.add_error("attachments", problem)
        if not form.errors:
            here = reverse("practices:report-step", args=[report.key, FILES])
            return HttpResponseRedirect(here if files and "add" in request.POST else _onward(request, report, FILES))
    context = {"report": report, "form": form, "attachments": report.attachments.all(), **_place(report, FILES)}
    return render(request, "practices/reports/files.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, report: IncidentReport, file: Any) -> str:
    """Empty where the file was taken, else its name and why it was not."""
    try:
        add_attachment(report=report, editor=reader_of(request), file=file)
    except ValidationError as error:
        return f"{file.name}: {' '.join(error.messages)}"
    return ""


def _check_step(request: HttpRequest, report: IncidentReport) -> HttpResponseBase:
    missing = missing_answers(report)
    if request.method == "POST" and not missing:
        hand_in_report(report=report, editor=reader_of(request))
        messages.success(request, _("The report is handed in. The reviewers of your region have been told."))
        return HttpResponseRedirect(reverse("practices:report", args=[report.key]))
    context = {
        "report": report,
        "missing": missing,
        "sections": report_in_words(report, reader_of(request)),
        "attachments": report.attachments.all(),
        **_place(report, CHECK),
    }
    return render(request, "practices/reports/check.html", context, status=422 if request.method == "POST" else 200)


def _step_page(request: HttpRequest, form: StepForm, *, carried: Any = None, status: int = 200) -> HttpResponse:
    own = set(form.fields)
    pairs = [(name, value) for name in carried or () if name not in own for value in carried.getlist(name)]
    context = {"form": form, "report": form.report, "carried": pairs, **_place(form.report, form.code)}
    return render(request, "practices/reports/step.html", context, status=status)


def _without_prefix(request: HttpRequest) -> Any:
    """What a new report carries along, as it came in the query."""
    carried = request.POST.copy()
    carried.clear()
    for name in request.POST:
        if name.startswith("carried-"):
            carried.setlist(name.removeprefix("carried-"), request.POST.getlist(name))
    return carried


def _place(report: IncidentReport, code: str) -> dict[str, Any]:
    """Where in the steps the page stands."""
    headings = {**{step.code: step.heading for step in STEPS}, FILES: _("Files"), CHECK: _("Check and hand in")}
    number = CODES.index(code)
    steps = [
        {
            "code": each,
            "label": headings[each],
            "url": reverse("practices:report-step", args=[report.key, each]) if report.pk else "",
            "is_current": each == code,
        }
        for each in CODES
    ]
    return {
        "steps": steps,
        "heading": headings[code],
        "number": number + 1,
        "total": len(CODES),
        "before": steps[number - 1] if number else None,
        "after": steps[number + 1] if number + 1 < len(steps) else None,
    }


def _onward(request: HttpRequest, report: IncidentReport, step: str) -> str:
    """Where the pressed button leads: on, back, or out to the list."""
    number = CODES.index(step)
    if "leave" in request.POST:
        return reverse("practices:reports")
    code = CODES[max(number - 1, 0)] if "back" in request.POST else CODES[min(number + 1, len(CODES) - 1)]
    return reverse("practices:report-step", args=[report.key, code])
