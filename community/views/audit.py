"""The audit log for administrators and the secretariat: to read, to narrow, to take along."""

import csv
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from community.actions.export import note_audit_export
from community.forms.audit import AuditForm, ExportForm
from community.models import User
from community.queries.audit import AuditQuestion, audit_entries

PAGE_SIZE = 50
# A spreadsheet takes a cell that begins so for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
FIELDS = ("kind", "person", "since", "until")


class _Line:
    """What a csv writer writes to: it gives the line back."""

    def write(self, value: str) -> str:
        return value


def audit(request: HttpRequest) -> HttpResponse:
    """The log, newest first, narrowed by the form."""
    form = AuditForm(request.GET)
    question = form.question() if form.is_valid() else AuditQuestion()
    page = Paginator(audit_entries(question), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "export_form": ExportForm(), "page_of_entries": page, "rows": [_shown(e) for e in page]}
    return render(request, "community/audit/audit.html", context, status=200 if form.is_valid() else 422)


def audit_export(request: HttpRequest) -> HttpResponseBase:
    """The entries that the list shows, as CSV (UTF-8 with a mark, for spreadsheets); noted with its purpose."""
    form, export_form = AuditForm(request.POST), ExportForm(request.POST)
    if not (form.is_valid() and export_form.is_valid()):
        context = {"form": form, "export_form": export_form, "rows": []}
        return render(request, "community/audit/audit.html", context, status=422)
    entries = audit_entries(form.question())
    note_audit_export(
        user=get_object_or_404(User, pk=request.user.pk),
        purpose=export_form.cleaned_data["purpose"],
        rows=entries.count(),
        filters={name: request.POST.get(name, "") for name in FIELDS},
    )
    response = StreamingHttpResponse(_lines(entries.iterator(500)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate():%Y%m%d}.csv"'
    return response


def _shown(entry: ModelLogEntry) -> dict[str, object]:
    return {
        "at": entry.timestamp,
        "who": entry.user.name if entry.user else _("(nobody signed in)"),
        "what": str(entry.message),
        "about": entry.label,
        "kind": entry.content_type.name if entry.content_type else "",
    }


def _lines(entries: Iterator[ModelLogEntry]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(["time", "actor_id", "actor", "action", "what", "about_kind", "about_id", "about"])
    for entry in entries:
        shown = _shown(entry)
        cells = [shown["who"], entry.action, shown["what"], shown["kind"], entry.object_id, shown["about"]]
        yield writer.writerow([entry.timestamp.isoformat(), entry.user_id or "", *(_harmless(str(c)) for c in cells)])


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
