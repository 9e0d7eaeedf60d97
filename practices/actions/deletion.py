"""Reports that their own people took back are erased after a period."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from community.tasks import kept_for
from practices.models import CaseReview, IncidentReport, ReportAttachment, ResponseEntry

HOW = gettext_lazy("deleted; where a case or a response was counted, everything written in it is deleted")


@kept_for(90, code="reports", what=gettext_lazy("Reports that were taken back, with their files"), how=HOW)
def forget_withdrawn_reports(before: dt.datetime) -> int:
    """Erase what was taken back before; returns how many reports."""
    over = IncidentReport.objects.filter(
        state=IncidentReport.State.WITHDRAWN, withdrawn_at__lt=before, erased_at__isnull=True
    )
    reports = list(over)
    for report in reports:
        erase_report(report=report)
    return len(reports)


@transaction.atomic
def erase_report(*, report: IncidentReport) -> None:
    """Leave nothing of what was written in a report. Its row stays, empty, only where versions of a case (the gate has
    to remember what was published) or a helper team's figures hang on it."""
    _erase_files(report)
    if not report.reviews.exists() and not report.response_logs.exists():
        report.delete()
        return
    report.helpers.all().delete()
    report.lanes.all().delete()
    CaseReview.objects.filter(report=report).update(fields={}, findings=[], projection=None, note=None)
    ResponseEntry.objects.filter(log__report=report).update(who="", note="")
    report.response_logs.update(subject="")
    report.facts, report.texts, report.raw = {}, {}, None
    report.reporter = report.last_editor = None
    report.erased_at = timezone.now()
    report.save()


def _erase_files(report: IncidentReport) -> None:
    paths = [attachment.path for attachment in ReportAttachment.objects.filter(report=report)]
    report.attachments.all().delete()

    def unlink() -> None:
        for path in paths:
            path.unlink(missing_ok=True)

    transaction.on_commit(unlink)
