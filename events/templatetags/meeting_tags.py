"""Registration, call, papers and attendance as parts of other pages. Nothing personal is ever in a cached page."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import timezone

from community.models import WorkingGroup
from community.queries.working_groups import keeps_working_group, roster
from events.models import MeetingPage
from events.models.video import CALL_CLOSES_AFTER, CALL_OPENS_BEFORE
from events.queries.meetings import reader_of
from events.queries.papers import papers_of
from events.queries.people import holds_meeting, may_join_call
from events.queries.registrations import LAST_MEETINGS, attendance_of_group, number_coming, standing_of
from secunity.core.models.language import current_language

register = template.Library()


@register.inclusion_tag("events/registrations/_slot.html", takes_context=True)
def meeting_registration(context: Mapping[str, Any], meeting: MeetingPage) -> dict[str, Any]:
    """How one comes to the meeting, where one stands, and the ways to call, papers and desk for who may."""
    reader = reader_of(context.get("request"))
    is_there = may_join_call(reader, meeting) if reader.is_authenticated else False
    now = timezone.now()
    return {
        "meeting": meeting,
        "standing": standing_of(reader, meeting),
        "is_over": meeting.ends_at <= now,
        "reads_as_member": context.get("reads_as_member", False),
        "takes_part": meeting.may_take_part(reader) if reader.is_authenticated else False,
        "coming": number_coming(meeting) if context.get("reads_as_member") else None,
        "may_call": is_there and meeting.has_video and not meeting.is_cancelled,
        "call_is_open": meeting.starts_at - CALL_OPENS_BEFORE <= now < meeting.ends_at + CALL_CLOSES_AFTER,
        "call_opens_at": meeting.starts_at - CALL_OPENS_BEFORE,
        "papers": papers_of(meeting) if is_there else [],
        "holds": reader.is_authenticated and holds_meeting(reader, meeting),
    }


@register.inclusion_tag("events/registrations/_group_attendance.html", takes_context=True)
def working_group_attendance(context: Mapping[str, Any], group: WorkingGroup) -> dict[str, Any]:
    """`{% working_group_attendance group %}`: at how many of its last ten meetings each participant was; for chair,
    secretary and secretariat, nothing for others."""
    reader = reader_of(context.get("request"))
    if not reader.is_authenticated or not keeps_working_group(reader, group):
        return {"rows": []}
    held, numbers = attendance_of_group(group, current_language(), reader)
    rows = [(each.user.name, numbers.get(each.user_id, 0)) for each in roster(group)] if held else []
    return {"rows": rows, "held": held, "most": LAST_MEETINGS}
