"""Who keeps, approves and reads minutes, what stands in them, and what is still to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from community.models import GROUP_ROLES, User
from community.queries import is_chair_of, is_member, is_organiser_of, is_secretariat
from community.queries.working_groups import keeps_working_group
from events.models import (
    MeetingPage,
    Minutes,
    MinutesLine,
    MinutesRevision,
    Room,
    RoomEvent,
    SentMessage,
    SpeakerConsent,
)
from events.models.access import Reader
from events.queries.room import can_enter_room
from events.queries.room_people import users_behind
from events.room.events import MESSAGE
from events.room.kinds.minutes import read_command


@dataclass(frozen=True)
class Section:
    """The lines of one agenda item; `title` is empty for what belongs to none."""

    number: int
    title: str
    lines: tuple[MinutesLine, ...]


def meeting_of(key: UUID, language: str = settings.LANGUAGE_CODE) -> MeetingPage | None:
    """The published page of the meeting in `language`, else in the hub's own, else in any."""
    pages = MeetingPage.objects.live().filter(translation_key=key).select_related("locale", "region", "working_group")
    by_language = {page.locale.language_code: page for page in pages}
    preferred = (by_language.get(code) for code in (language, settings.LANGUAGE_CODE))
    return next((page for page in preferred if page), next(iter(by_language.values()), None))


def keeps_minutes(user: Reader, meeting: MeetingPage | Room) -> bool:
    """Whether `user` writes the minutes: chair and secretary of its group, else who organises its region; the
    secretariat everywhere. Administrators may what these may.

    Not `holds_meeting`: a group's minutes are the group's, whoever else invites, and whoever helps to write them need
    not see who registered and what they said.
    """
    if meeting.working_group is not None:
        return keeps_working_group(user, meeting.working_group)
    return is_secretariat(user) or is_organiser_of(user, getattr(meeting, "region_id", None))


def may_approve(user: Reader, meeting: MeetingPage) -> bool:
    """Whether `user` approves: the chair of the working group, else who organises the region, else the secretariat."""
    if meeting.working_group_id is not None:
        return is_chair_of(user, meeting.working_group_id)
    return is_organiser_of(user, meeting.region_id) if meeting.region_id else is_secretariat(user)


def takes_part(user: Reader, meeting: MeetingPage) -> bool:
    """Whether `user` is among those the meeting is for; where it has a room, among those who may enter that."""
    if not meeting.may_take_part(user) or not isinstance(user, User):
        return False
    room = Room.objects.select_related("working_group", "tlp").filter(meeting_key=meeting.translation_key).first()
    return room is None or can_enter_room(user, room)


def reads_minutes(user: Reader, minutes: Minutes | None, meeting: MeetingPage) -> bool:
    """Whether the sharing label lets `user` read them: under RED nobody, under AMBER those of the meeting, under
    GREEN members once they are approved, under CLEAR everybody once they are published."""
    if is_kept_back(meeting):
        return False
    if minutes is not None and is_public(minutes, meeting):
        return True
    if not is_member(user):
        return False
    if keeps_minutes(user, meeting) or takes_part(user, meeting):
        return True
    return meeting.tlp_id in ("GREEN", "CLEAR") and minutes is not None and not minutes.is_draft


def is_kept_back(meeting: MeetingPage | Room) -> bool:
    """Whether nothing may be kept of it. The narrower of the labels of page and room decides."""
    if meeting.tlp_id == "RED":
        return True
    key = meeting.translation_key if isinstance(meeting, MeetingPage) else None
    return key is not None and Room.objects.filter(meeting_key=key, tlp="RED").exists()


def is_public(minutes: Minutes, meeting: MeetingPage) -> bool:
    """Whether everybody reads them."""
    return minutes.is_published and meeting.is_public and meeting.tlp_id == "CLEAR" and _is_clear_room(minutes)


def _is_clear_room(minutes: Minutes) -> bool:
    return not Room.objects.filter(meeting_key=minutes.meeting_key).exclude(tlp="CLEAR").exists()


def public_minutes() -> QuerySet[Minutes]:
    """All minutes that everybody reads."""
    open_meetings = MeetingPage.objects.live().filter(is_public=True, tlp="CLEAR").values("translation_key")
    narrower = Room.objects.exclude(tlp="CLEAR").values("meeting_key")
    published = Minutes.objects.filter(state=Minutes.State.PUBLISHED, meeting_key__in=open_meetings)
    return published.exclude(meeting_key__in=narrower)


