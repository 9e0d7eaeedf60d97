"""The helper team keeps its log, in an order that can be."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import Organisation, Region, User
from community.queries import is_organiser_of
from practices.models import IncidentReport, ResponseEntry, ResponseLog

Stage = ResponseEntry.Stage
# What may follow what: (stages of which one has to be there, the sentence where none is).
NEEDS = {
    Stage.SERIOUS: {Stage.ALERT},
    Stage.NOT_SERIOUS: {Stage.ALERT},
    Stage.PHONE_REMOTE: {Stage.SERIOUS},
    Stage.ON_SITE: {Stage.PHONE_REMOTE},
    Stage.CLOSED: {Stage.PHONE_REMOTE, Stage.NOT_SERIOUS},
}
ONCE = {Stage.ALERT, Stage.SERIOUS, Stage.NOT_SERIOUS, Stage.CLOSED}


def may_write(user: User, log_or_report: "ResponseLog | IncidentReport | Region") -> bool:
    """Whether `user` is of the helper team: an organiser of the region, or a named helper of the report."""
    if isinstance(log_or_report, Region):
        return is_organiser_of(user, log_or_report)
    report = log_or_report if isinstance(log_or_report, IncidentReport) else log_or_report.report
    if report is not None:
        return report.state == IncidentReport.State.SUBMITTED and report.helpers.filter(user=user).exists()
    assert isinstance(log_or_report, ResponseLog)  # noqa: S101 - a report would have been found above
    return is_organiser_of(user, log_or_report.region)


@transaction.atomic
def open_response(
    *,
    region: Region,
    opener: User,
    subject: str,
    at: dt.datetime,
    organisation: Organisation | None = None,
    report: IncidentReport | None = None,
) -> ResponseLog:
    """Begin a log with its alert. ValidationError for who is not of the team, or an alert in the future."""
    if not may_write(opener, report or region):
        raise ValidationError(_("The helper team of the region keeps this log."))
    if at > timezone.now():
        raise ValidationError({"at": _("This lies in the future.")})
    opened = ResponseLog.objects.create(
        region=region, opened_by=opener, subject=subject, opened_at=at, organisation=organisation, report=report
    )
    ResponseEntry.objects.create(log=opened, stage=Stage.ALERT, at=at, recorded_by=opener)
    log(instance=opened, action="practices.response_opened", user=User.objects.get(pk=opener.pk))
    return opened


@transaction.atomic
def record_response(
    *,
    response: ResponseLog,
    recorder: User,
    stage: str,
    at: dt.datetime,
    hours: Decimal = Decimal(0),
    who: str = "",
    cost_yen: int = 0,
    cost_bearer: str = "",
    note: str = "",
) -> ResponseEntry:
    """Add one step. ValidationError where it cannot follow what is there; then nothing has changed."""
    current = ResponseLog.objects.select_for_update().get(pk=response.pk)
    if not may_write(recorder, current):
        raise ValidationError(_("The helper team of the region keeps this log."))
    check_next(current, stage, at)
    if cost_yen and not cost_bearer:
        raise ValidationError({"cost_bearer": _("Say who bears the cost.")})
    entry = ResponseEntry(
        log=current,
        stage=stage,
        at=at,
        hours=hours,
        who=who,
        cost_yen=cost_yen,
        cost_bearer=cost_bearer,
        note=note,
        recorded_by=recorder,
    )
    entry.full_clean(exclude=["log", "recorded_by"])
    entry.save()
    _follow(current, entry)
    log(
        instance=current,
        action="practices.response_entry",
        user=User.objects.get(pk=recorder.pk),
        data={"stage": str(stage)},
    )
    return entry


def next_stages(response: ResponseLog) -> list[ResponseEntry.Stage]:
    """The steps that may come now, in their order."""
    stages = {Stage(entry.stage) for entry in response.entries.all()}
    return [stage for stage in Stage if _fault(stages, stage) is None]


def check_next(response: ResponseLog, stage: str, at: dt.datetime) -> None:
    """Raise ValidationError unless `stage` may follow at this time."""
    entries = list(response.entries.all())
    fault = _fault({Stage(entry.stage) for entry in entries}, Stage(stage))
    if fault:
        raise ValidationError({"stage": fault})
    if at > timezone.now():
        raise ValidationError({"at": _("This lies in the future.")})
    if entries and at < max(entry.at for entry in entries):
        raise ValidationError({"at": _("This is before the step that was recorded last.")})


def _fault(stages: set[ResponseEntry.Stage], stage: ResponseEntry.Stage) -> str | None:
    """Why `stage` may not come now; None where it may."""
    if Stage.CLOSED in stages:
        return _("This log is closed.")
    if stage in ONCE and stage in stages:
        return _("This step is there already.")
    if {stage} | stages >= {Stage.SERIOUS, Stage.NOT_SERIOUS}:
        return _("The alert was judged already.")
    if stage in NEEDS and not NEEDS[stage] & stages:
        return _NEED_WORDS[stage]()
    return None


_NEED_WORDS = {
    Stage.SERIOUS: lambda: _("There is no alert yet."),
    Stage.NOT_SERIOUS: lambda: _("There is no alert yet."),
    Stage.PHONE_REMOTE: lambda: _("First judge whether the alert is serious; only then is it answered."),
    Stage.ON_SITE: lambda: _("A visit begins with a first response by phone or remotely."),
    Stage.CLOSED: lambda: _("Judge the alert first; one that is serious is answered before it is closed."),
}


def _follow(response: ResponseLog, entry: ResponseEntry) -> None:
    """What the step means for the log."""
    if entry.stage in (Stage.SERIOUS, Stage.NOT_SERIOUS):
        response.is_serious = entry.stage == Stage.SERIOUS
    if entry.stage == Stage.CLOSED:
        response.closed_at = entry.at
    response.save(update_fields=["is_serious", "closed_at"])
