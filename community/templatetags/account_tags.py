"""What the account's pages say: devices in words, what protects the account, recovery codes to keep."""

from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import quote

from django import template
from django.http import HttpRequest
from django.http.request import split_domain_port

from community.models import User
from community.queries.devices import browser_and_system, device_in_words
from community.queries.people_security import Protection, may_look_after_people, protection_of, recoveries_for

register = template.Library()


@register.filter
def device_words(user_agent: str) -> str:
    """{{ session.user_agent|device_words }}: "Chrome (Windows)"."""
    return device_in_words(*browser_and_system(user_agent))


@register.simple_tag
def account_protection(user: User) -> Protection:
    """{% account_protection user as protection %}: app, keys and codes left."""
    return protection_of(user)


@register.simple_tag
def people_waiting(user: User) -> int:
    """{% people_waiting user as waiting %}: how many have lost a phone and may be recognised by `user`."""
    return len(recoveries_for(user)) if may_look_after_people(user) else 0


@register.filter
def looks_after_people(user: User) -> bool:
    """{{ user|looks_after_people }}: whether `user` helps members with their accounts."""
    return may_look_after_people(user)


@register.filter
def as_download(codes: Sequence[str]) -> str:
    """The codes as an address that a browser saves as a file, without asking the server again."""
    return "data:text/plain;charset=utf-8," + quote("\r\n".join(codes) + "\r\n")


@register.filter
def passkeys_work(request: HttpRequest) -> bool:
    """Whether browsers offer passkeys at this address: they need a name, not a number."""
    host, _port = split_domain_port(request.get_host())
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False
