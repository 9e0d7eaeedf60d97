"""What every page and answer about a room begins with."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from events.models import Room
from events.queries.room import room_for
from events.tasks.red_talk import end_red_talks


def room_or_404(request: HttpRequest, slug: str) -> Room:
    """The room; the same 404 for no such room and for a room of others."""
    room = room_for(request.user, slug)
    if room is None:
        raise no_such_room()
    return without_red_talk(room)


def no_such_room() -> Http404:
    """What everybody is told for whom there is no room."""
    return Http404(_("There is no such room, or it is not one of yours."))


def without_red_talk(room: Room) -> Room:
    """The room as it may be read now: what was said under RED ends with it, also before the clock comes by."""
    if room.is_over and end_red_talks([room.pk]):
        room.refresh_from_db(fields=["epoch", "head"])
    return room


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def number(request: HttpRequest, name: str, default: int | None, largest: int, smallest: int = 0) -> int:
    """A number from the query or the form; ValueError with a sentence for what is none, and where one is needed."""
    given = (request.POST if request.method == "POST" else request.GET).get(name, "")
    if not given and default is not None:
        return default
    if given.isascii() and given.isdigit() and len(given) <= 16 and smallest <= int(given) <= largest:
        return int(given)
    raise ValueError(
        _("%(name)s: a whole number from %(smallest)s to %(largest)s is needed.")
        % {"name": name, "smallest": smallest, "largest": largest}
    )
