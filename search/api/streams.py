"""A long answer that is written while it is sent, and needs no more memory than a piece of it."""

from collections.abc import AsyncIterator, Iterator
from itertools import chain

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse


def streamed(request: HttpRequest, pieces: Iterator[str], *, name: str, media_type: str) -> StreamingHttpResponse:
    """A file called `name`. What the first piece raises is raised here, before anything is sent."""
    whole = chain([next(pieces, "")], pieces)
    # An asynchronous server would read a plain iterator to its end before it sends anything.
    body = _one_by_one(whole) if isinstance(request, ASGIRequest) else whole
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(body, content_type=media_type, headers=headers)


async def _one_by_one(pieces: Iterator[str]) -> AsyncIterator[str]:
    following = sync_to_async(lambda: next(pieces, None))
    while (piece := await following()) is not None:
        yield piece
