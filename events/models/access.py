"""Who is reading."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from community.models import User
from community.queries import has_second_factor

Reader = User | AnonymousUser


def reader_of(request: HttpRequest | None) -> Reader:
    """The person behind `request` if this session proved a second factor; everybody else reads as a stranger."""
    user = getattr(request, "user", None)
    if request is None or user is None or not has_second_factor(getattr(request, "session", None), user):
        return AnonymousUser()
    return user
