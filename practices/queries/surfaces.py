"""Everything the public gets of a case, as text: what is stored of it, its pages, and what other apps show of it."""

import json
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.forms.models import model_to_dict
from django.http.response import HttpResponseBase
from wagtail.models import Revision

from practices.models import Case, CasePage, CaseText
from practices.signals import public_surfaces

LARGEST = 2_000_000
_MACHINE = {"id", "pk", "path", "depth", "numchild", "translation_key"}


def stored_surfaces(case: Case) -> dict[str, str]:
    """Pages, their stored revisions and texts as they lie in the database."""
    pages = CasePage.objects.filter(case=case)
    found = {f"page {page.pk}": _dump(model_to_dict(page)) for page in pages}
    revisions = Revision.objects.filter(object_id__in=[str(page.pk) for page in pages], base_content_type__model="page")
    found |= {f"revision {revision.pk}": _dump(revision.content) for revision in revisions}
    texts = CaseText.objects.filter(version__case=case)
    return found | {f"text {text.pk}": _dump(model_to_dict(text)) for text in texts}


def public_outputs(case: Case) -> dict[str, str]:
    """What the public gets of a case now: its pages, and what the apps above show of it."""
    pages = (page.get_url() for page in CasePage.objects.filter(case=case))
    outputs = {path: read_address(path) for path in pages if path}
    answers: list[tuple[Any, Any]] = public_surfaces.send(Case, case=case)
    return outputs | {name: text for _receiver, shown in answers for name, text in (shown or {}).items()}


def surrounding_page() -> str:
    """Pages of the hub that are not about any case, in both languages: what stands there is the hub's own."""
    return "".join(read_address(path) for path in ("/glossary/", "/", "/en/glossary/", "/en/statistics/"))


def read_address(path: str) -> str:
    """What an address answers to anybody now, with its status before it."""
    response = _handler().get_response(_request(path))
    words = f"{response.status_code}\n{_content(response)}"
    response.close()
    return words


def _content(response: HttpResponseBase) -> str:
    answer: Any = response
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content[:LARGEST].decode("utf-8", errors="replace")


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def _request(path: str) -> WSGIRequest:
    url = urlsplit(path)
    own = urlsplit(settings.BASE_URL)
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": url.path,
            "QUERY_STRING": url.query,
            "SERVER_NAME": own.hostname or "localhost",
            "SERVER_PORT": str(own.port or (443 if own.scheme == "https" else 80)),
            "HTTP_HOST": own.netloc,
            "wsgi.url_scheme": own.scheme,
            "wsgi.input": BytesIO(),
            "REMOTE_ADDR": "127.0.0.1",
        }
    )


def _dump(content: dict[str, Any]) -> str:
    """Everything in it that somebody may have written; keys of the tree and times are the machine's own."""
    written = {name: value for name, value in content.items() if name not in _MACHINE and not name.endswith("_at")}
    return json.dumps(written, ensure_ascii=False, default=str)
