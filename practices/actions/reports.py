"""An organisation writes, hands in and takes back what it tells in private."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import Organisation, Prefecture, Role, User
from community.queries import belongs_to, is_member
from community.queries.notifications import language_of, told_at_once
from practices.models import IncidentReport, ReportHelper
from practices.signals import report_withdrawn
from secunity.core.actions import mail_on_commit
from secunity.core.models import TlpLabel

NARROWER = ("RED", "AMBER+STRICT", "AMBER")


@transaction.atomic
def save_answers(
    *,
    report: IncidentReport,
    editor: User,
    facts: Mapping[str, Any],
    texts: Mapping[str, str],
    organisation: Organisation | None = None,
    tlp: str = "",
) -> IncidentReport:
    """Put answers into a report (created by the first ones); what is not named stays as it was.

    Raises ValidationError where the report takes no more answers, or its label would be widened after handing in.
    """
    if report.pk:
        current = IncidentReport.objects.select_for_update().get(pk=report.pk)
        check_editable(current, editor)
        report.facts, report.texts, report.state = current.facts, current.texts, current.state
    else:
        report.reporter = editor
    if organisation and not belongs_to(editor, organisation):
        raise ValidationError({"organisation": _("You do not work for this organisation.")})
    if tlp:
        _set_label(report, tlp)
    report.organisation = organisation or report.organisation
    report.facts = _merged(report.facts, facts)
    report.texts = _merged(report.texts, texts)
    report.region_id = _region_of(report)
    report.last_editor = editor
    report.save()
    return report


def check_editable(report: IncidentReport, editor: User) -> None:
    """Raise ValidationError unless `editor` may write in the report now."""
    if not report.is_own_of(editor):
        raise ValidationError(_("Only people of the organisation write in its report."))
    if not report.is_editable:
        raise ValidationError(_("This report was withdrawn; nothing in it changes any more."))


@transaction.atomic
def hand_in_report(*, report: IncidentReport, editor: User) -> None:
    """Give the report to the reviewers of its region and to its helpers; ValidationError while an answer is missing."""
    current = IncidentReport.objects.select_for_update().get(pk=report.pk)
    check_editable(current, editor)
    if current.missing:
        raise ValidationError(_("Some answers are still missing."))
    if current.state == IncidentReport.State.SUBMITTED:
        return
    report.state, report.submitted_at = IncidentReport.State.SUBMITTED, timezone.now()
    report.save(update_fields=["state", "submitted_at", "updated_at"])
    _note("practices.report_handed_in", report, editor)
    for reviewer in told_at_once(_reviewers(report)):
        _tell(reviewer, "report_handed_in", report)


@transaction.atomic
def withdraw_report(*, report: IncidentReport, editor: User) -> None:
    """Take the report back, also during a review: whatever was made from it stops (`report_withdrawn`)."""
    current = IncidentReport.objects.select_for_update().get(pk=report.pk)
    if not current.is_own_of(editor):
        raise ValidationError(_("Only people of the organisation withdraw its report."))
    if current.state == IncidentReport.State.WITHDRAWN:
        return
    report.state, report.withdrawn_at = IncidentReport.State.WITHDRAWN, timezone.now()
    report.save(update_fields=["state", "withdrawn_at", "updated_at"])
    _note("practices.report_withdrawn", report, editor)
    report_withdrawn.send(IncidentReport, report=report)
    _tell(editor, "report_withdrawn", report)


@transaction.atomic
def name_helper(*, report: IncidentReport, editor: User, email: str) -> ReportHelper:
    """Let a member see the report once it is handed in; ValidationError for an address that is no member's."""
    check_editable(report, editor)
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None or not is_member(person):
        raise ValidationError({"email": _("No member signs in with this address.")})
    if report.is_own_of(person):
        raise ValidationError({"email": _("This person is of your organisation and sees the report already.")})
    helper, is_new = ReportHelper.objects.get_or_create(report=report, user=person, defaults={"named_by": editor})
    if is_new:
        _note("practices.report_helper_named", report, editor)
        _tell(person, "report_helper", report)
    return helper


@transaction.atomic
def dismiss_helper(*, helper: ReportHelper, editor: User) -> None:
    """From now on the person does not see the report any more."""
    check_editable(helper.report, editor)
    _note("practices.report_helper_dismissed", helper.report, editor)
    helper.delete()


def _merged(before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Answers with the given ones in their place; an emptied one is gone."""
    return {name: value for name, value in {**before, **given}.items() if value not in ("", None, [])}


def _set_label(report: IncidentReport, tlp: str) -> None:
    if tlp == report.tlp_id:
        return
    if tlp not in NARROWER:
        raise ValidationError({"tlp": _("A private report takes RED, AMBER+STRICT or AMBER.")})
    label = TlpLabel.objects.get(pk=tlp)
    if report.state != IncidentReport.State.DRAFT and label.rank > report.tlp.rank:
        raise ValidationError({"tlp": _("After handing in, the label only becomes narrower here.")})
    report.tlp = label


def _region_of(report: IncidentReport) -> str | None:
    return Prefecture.objects.filter(pk=report.facts.get("prefecture")).values_list("region_id", flat=True).first()


def _reviewers(report: IncidentReport) -> list[User]:
    """The reviewers of the report's region who are not its own people."""
    people = User.objects.filter(role_grants__role=Role.REVIEWER, role_grants__region=report.region, is_active=True)
    return [person for person in people.distinct() if not report.is_own_of(person)]


def _tell(person: User, name: str, report: IncidentReport) -> None:
    """A mail that says nothing of the content: the report is read here."""
    context = {"report": report, "person": person}
    mail_on_commit(
        recipient=person.email,
        language=language_of(person),
        template=f"practices/mail/{name}.txt",
        context=context,
        kind=f"practices.{name}",
    )


def _note(action: str, report: IncidentReport, person: User) -> None:
    log(instance=report, action=action, user=User.objects.get(pk=person.pk))
