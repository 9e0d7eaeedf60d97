"""The way to where the moderators of a room talk among themselves."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from events.actions.room.backchannel import backchannel_of
from events.queries.room_rights import moderates
from events.views.room_door import no_such_room, room_or_404


def room_backchannel(request: HttpRequest, room: str) -> HttpResponse:
    """The moderators' room beside this one, made when it is first asked for; for nobody else there is none."""
    found = room_or_404(request, room)
    if found.backchannel_of_id is not None or not moderates(request.user, found):
        raise no_such_room()
    return HttpResponseRedirect(reverse("events:room", args=[backchannel_of(found).slug]))
