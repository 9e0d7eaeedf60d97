"""The way to where the moderators of a room talk among themselves."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from events.actions.room.backchannel import backchannel_of
from events.queries.room_rights import moderates
from events.views.room_door import room_or_404


def room_backchannel(request: HttpRequest, room: str) -> HttpResponse:
    """The moderators' room beside this one, made when it is first asked for; for nobody else there is none."""
    found = room_or_404(request, room)
    if found.backchannel_of_id is not None or not moderates(request.user, found):
        raise Http404(_("There is no such room, or it is not one of yours."))
    return HttpResponseRedirect(reverse("events:room", args=[backchannel_of(found).slug]))
