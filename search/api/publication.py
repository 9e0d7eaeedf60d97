"""What every answer of the public API has in common: who may ask, how often, in which language, and how fresh it is."""

import time
from collections.abc import Callable
from functools import wraps
from importlib.metadata import version
from zlib import crc32

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from secunity.core.queries import content_version

MINUTE = 60
METHODS = "GET, HEAD, OPTIONS"
RELEASE = version("secunity-hub")
View = Callable[..., HttpResponse]


def published(view: View) -> View:
    """Make `view` public: read-only, open to every origin, rate-limited, with ETag, in the reader's language."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        with override(language_of(request)) as _nothing:
            response = _refused(request) or _fresh(view, request, *args, **kwargs)
            response["Content-Language"] = language_of(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return answer


def language_of(request: HttpRequest) -> str:
    """The one language filtered by, else the one the reader's browser asks for, else Japanese."""
    asked = [value for value in request.GET.getlist("lang") if value]
    known = dict(settings.LANGUAGES)
    if len(asked) == 1 and asked[0] in known:
        return asked[0]
    if "Accept-Language" not in request.headers:
        return settings.LANGUAGE_CODE
    return get_language_from_request(request)


def problem(status: int, message: str, **headers: str) -> JsonResponse:
    """An answer that is a problem, in the form all problems have."""
    body: dict[str, list[dict[str, object]]] = {
        "detail": [{"parameter": None, "value": None, "allowed": [], "message": message}]
    }
    return JsonResponse(body, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})


def _refused(request: HttpRequest) -> HttpResponse | None:
    if request.method == "OPTIONS":
        headers = {
            "Allow": METHODS,
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
            "Access-Control-Max-Age": "86400",
        }
        return HttpResponse(status=204, headers=headers)
    if request.method not in ("GET", "HEAD"):
        return problem(405, _("This API is read-only: use GET."), Allow=METHODS)
    wait = seconds_to_wait(request.META.get("REMOTE_ADDR", ""))
    if wait:
        message = _("More than %(rate)s requests in a minute. Please ask again in %(seconds)s seconds.")
        values = {"rate": settings.API_RATE, "seconds": wait}
        return problem(429, message % values, **{"Retry-After": str(wait)})
    return None


def seconds_to_wait(address: str) -> int:
    """0 while `address` may ask, else the seconds until it may again."""
    if settings.API_RATE <= 0:
        return 0
    now = time.time()
    key = f"api-rate:{address}:{int(now // MINUTE)}"
    cache.add(key, 0, 2 * MINUTE)
    try:
        asked = cache.incr(key)
    except ValueError:  # the cache dropped it to make room
        return 0
    return 0 if asked <= settings.API_RATE else MINUTE - int(now % MINUTE)


def _fresh(view: View, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    # Taken before the answer is made: whatever changes meanwhile makes this mark stale.
    # Of this address alone: what is right at another one may be refused here.
    address = crc32(request.get_full_path().encode())
    etag = f'W/"{content_version()}-{language_of(request)}-{RELEASE}-{address:08x}"'
    response: HttpResponse
    if _matches(request, etag):
        response = HttpResponseNotModified()
    else:
        asked, request.method = request.method, "GET"
        response = view(request, *args, **kwargs)
        request.method = asked  # whoever sends it leaves out the body of a HEAD
    if response.status_code in (200, 304):
        response["ETag"] = etag
        response["Cache-Control"] = "public, no-cache"
    return response


def _matches(request: HttpRequest, etag: str) -> bool:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return etag in known or known == ["*"]
