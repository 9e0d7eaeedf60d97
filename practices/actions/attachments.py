"""Files of a report: looked at, sealed, stored outside everything that is served, and opened again."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import User
from practices.actions.reports import check_editable
from practices.models import IncidentReport, ReportAttachment
from secunity.core.actions.file_types import LARGEST_FILE, FileRefusedError, checked_type, safe_name
from secunity.core.models import seal_for

MOST_FILES = 20


@transaction.atomic
def add_attachment(*, report: IncidentReport, editor: User, file: UploadedFile) -> ReportAttachment:
    """Seal a file with the report. ValidationError says why one is not taken; then nothing is stored."""
    check_editable(report, editor)
    if report.attachments.count() >= MOST_FILES:
        raise ValidationError(_("A report holds %(most)s files at most.") % {"most": MOST_FILES})
    name, content = safe_name(file.name or ""), file.read(LARGEST_FILE + 1)
    try:
        media_type = checked_type(name, content)
    except FileRefusedError as error:
        raise ValidationError(str(error)) from error
    attachment = ReportAttachment(report=report, name=name, media_type=media_type, size=len(content), added_by=editor)
    attachment.save()
    log(
        instance=report,
        action="practices.report_file_added",
        user=User.objects.get(pk=editor.pk),
        data={"attachment": attachment.key},
    )
    _store(attachment, content)
    return attachment


def open_attachment(attachment: ReportAttachment) -> bytes:
    """The content of a file; BrokenSealError where it was changed or its key is gone."""
    return seal_for("P3").open(attachment.path.read_text(encoding="ascii"))


@transaction.atomic
def remove_attachment(*, attachment: ReportAttachment, editor: User) -> None:
    """Take a file out of its report for good."""
    check_editable(attachment.report, editor)
    path = attachment.path
    log(
        instance=attachment.report,
        action="practices.report_file_removed",
        user=User.objects.get(pk=editor.pk),
        data={"attachment": attachment.key},
    )
    attachment.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _store(attachment: ReportAttachment, content: bytes) -> None:
    """Write the sealed file whole or not at all: under another name first."""
    path = attachment.path
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_suffix(".partial")
    partial.write_text(seal_for("P3").close(content), encoding="ascii")
    partial.chmod(0o600)
    partial.replace(path)
