"""Who is let in: every address says it with `admits`, which holds it and tells it to the matrix of rights."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, cast, get_args

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from community.adapters import ask_sign_in, refuse, refuse_non_member
from community.models import Role
from community.queries import Person, holds_anywhere, is_administrator, is_editor, is_secretariat
from community.queries.held import roles_read_once

P = ParamSpec("P")
AnyView = TypeVar("AnyView", bound=Callable[..., Any])
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
# "link": whoever holds the one-time address; "signed_in": a password at least, for what sets an account up;
# "editor": whoever writes or checks pages in the admin.
Audience = Literal[
    "everyone", "link", "signed_in", "member", "organiser", "reviewer", "editor", "secretariat", "administrator"
]
READING = {"GET", "HEAD"}
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
_OFFICES: dict[Audience, Callable[[Person], bool]] = {
    "member": lambda user: True,
    "organiser": lambda user: holds_anywhere(user, Role.ORGANISER),
    "reviewer": lambda user: holds_anywhere(user, Role.REVIEWER),
    "editor": is_editor,
    "secretariat": is_secretariat,
    "administrator": is_administrator,
}


def admits(audience: Audience, view: View[P], *, methods: tuple[str, ...] = ("GET",)) -> View[P]:
    """`view` for `audience` and `methods` only (HEAD goes with GET); strangers are asked to sign in, others refused.

    Who may see which object stays with the view: this is the outer door. `everyone` leaves caching to the view.
    A page that only reads gets everybody's roles from the database once, however often it asks.
    """
    allowed = {*methods, *(("HEAD",) if "GET" in methods else ())}

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method not in allowed:
            return HttpResponseNotAllowed(sorted(allowed))
        with roles_read_once() if request.method in READING else nullcontext():
            return _refusal(request, audience) or view(request, *args, **kwargs)

    door = cast(Any, guarded if audience == "everyone" else never_cache(guarded))
    door.audience, door.methods = audience, tuple(methods)
    return cast("View[P]", door)


def declares(audience: Audience, *methods: str) -> Callable[[AnyView], AnyView]:
    """Tells the matrix of rights who may, for what is held elsewhere: an operation of the API, a socket."""

    def told(view: AnyView) -> AnyView:
        cast(Any, view).audience, cast(Any, view).methods = audience, methods or ("GET",)
        return view

    return told


def _refusal(request: HttpRequest, audience: Audience) -> HttpResponse | None:
    if audience in {"everyone", "link"}:
        return None
    if audience == "signed_in":
        return None if request.user.is_authenticated else ask_sign_in(request)
    answer = refuse_non_member(request)
    if answer is None and not _OFFICES[audience](request.user):
        return refuse(request, _("This is for people with another role in the hub."))
    return answer
