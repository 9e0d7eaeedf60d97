"""The browser tells how far somebody has read."""

from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse

from community.models import User
from events.actions.room.reading import note_reading
from events.views.room_door import number, room_or_404


def room_read(request: HttpRequest, room: str) -> HttpResponse:
    """`seq` in a form: everything up to it was seen. 204; 422 for what is no number."""
    entered = room_or_404(request, room)
    try:
        seq = number(request, "seq", None, 2**53 - 1)
    except ValueError as refusal:
        return JsonResponse({"detail": str(refusal)}, status=422)
    note_reading(room=entered, user=cast(User, request.user), seq=seq)
    return HttpResponse(status=204)
