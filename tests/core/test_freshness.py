"""Cached public pages forget what they show in the moment in which content changes."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from secunity.core.actions import touch_content
from secunity.core.middleware import AnonymousPageCacheMiddleware
from secunity.core.queries import content_version, forget_content_version, recent_content_version

pytestmark = pytest.mark.django_db


class CountingView:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.calls += 1
        response = HttpResponse(f"{'本文' * 400}{self.calls}")
        if request.path == "/private/":
            response["Cache-Control"] = "private"
        if request.path == "/cookie/":
            response.set_cookie("a", "b")
        return response


@pytest.fixture
def view() -> CountingView:
    cache.clear()
    return CountingView()


def get(view: CountingView, path: str = "/", **headers: str) -> HttpResponse:
    request = RequestFactory().get(path, headers=headers)
    request.COOKIES = {"sessionid": "x"} if path == "/signed-in/" else {}
    return AnonymousPageCacheMiddleware(view)(request)  # type: ignore[return-value]


def test_second_reader_gets_the_kept_page(view: CountingView) -> None:
    assert get(view).content == get(view).content
    assert view.calls == 1


def test_changed_content_makes_every_page_anew(view: CountingView) -> None:
    get(view)
    touch_content()
    get(view)
    assert view.calls == 2


def test_rolled_back_change_forgets_nothing(view: CountingView) -> None:
    before = content_version()
    with transaction.atomic():
        touch_content()
        transaction.set_rollback(True)
    assert content_version() == before


@pytest.mark.parametrize("path", ["/signed-in/", "/private/", "/cookie/", "/accounts/login/", "/admin/"])
def test_what_is_one_persons_is_never_kept(view: CountingView, path: str) -> None:
    get(view, path)
    get(view, path)
    assert view.calls == 2


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
def test_kept_page_is_packed_as_the_reader_accepts(view: CountingView, encoding: str) -> None:
    response = get(view, accept_encoding=encoding)
    assert response.get("Content-Encoding", "") == encoding
    assert "Accept-Encoding" in response["Vary"]
    assert (len(response.content) < 200) == bool(encoding)


def test_language_and_partial_are_kept_apart(view: CountingView) -> None:
    get(view)
    get(view, accept_language="en")
    get(view, hx_request="true")
    assert view.calls == 3


def test_recent_version_asks_the_database_once_and_own_changes_show_at_once(
    settings: Any, django_assert_num_queries: Any
) -> None:
    touch_content()
    settings.CONTENT_VERSION_SECONDS = 60
    try:
        with django_assert_num_queries(1):
            first = [recent_content_version() for _ in range(3)]
        touch_content()
        assert recent_content_version() == first[0] + 1
    finally:
        forget_content_version()
