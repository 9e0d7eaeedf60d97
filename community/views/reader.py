"""Who reads the page, as their own row."""

from django.http import HttpRequest

from community.models import User


def reader_of(request: HttpRequest) -> User:
    """The signed-in person as they are in the database now; `request.user` is lazy and may be older."""
    pk = request.user.pk
    assert pk is not None  # noqa: S101 - the guard has let only people through
    return User.objects.get(pk=pk)
