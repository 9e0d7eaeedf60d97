"""Role × address × method: every address says who may, and every cell of that table is asked for."""

import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse

from community.views import guards
from community.views.addresses import ADMITTED, Address, all_addresses, undeclared
from tests.site.matrix_world import INSIDE, OTHER_ORGANISER, PROVIDERS, World, build

OWN_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FOREIGN_METHODS = ("GET", "POST")
# Wagtail's own views that take an empty form for a fault.
FAIL_ON_NOTHING = {"wagtailadmin_choose_page_external_link", "wagtailredirects:process_import"}
# What leads to the hub's own sign-in by its nature.
LEAD_TO_A_DOOR = {"wagtailadmin_login", "wagtailadmin_logout", "account_confirm_login_code", "mfa_authenticate"}
LEAD_TO_A_DOOR |= {"mfa_login_webauthn", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
# What an account that has a second factor keeps to itself until that is shown.
HELD_UP = ("accounts/", "admin/")
DOORS = ("/accounts/login/", "/accounts/2fa/", "/accounts/reauthenticate/", "/admin/login/")
STANDINGS = ("visitor", "account", "unproven", "member", "lead", "chair", "secretary", "organiser")
STANDINGS += (OTHER_ORGANISER, "reviewer", "secretariat", "administrator")
TELL = (
    '{route} ({name}) does not say who may. In the app\'s urls.py write admits("<audience>", view, methods=(…)); '
    'for an operation of the API or a socket put @declares("<audience>") on it; for a package\'s address add a row '
    "to community/views/foreign.py. The audiences stand in community/views/guards.py."
)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals are no news."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def world(make_region: Callable, make_person: Callable, sign_in: Callable, settings: Any) -> World:
    settings.API_RATE = 0
    return build(make_region, make_person, sign_in)


@pytest.fixture
def refusals(monkeypatch: pytest.MonkeyPatch) -> list[HttpResponse]:
    """What the outer door has answered, newest last."""
    given: list[HttpResponse] = []
    refusal = guards._refusal

    def noted(*args: Any) -> HttpResponse | None:
        answer = refusal(*args)
        if answer is not None:
            given.append(answer)
        return answer

    monkeypatch.setattr(guards, "_refusal", noted)
    return given


def test_every_address_says_who_may() -> None:
    missing = [TELL.format(route=each.route or "(every other socket)", name=each.name) for each in undeclared()]
    assert not missing, "\n".join(missing)


def test_undeclared_address_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = [each for each in all_addresses() if each.is_own and each.name == "members:home"]
    monkeypatch.delattr(_view_of("members:home"), "audience")
    assert [each.audience for each in declared] == ["member"]
    assert [each.name for each in undeclared()] == ["members:home"]


def test_every_cell_of_the_hubs_own_addresses(world: World, refusals: list[HttpResponse]) -> None:
    own = [each for each in all_addresses() if each.is_own and not each.is_socket]
    problems = []
    cells = 0
    for address, standing, method in _cells(own, OWN_METHODS):
        refusals.clear()
        answer = world.ask(standing, method, world.path_of(address))
        problems += _own_problem(address, standing, method, answer, bool(refusals))
        cells += 1
    _report("own addresses", own, cells)
    assert not problems, "\n".join(problems[:40])


# A report of wagtail-localize pages through rows in no order.
@pytest.mark.filterwarnings("ignore:Pagination may yield inconsistent results")
def test_every_cell_of_the_packages_addresses(world: World) -> None:
    # Wagtail's page that fails on purpose does what it is for.
    foreign = [each for each in all_addresses() if not each.is_own and each.name != "wagtailadmin_error_test"]
    problems = []
    cells = 0
    for address, standing, method in _cells(foreign, FOREIGN_METHODS):
        answer = world.ask(standing, method, world.path_of(address))
        problems += _foreign_problem(address, standing, method, answer)
        cells += 1
    _report("packages' addresses", foreign, cells)
    assert not problems, "\n".join(problems[:40])


def _cells(addresses: list[Address], methods: tuple[str, ...]) -> Iterator[tuple[Address, str, str]]:
    for address in addresses:
        cache.clear()
        yield from ((address, standing, method) for standing in STANDINGS for method in methods)


def _is_admitted(address: Address, standing: str) -> bool:
    assert address.audience is not None
    return ("organiser" if standing == OTHER_ORGANISER else standing) in ADMITTED[address.audience]


def _own_problem(address: Address, standing: str, method: str, answer: HttpResponse, is_refused: bool) -> list[str]:
    status = answer.status_code
    # 503: the world of this test has no search index, and says so.
    is_right = (status < 500 or status == 503) and status != 405
    if method not in address.methods:
        is_right = status == 405
    elif not _is_admitted(address, standing):
        is_right = is_refused and (status in {401, 403} or _is_at_a_door(answer))
    elif is_refused:
        is_right = False
    elif method == "GET" and address.name in INSIDE:
        is_right = status < 400 if standing in INSIDE[address.name] else status in {403, 404}
    return [] if is_right else [_sentence(address, standing, method, answer)]


def _foreign_problem(address: Address, standing: str, method: str, answer: HttpResponse) -> list[str]:
    status = answer.status_code
    is_out = status in {401, 403} or _is_at_a_door(answer)
    if _is_admitted(address, standing):
        may_be_held_up = standing == "unproven" and address.route.startswith(HELD_UP)
        # Changes of one's own factors ask for the password once more; that is no refusal.
        may_be_held_up |= address.audience == "signed_in" and _asks_again(answer)
        is_held_up = _is_at_a_door(answer) and not may_be_held_up and address.name not in LEAD_TO_A_DOOR
        is_right = (status < 500 or address.name in FAIL_ON_NOTHING) and not is_held_up
    else:
        is_hidden = status in {404, 405} and "<" in address.route and address.name not in PROVIDERS
        is_right = is_out or _is_sent_home(answer) or is_hidden
    if method == "GET" and address.name in INSIDE and _is_admitted(address, standing):
        opens = status < 400 and not _is_sent_home(answer)
        is_right = opens == (standing in INSIDE[address.name])
    return [] if is_right else [_sentence(address, standing, method, answer)]


def _is_at_a_door(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(DOORS)


def _asks_again(answer: HttpResponse) -> bool:
    return answer.headers.get("Location", "").startswith("/accounts/reauthenticate/")


def _is_sent_home(answer: HttpResponse) -> bool:
    """Wagtail sends somebody without a right to the admin's start page, with a message there."""
    return answer.status_code == 302 and answer["Location"] == "/admin/"


def _sentence(address: Address, standing: str, method: str, answer: HttpResponse) -> str:
    where = answer.headers.get("Location", "")
    return f"{standing} {method} {address.route} ({address.name}, for {address.audience}): {answer.status_code} {where}"


def _view_of(name: str) -> Any:
    from django.urls import resolve, reverse

    return resolve(reverse(name)).func


def _report(what: str, addresses: list[Address], cells: int) -> None:
    sys.__stdout__.write(f"\nmatrix: {len(addresses)} {what}, {len(STANDINGS)} standings, {cells} cells\n")
