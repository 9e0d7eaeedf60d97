"""Who opens the facts of a case before it is public (P3): the rows of this app in the hub's table of grants."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models import User
from community.queries.access import ClassGrant, PersonalClass
from practices.models import CaseReview, IncidentReport


def is_own_report(user: User, subject: models.Model) -> bool:
    """Whether the report belongs to `user`'s own side."""
    return IncidentReport.objects.of_organisations_of(user).filter(pk=subject.pk).exists()


def is_shown_report(user: User, subject: models.Model) -> bool:
    """Whether the report was handed in to `user`, as a helper or as a reviewer."""
    return not is_own_report(user, subject) and IncidentReport.objects.visible_to(user).filter(pk=subject.pk).exists()


def works_on_review(user: User, subject: models.Model) -> bool:
    """Whether `user` reads the report from which the case is being made."""
    return CaseReview.objects.visible_to(user).filter(pk=subject.pk).exists()


OWN_SIDE = _("who wrote it, and members of the same organisation")
SHOWN = _("once it is handed in: named helpers, and reviewers of the region")
WORKING = _("who reads the report it is made from")
REPORT, REVIEW = _("Report of an incident"), _("Case on its way to release")
REPORT_GRANTS = (
    ClassGrant(PersonalClass.P3, IncidentReport, OWN_SIDE, is_own_report, REPORT),
    ClassGrant(PersonalClass.P3, IncidentReport, SHOWN, is_shown_report, REPORT),
    ClassGrant(PersonalClass.P3, CaseReview, WORKING, works_on_review, REVIEW),
)
