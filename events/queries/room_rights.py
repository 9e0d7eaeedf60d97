"""Who moderates a room and who chairs it: asked by page, log, socket and the rules of the log alike."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from community.models import GROUP_ROLES, Role, RoleGrant, User
from community.queries import is_chair_of, is_member, is_organiser_of, is_secretariat, is_secretary_of
from events.models import MeetingPage, Room
from secunity.core.queries import keyed_hash

Person = User | AnonymousUser
CHAIR = "chair"
SECRETARY = "secretary"
ORGANISER = "organiser"
SECRETARIAT = "secretariat"


def moderates(user: Person, room: Room) -> bool:
    """Whether `user` may admit, mute, lock and remove in `room`: who holds one of its offices."""
    return bool(office_of(user, room))


def chairs(user: Person, room: Room) -> bool:
    """Whether `user` decides about the label of `room`: its group's chair, without a group who organises the region
    of its meeting; the secretariat in their stead."""
    room = room.backchannel_of or room
    office = office_of(user, room)
    return office in (CHAIR, SECRETARIAT) or (office == ORGANISER and room.working_group_id is None)


def office_of(user: Person, room: Room) -> str:
    """The office by which `user` acts in `room`, the closest to it; "" for who holds none there."""
    if not is_member(user):
        return ""
    # Who talks among the moderators does so in the office that they hold in their room.
    room = room.backchannel_of or room
    group = room.working_group
    if is_chair_of(user, group):
        return CHAIR
    if is_secretary_of(user, group):
        return SECRETARY
    if is_organiser_of(user, _region_of(room)):
        return ORGANISER
    return SECRETARIAT if is_secretariat(user) else ""


def office_holders(room: Room) -> QuerySet[User]:
    """Who moderates the room because they hold an office in its group or its region: not the secretariat."""
    room = room.backchannel_of or room
    in_group = Q(role__in=GROUP_ROLES, working_group=room.working_group_id) if room.working_group_id else Q(pk=None)
    grants = RoleGrant.objects.filter(in_group | Q(role=Role.ORGANISER, region=_region_of(room), region__isnull=False))
    return User.objects.filter(pk__in=grants.values("user"), is_active=True, suspended_at=None)


def removal_key(room: Room, user: User) -> str:
    """What stands on the room's row for somebody who was removed for good: it tells nobody who it is."""
    return keyed_hash(f"{room.pk}:{user.pk}", "room-removal")


def is_removed(user: Person, room: Room) -> bool:
    """Whether moderators have closed the room for `user`."""
    return bool(room.removed) and isinstance(user, User) and removal_key(room, user) in room.removed.values()


def _region_of(room: Room) -> str | None:
    pages = MeetingPage.objects.live().filter(translation_key=room.meeting_key, region__isnull=False)
    return pages.values_list("region_id", flat=True).first()
