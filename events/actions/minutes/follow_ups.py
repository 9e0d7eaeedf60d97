"""What minutes turn into: the draft of a practice, the draft of an incident report. Nobody's name goes along."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from community.models import Region, RegionPage, User
from community.queries import is_organiser_of
from events.actions.minutes.rows import plain_user
from events.models import MeetingPage, Minutes, MinutesLine
from events.queries.minutes import is_kept_back, keeps_minutes
from practices.actions.reports import save_answers
from practices.models import IncidentReport, PracticePage
from secunity.core.models import TlpLabel

NARROWEST_REPORT = "AMBER"


@transaction.atomic
def draft_practice(*, meeting: MeetingPage, minutes: Minutes, region: Region, actor: User) -> PracticePage:
    """An unpublished practice below the page of `region`, made of what was agreed and noted; it goes the way of every
    draft from there. PermissionDenied for who does not organise the region; ValidationError before the approval."""
    if not is_organiser_of(actor, region) or not keeps_minutes(actor, meeting):
        raise PermissionDenied
    lines = _approved_lines(meeting, minutes)
    pages = RegionPage.objects.filter(region=region, locale__language_code=minutes.language)
    parent = pages.first() or RegionPage.objects.filter(region=region).first()
    if parent is None:
        raise ValidationError(_("This region has no page yet."))
    agreed = [line for line in lines if line.kind == MinutesLine.Kind.AGREED]
    page = PracticePage(
        title=meeting.title,
        summary=_paragraphs(agreed or lines),
        content=_paragraphs(line for line in lines if line.kind == MinutesLine.Kind.INFO),
        spread=_paragraphs(line for line in lines if line.is_action),
        locale=parent.locale,
        live=False,
        owner=plain_user(actor),
    )
    parent.add_child(instance=page)
    page.save_revision(user=plain_user(actor))
    log(instance=page, action="events.practice_drafted", user=plain_user(actor))
    return page


@transaction.atomic
def draft_report(*, meeting: MeetingPage, minutes: Minutes, actor: User) -> IncidentReport:
    """A private report of the person's own that begins with what the minutes say; not handed in."""
    if not keeps_minutes(actor, meeting):
        raise PermissionDenied
    words = "\n".join(f"- {line.text}" for line in _approved_lines(meeting, minutes))
    with override(minutes.language):
        title = _("From the minutes: %(title)s") % {"title": meeting.title}
    report = IncidentReport(language=minutes.language, tlp=TlpLabel.objects.get(pk=NARROWEST_REPORT))
    return save_answers(report=report, editor=actor, facts={}, texts={"title": title, "what_happened": words})


def _approved_lines(meeting: MeetingPage, minutes: Minutes) -> list[MinutesLine]:
    if minutes.is_draft or is_kept_back(meeting):
        raise ValidationError(_("The chair approves the minutes first."))
    return list(minutes.lines.standing())


def _paragraphs(lines: Iterable[MinutesLine]) -> str:
    return str(format_html_join("", "<p>{}</p>", ((line.text,) for line in lines)))
