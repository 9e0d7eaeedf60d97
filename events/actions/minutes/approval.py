"""Approving, publishing and taking back: who did it is not the only one who wrote."""

from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import User
from events.actions.minutes.rows import locked_minutes, plain_user, touch
from events.models import MeetingPage, Minutes
from events.queries.minutes import has_other_writer, is_kept_back, keeps_minutes, may_approve
from events.signals import minutes_changed, minutes_published
from practices.anonymize import detect, residual
from practices.anonymize.findings import NAME_KINDS
from practices.queries.findings import member_names
from secunity.core.actions import touch_content

APPROVED, PUBLISHED, DRAFT = Minutes.State.APPROVED, Minutes.State.PUBLISHED, Minutes.State.DRAFT


class StaleMinutes(Exception):  # noqa: N818 - it names what happened
    """The minutes are not those that were read: somebody wrote in them meanwhile."""


class Doubt(NamedTuple):
    """Something in a line that may say who it was. What `is_certain` has to go before publication."""

    line_id: int
    surface: str
    is_certain: bool


@transaction.atomic
def approve_minutes(*, meeting: MeetingPage, actor: User, revision: int) -> Minutes:
    """Approve exactly what was read at `revision`. PermissionDenied for who is not the chair; StaleMinutes where they
    are others by now; ValidationError where nobody else wrote in them or there is nothing to approve."""
    if not may_approve(actor, meeting):
        raise PermissionDenied
    if is_kept_back(meeting):
        raise ValidationError(_("Under TLP:RED no minutes are kept."))
    minutes = locked_minutes(meeting.translation_key)
    if not minutes.is_draft:
        return minutes
    if minutes.revision != revision:
        raise StaleMinutes
    if not minutes.lines.standing().exists():
        raise ValidationError(_("There is no line to approve yet."))
    if not has_other_writer(minutes, actor):
        raise ValidationError(_("You wrote these minutes alone. Somebody else has to read them and approve them."))
    minutes.state, minutes.approved_by, minutes.approved_at = APPROVED, plain_user(actor), timezone.now()
    return _settle(minutes, meeting, actor, "approved")


@transaction.atomic
def publish_minutes(*, meeting: MeetingPage, actor: User, revision: int, is_checked: bool = False) -> Minutes:
    """Publish approved minutes as far as the label lets them. ValidationError while a line names somebody, or where
    nobody has looked at what may be a name."""
    minutes = _held(meeting, actor)
    if minutes.is_published:
        return minutes
    if minutes.revision != revision:
        raise StaleMinutes
    if minutes.is_draft:
        raise ValidationError(_("The chair approves the minutes first."))
    doubts = doubts_in(minutes)
    if any(doubt.is_certain for doubt in doubts):
        raise ValidationError(_("A line still says who somebody is. Open the minutes again and write it without."))
    if doubts and not is_checked:
        raise ValidationError(_("Please look at what may be a name, and say that it is none."))
    minutes.state, minutes.published_at = PUBLISHED, timezone.now()
    _settle(minutes, meeting, actor, "published")
    minutes_published.send(Minutes, minutes=minutes, meeting_key=minutes.meeting_key)
    return minutes


@transaction.atomic
def reopen_minutes(*, meeting: MeetingPage, actor: User) -> Minutes:
    """Let lines change again; what was published is gone from everywhere until it is approved anew."""
    minutes = _held(meeting, actor)
    if minutes.is_draft:
        return minutes
    minutes.state, minutes.approved_by, minutes.approved_at, minutes.published_at = DRAFT, None, None, None
    return _settle(minutes, meeting, actor, "reopened")


def doubts_in(minutes: Minutes) -> list[Doubt]:
    """What the lines say that identifies somebody: members' names and identifiers for certain, other names perhaps."""
    texts = {str(line.pk): line.text for line in minutes.lines.standing()}
    certain = residual(texts, [member_names()], allowed=[settings.BASE_URL, f"{settings.BASE_URL}/"])
    doubts = {Doubt(int(each.field), each.surface, True): None for each in certain}
    said = {(doubt.line_id, doubt.surface) for doubt in doubts}
    for key, text in texts.items():
        for finding in detect(text):
            surface = text[finding.start : finding.end]
            if finding.kind in NAME_KINDS and finding.is_masked and (int(key), surface) not in said:
                doubts[Doubt(int(key), surface, False)] = None
    return list(doubts)


def _held(meeting: MeetingPage, actor: User) -> Minutes:
    if not keeps_minutes(actor, meeting):
        raise PermissionDenied
    if is_kept_back(meeting):
        raise ValidationError(_("Under TLP:RED no minutes are kept."))
    return locked_minutes(meeting.translation_key)


def _settle(minutes: Minutes, meeting: MeetingPage, actor: User, what: str) -> Minutes:
    minutes.save()
    touch(minutes)
    log(instance=meeting, action=f"events.minutes_{what}", user=plain_user(actor))
    minutes_changed.send(Minutes, minutes=minutes)
    touch_content()
    return minutes
