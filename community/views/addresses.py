"""Every address of the hub with who may: pages, operations of the API, feeds and sockets, found rather than listed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from inspect import unwrap
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from community.views.foreign import declared_for
from community.views.guards import Audience


class Standing(models.TextChoices):
    """In which capacity somebody comes to an address."""

    VISITOR = "visitor", _("Visitor")
    ACCOUNT = "account", _("Signed in, no member")
    UNPROVEN = "unproven", _("Member without second factor")
    MEMBER = "member", _("Member")
    LEAD = "lead", _("Responsible person of an organisation")
    CHAIR = "chair", _("Working-group chair")
    SECRETARY = "secretary", _("Working-group secretary")
    ORGANISER = "organiser", _("Regional organiser")
    REVIEWER = "reviewer", _("Regional reviewer")
    SECRETARIAT = "secretariat", _("Secretariat")
    ADMINISTRATOR = "administrator", _("Administrator")


_INSIDE = frozenset(Standing) - {Standing.VISITOR, Standing.ACCOUNT, Standing.UNPROVEN}
ADMITTED: dict[Audience, frozenset[Standing]] = {
    "everyone": frozenset(Standing),
    "link": frozenset(Standing),
    "signed_in": frozenset(Standing) - {Standing.VISITOR},
    "member": _INSIDE,
    "organiser": frozenset({Standing.ORGANISER, Standing.ADMINISTRATOR}),
    "reviewer": frozenset({Standing.REVIEWER, Standing.ADMINISTRATOR}),
    "editor": frozenset({Standing.ORGANISER, Standing.REVIEWER, Standing.ADMINISTRATOR}),
    "secretariat": frozenset({Standing.SECRETARIAT, Standing.ADMINISTRATOR}),
    "administrator": frozenset({Standing.ADMINISTRATOR}),
}


@dataclass(frozen=True)
class Address:
    """One address: its route, its name, who may (None: nobody has said), with which methods, and how it is held."""

    route: str
    name: str
    audience: Audience | None
    methods: tuple[str, ...]
    is_own: bool
    is_socket: bool = False


def all_addresses() -> list[Address]:
    """Every address that the hub answers, in the order in which it looks for them."""
    return [*_pages(get_resolver()), *_sockets()]


def undeclared() -> list[Address]:
    """The addresses of which nobody has said who may."""
    return [address for address in all_addresses() if address.audience is None]


def _pages(resolver: URLResolver, route: str = "", namespaces: tuple[str, ...] = ()) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _pages(pattern, here, inner)
        else:
            name = ":".join((*namespaces, pattern.name)) if pattern.name else ""
            yield from _page(pattern, here, name)


def _page(pattern: URLPattern, route: str, name: str) -> Iterator[Address]:
    operations = _operations(pattern.callback)
    for view in operations or [pattern.callback]:
        audience = getattr(view, "audience", None)
        if audience is not None:
            yield Address(route, name, audience, view.methods, is_own=True)
            continue
        row = None if operations else declared_for(name, route)
        yield Address(route, name, row and row.audience, row.methods if row else (), is_own=False)


def _operations(view: Callable[..., Any]) -> list[Any]:
    """The functions behind one address of the API (django-ninja gathers them by method); none for other addresses."""
    inner: Any = unwrap(view)
    names = getattr(getattr(inner, "__code__", None), "co_freevars", ())
    gathered = inner.__closure__[names.index("self")].cell_contents if "self" in names else None
    return [operation.view_func for operation in getattr(gathered, "operations", [])]


def _sockets() -> Iterator[Address]:
    application = import_string(settings.WEBSOCKET_APPLICATION)
    for pattern in application.routes:
        consumer = getattr(pattern.callback, "consumer_class", pattern.callback)
        audience = getattr(consumer, "audience", None)
        route = str(pattern.pattern)
        yield Address(route, pattern.name or "", audience, ("SOCKET",), is_own=True, is_socket=True)


def by_audience(addresses: Iterable[Address]) -> dict[Audience | None, list[Address]]:
    """The addresses gathered by who may."""
    gathered: dict[Audience | None, list[Address]] = {}
    for address in addresses:
        gathered.setdefault(address.audience, []).append(address)
    return gathered
