"""Meetings that come again: made from one that is written already, each a page of its own."""

import uuid
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from community.models import User
from events.actions.meetings import settle_meeting
from events.models import MeetingPage, MeetingSeries
from events.models.series import LONGEST
from events.queries.people import holds_meeting

# What every occurrence takes from the first; its record, papers and call are its own.
COPIED = (
    "title",
    "lead",
    "search_description",
    "audience",
    "place",
    "members_note",
    "region",
    "working_group",
    "is_public",
    "tlp",
    "has_video",
    "registration",
    "capacity",
    "has_room",
    "is_chatham_house",
    "is_demo",
    "locale",
)


@transaction.atomic
def repeat_meeting(*, meeting: MeetingPage, by: User, rule: str, ends_on: date, interval: int = 1) -> list[MeetingPage]:
    """Make `meeting` the first of a series and return the leading pages of the occurrences that were made.

    Each is published in every language of the first one, with its agenda and none of its record or papers.
    PermissionDenied unless `by` holds the meeting, ValidationError for a rule that names no date or is too long.
    """
    if not holds_meeting(by, meeting):
        raise PermissionDenied(_("This is for those who hold the meeting."))
    pages = list(MeetingPage.objects.live().filter(translation_key=meeting.translation_key).select_for_update())
    if any(page.series_id for page in pages):
        raise ValidationError(_("This meeting belongs to a series already."))
    series = MeetingSeries(rule=rule, interval=interval, starts_at=meeting.starts_at, ends_on=ends_on)
    moments = _moments(series)
    series.save()
    facts = {"series": series, "first_planned_at": meeting.starts_at}
    MeetingPage.objects.filter(translation_key=meeting.translation_key).update(**facts)
    made = [_occurrence(pages, series, moment) for moment in moments]
    log(instance=meeting, action="events.repeated", user=User.objects.get(pk=by.pk), data={"count": len(made)})
    return made


@transaction.atomic
def end_series(*, meeting: MeetingPage, by: User, note: str = "") -> int:
    """Cancel the meetings of the series that come after `meeting`; returns how many."""
    if not holds_meeting(by, meeting):
        raise PermissionDenied(_("This is for those who hold the meeting."))
    if meeting.series_id is None:
        raise ValidationError(_("This meeting belongs to no series."))
    later = MeetingPage.objects.live().filter(series=meeting.series_id, starts_at__gt=meeting.starts_at)
    keys = later.filter(is_cancelled=False).order_by("starts_at").values_list("translation_key", flat=True)
    distinct = list(dict.fromkeys(keys))
    for key in distinct:
        cancel_meeting(meeting=MeetingPage.objects.live().filter(translation_key=key)[0], by=by, note=note)
    MeetingSeries.objects.filter(pk=meeting.series_id).update(ends_on=timezone.localdate(meeting.starts_at))
    return len(distinct)


@transaction.atomic
def cancel_meeting(*, meeting: MeetingPage, by: User, note: str = "") -> None:
    """Say on every page of the meeting that it does not take place; who meant to come gets a mail by the publishing.

    Drafts that editors are at stay drafts. PermissionDenied unless `by` holds the meeting, ValidationError once over.
    """
    if not holds_meeting(by, meeting):
        raise PermissionDenied(_("This is for those who hold the meeting."))
    if meeting.ends_at <= timezone.now():
        raise ValidationError(_("This meeting is over. What was, stays."))
    if meeting.is_cancelled:
        return
    person = User.objects.get(pk=by.pk)
    pages = (
        MeetingPage.objects.live().filter(translation_key=meeting.translation_key).order_by("-locale__language_code")
    )
    for page in pages:
        page.is_cancelled, page.cancel_note = True, note
        page.save_revision(user=person).publish(user=person, skip_permission_checks=True)
    log(instance=meeting, action="events.cancelled", user=person)


def _moments(series: MeetingSeries) -> list[datetime]:
    if series.interval < 1 or series.ends_on > timezone.localdate(series.starts_at) + LONGEST:
        raise ValidationError({"ends_on": _("A series lasts two years at most.")})
    moments = series.moments()
    if not moments:
        raise ValidationError({"ends_on": _("No further meeting falls before this day. Choose a later one.")})
    return moments


def _occurrence(pages: list[MeetingPage], series: MeetingSeries, moment: datetime) -> MeetingPage:
    key = uuid.uuid4()
    copies = [_copy(page, series, moment, key) for page in pages]
    leading = next((each for each in copies if each.locale.language_code == "ja"), copies[0])
    settle_meeting(meeting=leading)
    return leading


def _copy(page: MeetingPage, series: MeetingSeries, moment: datetime, key: uuid.UUID) -> MeetingPage:
    copy = MeetingPage(**{name: getattr(page, name) for name in COPIED})
    copy.agenda = [("item", item) for item in page.agenda_items]
    copy.slug, copy.translation_key, copy.series = f"{page.slug[:200]}-{moment:%Y%m%d}", key, series
    copy.starts_at, copy.ends_at, copy.first_planned_at = moment, moment + (page.ends_at - page.starts_at), moment
    Page.objects.get(pk=page.get_parent().pk).add_child(instance=copy)
    return copy
