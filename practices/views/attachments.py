"""Files of a report: sent to those who may see the report, never shown in the browser."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _

from community.views.reader import reader_of
from practices.actions.attachments import open_attachment, remove_attachment
from practices.views.reports import opened_report, own_report
from secunity.core.sealing import BrokenSealError


def report_file(request: HttpRequest, key: str, file: str) -> HttpResponse:
    """One file as a download."""
    report = opened_report(request, key, "file")
    attachment = report.attachments.filter(key=file).first()
    if attachment is None:
        raise Http404
    try:
        content = open_attachment(attachment)
    except (OSError, BrokenSealError) as error:
        raise Http404(_("This file cannot be opened any more.")) from error
    response = HttpResponse(content, content_type=attachment.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{escape_uri_path(attachment.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def report_file_remove(request: HttpRequest, key: str, file: str) -> HttpResponse:
    """Take a file out of the report."""
    report = own_report(request, key)
    attachment = report.attachments.filter(key=file).first()
    if attachment is None:
        raise Http404
    remove_attachment(attachment=attachment, editor=reader_of(request))
    messages.success(request, _("The file is removed."))
    return HttpResponseRedirect(reverse("practices:report-step", args=[key, "files"]))
