"""Who is behind an id that is seen in a room. Asked by rules only: no page, log or export shows the answer."""

from collections.abc import Iterable

from community.models import User
from events.models import OfficeAct, Pseudonym, Room
from secunity.core.queries import keyed_hash


def pseudonym_owner_hash(room: Room, user_id: int) -> str:
    """What finds a person's pseudonym in this room, and in no other."""
    return keyed_hash(f"{room.pk}:{user_id}", "pseudonym")


def pseudonym_of(room: Room, user: User) -> Pseudonym | None:
    """The pseudonym that `user` has in `room` already."""
    return Pseudonym.objects.filter(room=room, person_hash=pseudonym_owner_hash(room, user.pk)).first()


def user_behind(room: Room, person_id: int | None) -> User | None:
    """The active user whom `person_id` stands for in `room`; None for the hub itself and for everybody unknown."""
    return None if person_id is None else users_behind(room, [person_id]).get(person_id)


def users_behind(room: Room, ids: Iterable[int]) -> dict[int, User]:
    """The same for several ids; those that are nobody's are left out.

    Under the Chatham House rule nobody is there by name: a user's id in a frame is then a guess.
    """
    given = set(ids)
    if room.is_chatham_house:
        pseudonyms = Pseudonym.objects.filter(room=room, pk__in=[-one for one in given if one < 0])
        owners = {pseudonym.wire_id: int(pseudonym.person) for pseudonym in pseudonyms}
    else:
        owners = {one: one for one in given if one > 0}
    users = User.objects.filter(is_active=True).in_bulk(list(owners.values()))
    return {one: users[user_id] for one, user_id in owners.items() if user_id in users}


def name_of(room: Room, person_id: int | None) -> str:
    """The name under which the room knows that person; "" for nobody."""
    if person_id is not None and person_id < 0:
        return Pseudonym.objects.filter(room=room, pk=-person_id).values_list("name", flat=True).first() or ""
    user = user_behind(room, person_id)
    return user.get_full_name() if user is not None else ""


def doer_of(room: Room, seq: int) -> User | None:
    """The active user who did, in an office, what the log names nobody for at `seq`."""
    act = OfficeAct.objects.filter(room=room, seq=seq).first()
    return None if act is None else User.objects.filter(pk=int(act.doer), is_active=True).first()


def own_id(room: Room, user: User) -> int | None:
    """The id under which `user` appears in `room`; None for who has not been in it under the Chatham House rule."""
    if not room.is_chatham_house:
        return user.pk
    pseudonym = pseudonym_of(room, user)
    return None if pseudonym is None else pseudonym.wire_id
