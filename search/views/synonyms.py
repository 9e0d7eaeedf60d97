"""The secretariat looks at, previews and changes the words that mean the same."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.views.reader import reader_of
from search.actions.synonyms import change_group, remove_group
from search.engines.base import EngineError
from search.forms.synonyms import SynonymForm
from search.models import SynonymGroup
from search.queries.synonyms import groups_with, preview_of

LONGEST_SEARCH = 120


def synonym_list(request: HttpRequest) -> HttpResponse:
    """Every group, or those with a word."""
    words = request.GET.get("q", "")[:LONGEST_SEARCH]
    return render(request, "search/synonyms/list.html", {"words": words, "groups": groups_with(words)})


def synonym_new(request: HttpRequest) -> HttpResponse:
    """A further group."""
    return _edit(request, SynonymGroup(code=f"own-{secrets.token_hex(4)}"))


def synonym_group(request: HttpRequest, code: str) -> HttpResponse:
    """Change, preview or remove a group."""
    return _edit(request, get_object_or_404(SynonymGroup, code=code))


def _edit(request: HttpRequest, group: SynonymGroup) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    if given is not None and "remove" in given and group.pk:
        remove_group(group=group, actor=reader_of(request))
        return _done(request, _("The group is removed."))
    form = SynonymForm(given, code=group.code, entries=group.entries if group.pk else ())
    context: dict[str, Any] = {"group": group, "form": form}
    if form.is_valid():
        if given is not None and "save" in given:
            change_group(group=group, entries=form.entries, actor=reader_of(request))
            return _done(request, _("Saved. Searches follow within seconds."))
        context |= _preview(group, form)
    return render(request, "search/synonyms/group.html", context, status=422 if form.errors else 200)


def _preview(group: SynonymGroup, form: SynonymForm) -> dict[str, Any]:
    try:
        return {"preview": preview_of(group, form.entries)}
    except (EngineError, OSError):
        return {"is_away": True}


def _done(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("search:synonyms"))
