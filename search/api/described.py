"""The description of the API for programs: with whole answers as examples, and what their heads say."""

import json
from pathlib import Path
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

EXAMPLES: dict[str, Any] = json.loads((Path(__file__).parent / "examples.json").read_text(encoding="utf-8"))
PREFIX = "/api/v1/"
_SECONDS = {"description": "Seconds until it is worth asking again.", "schema": {"type": "integer"}}
_TAG = {"description": "Send it as If-None-Match: an unchanged answer is a 304.", "schema": {"type": "string"}}
HEADERS = {"200": {"ETag": _TAG}, "429": {"Retry-After": _SECONDS}, "503": {"Retry-After": _SECONDS}}


class DescribedAPI(NinjaAPI):
    """An API whose every answer is described with an example."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """The description with the examples of `examples.json`: answers by address, problems by status."""
        schema = super().get_openapi_schema(**given)
        for address, methods in schema["paths"].items():
            for operation in methods.values():
                _describe(address.removeprefix(PREFIX), operation["responses"])
        return schema


def _describe(name: str, answers: dict[Any, Any]) -> None:
    for status, answer in answers.items():
        key = str(status)
        answer["content"]["application/json"]["example"] = EXAMPLES[name if key == "200" else key]
        if key in HEADERS:
            answer["headers"] = HEADERS[key]
    answers[304] = {"description": "Nothing has changed since the ETag that was sent as If-None-Match."}
