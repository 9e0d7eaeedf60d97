"""Reports as the people see them who may."""

from community.models import User
from community.queries.access import PersonalClass, may_open
from practices.models import IncidentReport, IncidentReportQuerySet


def own_reports_of(user: User) -> IncidentReportQuerySet:
    """The reports of `user`'s own side, those that were touched last first."""
    return IncidentReport.objects.of_organisations_of(user).select_related("organisation", "tlp")


def reports_shown_to(user: User) -> IncidentReportQuerySet:
    """The reports of others that `user` may read, as a helper or as a reviewer; the newest first."""
    own = IncidentReport.objects.of_organisations_of(user)
    others = IncidentReport.objects.visible_to(user).exclude(pk__in=own.values("pk"))
    return others.select_related("region", "tlp").order_by("-submitted_at")


def report_for(user: User, key: str) -> IncidentReport | None:
    """The report with this key if `user` may read it."""
    reports = IncidentReport.objects.select_related("organisation", "region", "tlp", "reporter")
    report = reports.filter(key=key).first()
    return report if report is not None and may_open(user, PersonalClass.P3, report) else None
