"""The list of what was moderated in a room, and the appeals against it."""

from typing import cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from community.models import User
from events.actions.room.appeals import appeal_against
from events.forms.appeals import AppealForm
from events.models import Room
from events.queries.moderation import moderated, room_to_look_back_on
from events.queries.room_rights import is_removed
from events.views.room_door import no_such_room, without_red_talk


def moderated_list(request: HttpRequest, room: str) -> HttpResponse:
    """What moderators did, for everybody in the room; whoever was sent out reads what is about them."""
    return _page(request, _looked_back_on(request, room))


def moderated_appeal(request: HttpRequest, room: str, seq: int) -> HttpResponse:
    """An appeal against what moderators did to the reader; without words the list again, nothing typed is lost."""
    found = _looked_back_on(request, room)
    form = AppealForm(request.POST, auto_id=f"appeal-{seq}-%s")
    if form.is_valid():
        try:
            appeal_against(room=found, seq=seq, user=cast(User, request.user), words=form.cleaned_data["words"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return HttpResponseRedirect(f"{reverse('events:room-moderated', args=[room])}#e{seq}")
    return _page(request, found, seq, form, status=422)


def _looked_back_on(request: HttpRequest, slug: str) -> Room:
    room = room_to_look_back_on(request.user, slug)
    if room is None:
        raise no_such_room()
    return without_red_talk(room)


def _page(
    request: HttpRequest, room: Room, seq: int = 0, form: AppealForm | None = None, status: int = 200
) -> HttpResponse:
    user = cast(User, request.user)
    entries = moderated(room, user)
    items = [(entry, form if form is not None and entry.seq == seq else _empty(entry.seq)) for entry in entries]
    # What cannot be appealed against has no form: its sentence and what was typed stand above the list then.
    stray = form if form is not None and not any(e.seq == seq and e.can_be_appealed for e in entries) else None
    context = {"room": room, "items": items, "is_out": is_removed(user, room), "stray": stray}
    return render(request, "events/moderated.html", context, status=status)


def _empty(seq: int) -> AppealForm:
    return AppealForm(auto_id=f"appeal-{seq}-%s")
