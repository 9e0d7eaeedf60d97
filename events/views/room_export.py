"""The talk as a file, as far as the room's label lets it leave."""

from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from community.models import User
from events.actions.room.reading import note_export
from events.queries.room_export import as_text, export_talk
from events.queries.room_labels import copy_rule
from events.views.room_door import room_or_404, wants_json


def room_export(request: HttpRequest, room: str) -> HttpResponse:
    """`?format=txt|json`: a file. 403 with words under RED, 422 for another format, 404 for no such room."""
    entered, form = room_or_404(request, room), request.GET.get("format", "txt")
    if copy_rule(entered) == "none":
        sentence = _("Under TLP:RED nothing that was said leaves the room: there is no file of it.")
        return _refused(request, entered.slug, sentence, 403)
    if form not in ("txt", "json"):
        return _refused(request, entered.slug, _("format: txt or json is needed."), 422)
    talk = export_talk(entered)
    note_export(room=entered, user=cast(User, request.user))
    answer: HttpResponse
    if form == "json":
        answer = JsonResponse(talk, json_dumps_params={"ensure_ascii": False, "indent": 1})
    else:
        answer = HttpResponse(as_text(talk), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="room-{entered.slug}.{form}"'
    return answer


def _refused(request: HttpRequest, slug: str, sentence: str, status: int) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"detail": sentence}, status=status)
    return render(request, "events/room_export_refused.html", {"slug": slug, "refusal": sentence}, status=status)
