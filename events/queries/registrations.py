"""Who comes to which meeting, as its own person, its holders and others may know it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from community.models import GROUP_ROLES, User, WorkingGroup
from community.queries import is_administrator, is_secretariat, organised_regions_of
from events.models import Attendance, MeetingPage, Registration, RegistrationMode
from events.models.access import Reader
from events.models.meeting_queryset import MeetingQuerySet
from events.queries.meetings import meetings_for

# Below this number a count could tell on a person (see knowledge.md).
SMALLEST_SHOWN = 3
LAST_MEETINGS = 10


@dataclass(frozen=True)
class Standing:
    """What a person may do about a meeting now."""

    registration: Registration | None
    is_full: bool
    is_closed: bool

    @property
    def is_registered(self) -> bool:
        """Whether they mean to come."""
        return self.registration is not None and self.registration.is_alive

    @property
    def may_register(self) -> bool:
        """Whether the button is there: not twice, not after the beginning, not after a refusal."""
        is_declined = self.registration is not None and self.registration.state == Registration.State.DECLINED
        return not (self.is_closed or self.is_registered or is_declined)


def registration_of(user: Reader, meeting_key: UUID) -> Registration | None:
    """What `user` has done about this meeting."""
    if not isinstance(user, User):
        return None
    return Registration.objects.filter(meeting_key=meeting_key, user_id=user.pk).first()


def standing_of(user: Reader, meeting: MeetingPage) -> Standing:
    """What `user` may do about `meeting` now."""
    registration = registration_of(user, meeting.translation_key)
    return Standing(registration, is_full(meeting), is_closed(meeting))


def is_closed(meeting: MeetingPage) -> bool:
    """Whether nobody can register any more: it began, is cancelled, or takes no registrations."""
    return meeting.is_cancelled or not meeting.takes_registrations or meeting.starts_at <= timezone.now()


def places_left(meeting: MeetingPage) -> int | None:
    """Free places; None where there is one for everybody."""
    if meeting.capacity is None:
        return None
    taken = Registration.objects.confirmed().filter(meeting_key=meeting.translation_key).count()
    return max(0, meeting.capacity - taken)


def is_full(meeting: MeetingPage) -> bool:
    """Whether whoever registers now goes on the waiting list: no place, or others waiting before."""
    if meeting.capacity is None:
        return False
    return (
        places_left(meeting) == 0 or Registration.objects.waiting().filter(meeting_key=meeting.translation_key).exists()
    )


def shown_count(number: int) -> int | None:
    """A number of people as others than the holders may know it: None for 1 and 2."""
    return None if 0 < number < SMALLEST_SHOWN else number


def number_coming(meeting: MeetingPage) -> int | None:
    """How many have a place, as members may know it."""
    return shown_count(Registration.objects.confirmed().filter(meeting_key=meeting.translation_key).count())


def own_meetings(user: User, language: str) -> MeetingQuerySet:
    """The meetings of `user`'s calendar: those registered for, and all of their working groups."""
    keys = Registration.objects.alive().filter(user=user).values("meeting_key")
    groups = WorkingGroup.objects.filter(
        Q(members=user) | Q(pk__in=user.role_grants.filter(role__in=GROUP_ROLES).values("working_group"))
    )
    mine = Q(translation_key__in=keys) | Q(working_group__in=groups.values("pk"), registration=RegistrationMode.NONE)
    return meetings_for(user, language).filter(mine)


def held_meetings(user: Reader, language: str) -> MeetingQuerySet:
    """The meetings that `user` looks after: the same rule as `holds_meeting`, for many rows."""
    meetings = meetings_for(user, language)
    if is_administrator(user):
        return meetings
    if not isinstance(user, User):
        return meetings.none()
    groups = user.role_grants.filter(role__in=GROUP_ROLES).values("working_group")
    mine = Q(working_group__in=groups) | Q(region__in=organised_regions_of(user))
    if is_secretariat(user):
        mine |= Q(region=None, working_group=None)
    return meetings.filter(mine)


def requests_waiting_for(user: Reader, language: str) -> list[tuple[MeetingPage, int]]:
    """Meetings to come whose registrations wait for `user`'s answer, with how many: what waits on the desk."""
    if not isinstance(user, User):
        return []
    meetings = held_meetings(user, language).coming().filter(registration=RegistrationMode.APPROVAL, is_cancelled=False)
    asked = Registration.objects.filter(state=Registration.State.REQUESTED).exclude(user_id=user.pk)
    numbers = dict(asked.values_list("meeting_key").annotate(number=Count("pk")))
    return [(each, numbers[each.translation_key]) for each in meetings if each.translation_key in numbers]


def registered_for(user: Reader, language: str) -> dict[UUID, int]:
    """How many people have a place at each meeting to come that `user` looks after and that takes registrations."""
    meetings = held_meetings(user, language).coming().exclude(registration=RegistrationMode.NONE)
    places = dict(Registration.objects.confirmed().values_list("meeting_key").annotate(number=Count("pk")))
    return {key: places.get(key, 0) for key in meetings.values_list("translation_key", flat=True)}


@dataclass(frozen=True)
class AttendanceRow:
    """A person on the list of who was there."""

    user: User
    noted: Attendance | None


def attendance_rows(meeting: MeetingPage) -> list[AttendanceRow]:
    """Whom the list of a meeting names: those with a place, the people of its group, and who was seen."""
    key = meeting.translation_key
    came = Q(pk__in=Registration.objects.confirmed().filter(meeting_key=key).values("user"))
    came |= Q(pk__in=Attendance.objects.filter(meeting_key=key).values("user"))
    if meeting.working_group_id is not None:
        came |= Q(working_groups=meeting.working_group_id)
        came |= Q(role_grants__role__in=GROUP_ROLES, role_grants__working_group=meeting.working_group_id)
    noted = {each.user_id: each for each in Attendance.objects.filter(meeting_key=key)}
    people = User.objects.filter(came, is_active=True).distinct().order_by("name", "pk")
    return [AttendanceRow(each, noted.get(each.pk)) for each in people]


def attendance_of_group(group: WorkingGroup, language: str, user: Reader) -> tuple[int, dict[int, int]]:
    """How many of the last ten meetings of `group` there were, and how many each person (by id) was at.

    Only meetings count of which it is known who was there: that is forgotten after a period.
    """
    known = Attendance.objects.values("meeting_key")
    past = meetings_for(user, language).of_working_group(group).past()
    past = past.filter(is_cancelled=False, translation_key__in=known)
    keys = list(past.values_list("translation_key", flat=True)[:LAST_MEETINGS])
    there = Attendance.objects.filter(meeting_key__in=keys, was_there=True)
    return len(keys), dict(there.values_list("user").annotate(number=Count("pk")))
