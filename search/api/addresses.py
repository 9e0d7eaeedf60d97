"""The addresses of the API, each published in the same way."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext as _

from community.views import declares
from search.api.operations import api
from search.api.publication import problem, published
from secunity.core.queries import absolute_url

OPERATIONS, API_APP, API_NAMESPACE = api.urls


def docs(request: HttpRequest) -> HttpResponse:
    """The description for people: the schema as a plain page, without script."""
    schema = api.get_openapi_schema()
    operations = [
        {"path": address, "example": _example(methods["get"]), **methods["get"]}
        for address, methods in schema["paths"].items()
        if "get" in methods
    ]
    context = {"operations": operations, "rate": settings.API_RATE, "base": absolute_url("")}
    return TemplateResponse(request, "search/api_docs.html", context).render()


def _example(operation: dict[str, Any]) -> str:
    answer = operation["responses"][200]["content"]["application/json"]["example"]
    return json.dumps(answer, ensure_ascii=False, indent=2)


def not_found(request: HttpRequest) -> HttpResponse:
    """404 that names the addresses there are."""
    names = ", ".join(each for each in api.get_openapi_schema()["paths"])
    return problem(404, _("There is nothing at this address. There is: %(names)s") % {"names": names})


def _published(pattern: URLPattern) -> URLPattern:
    pattern.callback = published(pattern.callback)
    if pattern.name == "openapi-json":
        declares("everyone")(pattern.callback)
    return pattern


urlpatterns = (
    [
        *(_published(each) for each in OPERATIONS if isinstance(each, URLPattern) and each.name != "api-root"),
        path("docs", declares("everyone")(published(docs)), name="docs"),
        re_path("", declares("everyone")(published(not_found)), name="api-root"),
    ],
    API_APP,
    API_NAMESPACE,
)
