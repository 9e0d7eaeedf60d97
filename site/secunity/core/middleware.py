"""Security policy by path, the cache of anonymous pages, probes, and what is said when the storage is busy or full."""

import errno
import gzip
import hashlib
import logging
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import brotli
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import get_language_from_path, get_language_from_request, override
from django.utils.translation import gettext as _

from secunity.core.queries import recent_content_version

CACHED_SECONDS = 600
SMALLEST_WORTH_PACKING = 500
PROBES = ("/healthz", "/readyz")
NEVER_CACHED = ("/api/", "/admin/", "/accounts/", "/en/accounts/", *PROBES)
RETRY_BUSY_SECONDS = 60
RETRY_FULL_SECONDS = 600
FULL_ERRNOS = (errno.ENOSPC, errno.EDQUOT)
POSTGRES_DISK_FULL = "53100"
GetResponse = Callable[[HttpRequest], HttpResponseBase]

logger = logging.getLogger(__name__)


class ProbeMiddleware:
    """Whoever watches over the hub asks one machine, by whatever name it has; it is let in under the hub's own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path in PROBES:
            request.META["HTTP_HOST"] = urlsplit(settings.BASE_URL).netloc
        return self.get_response(request)


class StorageFailureMiddleware:
    """Turns a busy, full or absent storage in a view into 503 with words; what was committed before stays."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer where the storage is to blame; everything else goes on."""
        return storage_answer(request, exception)


class PathPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere; the Wagtail admin alone may run its own inline script and style."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith("/admin/"):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY["DIRECTIVES"]  # type: ignore[attr-defined]
        return super().process_response(request, response)


class AnonymousPageCacheMiddleware:
    """Keeps whole public pages, packed, for readers without a session, until public content changes.

    A packed body mixed with a secret can be guessed from its size; these pages hold none, so only they are packed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "GET" or request.COOKIES or request.path.startswith(NEVER_CACHED):
            return self.get_response(request)
        key = _cache_key(request)
        cached = cache.get(key)
        if cached is not None:
            return cached
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and _is_for_everybody(response):
            _pack(response, _encoding(request))
            cache.set(key, response, CACHED_SECONDS)
        return response


def _cache_key(request: HttpRequest) -> str:
    headers = (request.headers.get(name, "") for name in ("HX-Request", "Accept-Language", "Accept", "Host"))
    named = repr((recent_content_version(), request.scheme, request.get_full_path(), _encoding(request), *headers))
    return f"page:{hashlib.sha256(named.encode()).hexdigest()}"


def _is_for_everybody(response: HttpResponse) -> bool:
    kept_private = {"no-store", "private"} & set(response.get("Cache-Control", "").replace(" ", "").split(","))
    return response.status_code == 200 and not response.cookies and not kept_private


def _encoding(request: HttpRequest) -> str:
    accepted = request.headers.get("Accept-Encoding", "")
    return "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""


def _pack(response: HttpResponse, encoding: str) -> None:
    patch_vary_headers(response, ["Accept-Encoding"])
    if not encoding or response.has_header("Content-Encoding") or len(response.content) < SMALLEST_WORTH_PACKING:
        return
    body = response.content
    response.content = brotli.compress(body, quality=5) if encoding == "br" else gzip.compress(body, 6)
    response["Content-Encoding"] = encoding
    response["Content-Length"] = str(len(response.content))


def storage_answer(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """503 that says what is safe and what to do, if `error` comes from the storage; JSON for those who ask for it."""
    cause = next((each for each in _causes(error) if _is_storage_failure(each)), None)
    if cause is None:
        return None
    is_full = _is_full(cause)
    logger.error("%s %s: storage %s: %s", request.method, request.path, "full" if is_full else "busy or away", cause)
    with override(_language(request)):
        response = _in_json(request, is_full) or _as_page(is_full)
    response.status_code = 503
    response["Retry-After"] = str(RETRY_FULL_SECONDS if is_full else RETRY_BUSY_SECONDS)
    add_never_cache_headers(response)
    return response


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _is_storage_failure(error: BaseException) -> bool:
    if isinstance(error, OperationalError | InterfaceError):
        # SQLite's plain "error" is a wrong statement, and that is no question of waiting.
        return getattr(error.__cause__, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR
    is_redis = type(error).__module__ == "redis.exceptions" and isinstance(error, Exception)
    return is_redis or (isinstance(error, OSError) and error.errno in FULL_ERRNOS)


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in FULL_ERRNOS
    cause = error.__cause__
    codes = (getattr(cause, "sqlite_errorcode", None), getattr(cause, "sqlstate", None))
    return sqlite3.SQLITE_FULL in codes or POSTGRES_DISK_FULL in codes


def _language(request: HttpRequest) -> str:
    if request.path.startswith("/api/") and "Accept-Language" in request.headers:
        return get_language_from_request(request)
    return get_language_from_path(request.path) or settings.LANGUAGE_CODE


def _as_page(is_full: bool) -> HttpResponse:
    """Made without the request: whoever reads it may have no session that could be read."""
    return HttpResponse(render_to_string("503_full.html" if is_full else "503.html"))


def _in_json(request: HttpRequest, is_full: bool) -> JsonResponse | None:
    is_api = request.path.startswith("/api/")
    if not is_api and request.get_preferred_type(["text/html", "application/json"]) != "application/json":
        return None
    words = (
        _("The hub's storage is full. What it confirmed is safe; nothing new can be saved until there is room again.")
        if is_full
        else _("The hub cannot save or read right now. What it confirmed is safe; please try again in a minute.")
    )
    problem: dict[str, Any] = {"parameter": None, "value": None, "allowed": [], "message": words}
    headers = {"Access-Control-Allow-Origin": "*"} if is_api else {}
    return JsonResponse(
        {"detail": [problem] if is_api else words}, headers=headers, json_dumps_params={"ensure_ascii": False}
    )
