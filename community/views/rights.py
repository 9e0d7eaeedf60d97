"""The matrix of rights for people to read: the same table that the tests ask cell by cell."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from community.queries.access import all_grants
from community.views.addresses import ADMITTED, Address, Standing, all_addresses
from community.views.foreign import FOREIGN, Declared


def rights(request: HttpRequest) -> HttpResponse:
    """Who may where (role × address × method), and who opens which class of data."""
    found = all_addresses()
    context = {
        "standings": Standing.choices,
        "groups": [
            (_("Addresses of the hub"), [_own_row(each) for each in found if each.is_own and not each.is_socket]),
            (_("Sockets"), [_own_row(each) for each in found if each.is_socket]),
            (_("Addresses that come with packages"), list(_foreign_rows(found))),
        ],
        "cells": sum(len(each.methods) for each in found) * len(Standing),
        "grants": all_grants(),
    }
    return render(request, "community/rights/rights.html", context)


def _own_row(address: Address) -> dict[str, object]:
    route = address.route if address.route.startswith("^") else f"/{address.route}"
    return {"where": route, "methods": " ".join(address.methods), "cells": _cells(address)}


def _foreign_rows(found: Iterable[Address]) -> Iterable[dict[str, object]]:
    """One row for each line of the table of packages: they have hundreds of addresses."""
    foreign = [each for each in found if not each.is_own]
    for row in FOREIGN:
        count = sum(1 for each in foreign if _belongs(each, row))
        if count:
            sample = Address(row.prefix, "", row.audience, row.methods, is_own=False)
            where = f"{row.prefix}… ({count})"
            yield {"where": where, "methods": " ".join(row.methods), "cells": _cells(sample)}


def _belongs(address: Address, row: Declared) -> bool:
    key = address.name or address.route
    longer = [other for other in FOREIGN if len(other.prefix) > len(row.prefix) and key.startswith(other.prefix)]
    return key.startswith(row.prefix) and not longer


def _cells(address: Address) -> list[bool]:
    admitted = ADMITTED[address.audience] if address.audience else frozenset()
    return [standing in admitted for standing in Standing]