def sections_of(minutes: Minutes | None, meeting: MeetingPage) -> list[Section]:
    """Standing lines by agenda item, in the order of the agenda; items without lines too, so that one sees them."""
    lines = list(_lines(minutes)) if minutes else []
    titles = dict(enumerate(meeting.agenda_items, start=1))
    loose = [line for line in lines if line.agenda_item not in titles]
    sections = [
        Section(number, title, tuple(line for line in lines if line.agenda_item == number))
        for number, title in titles.items()
    ]
    return [*sections, Section(0, "", tuple(loose))]


def _lines(minutes: Minutes) -> QuerySet[MinutesLine]:
    related = minutes.lines.standing().select_related("owner", "speaker", "consent__person")
    lines: QuerySet[MinutesLine] = related.prefetch_related("revisions__editor")
    return lines


def editors_of(minutes: Minutes) -> set[int]:
    """The people who wrote in them, whether it still stands or not."""
    ids = minutes.lines.values_list("revisions__editor_id", flat=True)
    return {pk for pk in ids if pk is not None}


def has_other_writer(minutes: Minutes, person: User) -> bool:
    """Whether somebody besides `person` wrote in them. Under the Chatham House rule a line that was made by a command
    names no writer; that it was another one is told by who said it in the room, and nothing more."""
    return bool((editors_of(minutes) | _writers_by_command(minutes)) - {person.pk})


def _writers_by_command(minutes: Minutes) -> set[int]:
    room = Room.objects.filter(meeting_key=minutes.meeting_key, is_chatham_house=True).first()
    if room is None:
        return set()
    first = MinutesRevision.objects.filter(line__minutes=minutes, number=1, editor=None, line__seq__isnull=False)
    said = RoomEvent.objects.filter(room=room, kind=MESSAGE, seq__in=first.values("line__seq"))
    commands = [row for row in said if row.has_body and read_command(str(row.content["body"])) is not None]
    return {user.pk for user in users_behind(room, [row.author_id or 0 for row in commands]).values()}


def owner_candidates(meeting: MeetingPage) -> QuerySet[User]:
    """Who may be given an action: the people of the group or the region's roles, and who wrote in the room."""
    room = Room.objects.filter(meeting_key=meeting.translation_key)
    people = Q(pk__in=SentMessage.objects.filter(room__in=room).values("actor"))
    if meeting.working_group_id:
        people |= Q(working_groups=meeting.working_group_id)
        people |= Q(role_grants__working_group=meeting.working_group_id, role_grants__role__in=GROUP_ROLES)
    elif meeting.region_id:
        people |= Q(role_grants__region=meeting.region_id)
    else:
        people |= Q(role_grants__role="secretariat")
    return User.objects.filter(people, is_active=True, suspended_at__isnull=True).distinct().order_by("name", "pk")


def open_actions_before(meeting: MeetingPage, user: Reader) -> list[MinutesLine]:
    """Actions of earlier meetings of the same region and group that are not done, as far as `user` reads them."""
    earlier = MeetingPage.objects.live().filter(
        region=meeting.region_id, working_group=meeting.working_group_id, starts_at__lt=meeting.starts_at
    )
    lines = MinutesLine.objects.open_actions().filter(minutes__meeting_key__in=earlier.values("translation_key"))
    return _readable(lines.select_related("minutes", "owner"), user)


def actions_of(user: User) -> list[MinutesLine]:
    """What `user` has to do, what is due first."""
    return _readable(MinutesLine.objects.open_actions().filter(owner=user).select_related("minutes"), user)


def with_meetings(lines: Iterable[MinutesLine], language: str) -> list[tuple[MinutesLine, MeetingPage]]:
    """Each line with the page of its meeting; lines of meetings that are no longer published are left out."""
    found = [(line, meeting_of(line.minutes.meeting_key, language)) for line in lines]
    return [(line, meeting) for line, meeting in found if meeting is not None]


def _readable(lines: QuerySet[MinutesLine], user: Reader) -> list[MinutesLine]:
    readable: dict[UUID, bool] = {}
    for line in lines:
        key = line.minutes.meeting_key
        if key not in readable:
            meeting = meeting_of(key)
            readable[key] = meeting is not None and reads_minutes(user, line.minutes, meeting)
    return [line for line in lines if readable[line.minutes.meeting_key]]


def names_asked_of(user: User) -> list[SpeakerConsent]:
    """Every line beside which the name of `user` was asked for, the newest first; the person's own data."""
    asked = SpeakerConsent.objects.filter(person=user, line__is_removed=False)
    return list(asked.select_related("line__minutes").order_by("-asked_at"))
