"""Indicators of an attacker that somebody decided to publish: made harmless, and apart from the text."""

import re
from typing import NamedTuple

from practices.anonymize.structured.network import plain_dots

KINDS = frozenset({"DOMAIN", "URL", "IPV4", "IPV6", "EMAIL", "HASH"})


class Indicator(NamedTuple):
    """One indicator for the case's own field; `reason` is what the person who decided gave."""

    kind: str
    value: str
    reason: str


def indicator_from(kind: str, surface: str, reason: str) -> Indicator:
    """Make an indicator; raises ValueError without a reason, or for a kind that is none."""
    if kind not in KINDS:
        raise ValueError(f"{kind} is no kind of indicator")
    if not reason.strip():
        raise ValueError("an indicator is only kept for a reason")
    return Indicator(kind, surface if kind == "HASH" else defanged(surface), reason.strip())


def defanged(value: str) -> str:
    """The value so that no program makes a link of it: hxxps://example[.]com, 192[.]0[.]2[.]1."""
    plain = plain_dots(value)
    plain = re.sub(r"^h(?:tt|xx)p(s?)://", r"hxxp\1://", plain, flags=re.IGNORECASE)
    scheme, slashes, rest = plain.partition("://") if "://" in plain else ("", "", plain)
    host, slash, path = rest.partition("/")
    host = host.replace("@", "[at]").replace(".", "[.]")
    return f"{scheme}{slashes}{host.replace(':', '[:]') if host.count(':') > 1 else host}{slash}{path}"
