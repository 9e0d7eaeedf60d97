"""The examples in the description of the API are answers that it could give; its refusals have one form."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, ValidationError

from community.models import IndustryGroup, Prefecture, Region
from practices.models import IncidentType
from search.api.operations import api
from tests.factories.practices import make_case

Update = Callable[[], int]
SCHEMA = api.get_openapi_schema()


def answers() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for address, methods in SCHEMA["paths"].items():
        for status, answer in methods["get"]["responses"].items():
            if "content" in answer:
                yield address, str(status), answer["content"]["application/json"]


ANSWERS = list(answers())


def check(value: Any, schema: dict[str, Any]) -> None:
    Draft202012Validator({**schema, "components": SCHEMA["components"]}).validate(value)


@pytest.mark.parametrize(("address", "status", "answer"), ANSWERS, ids=[f"{a} {s}" for a, s, _ in ANSWERS])
def test_every_answer_has_an_example_that_fits_its_schema(address: str, status: str, answer: dict[str, Any]) -> None:
    check(answer["example"], answer["schema"])


def test_check_notices_what_does_not_fit() -> None:
    (cases,) = [answer for address, status, answer in ANSWERS if address == "/api/v1/cases" and status == "200"]
    with pytest.raises(ValidationError):
        check({**cases["example"], "total": "1"}, cases["schema"])
    with pytest.raises(ValidationError):
        check({name: value for name, value in cases["example"].items() if name != "results"}, cases["schema"])


def test_example_has_exactly_what_a_real_answer_has(client: Client, index: Update, settings: Any) -> None:
    settings.API_RATE = 0
    make_case(region="kinki", prefecture="27", industry_division="E", industry_group="24", occurred="2024-Q2")
    index()
    for address, status, answer in ANSWERS:
        if status != "200":
            continue
        real, example = client.get(address).json(), answer["example"]
        assert real.keys() == example.keys(), address
        if real.get("results"):
            assert real["results"][0].keys() == example["results"][0].keys(), address
        assert example.get("facets", {}).keys() <= real.get("facets", {}).keys(), address


@pytest.mark.usefixtures("vocabularies")
def test_codes_and_names_in_the_examples_are_real() -> None:
    example = {address: answer["example"] for address, status, answer in ANSWERS if status == "200"}
    for name, model in {
        "regions": Region,
        "prefectures": Prefecture,
        "industries": IndustryGroup,
        "incident-types": IncidentType,
    }.items():
        (term,) = example[f"/api/v1/{name}"]["results"]
        row = model.objects.get(pk=term["code"])
        assert (row.name_ja, row.name_en) == (term["name_ja"], term["name_en"])
    refused = next(answer["example"] for _address, status, answer in ANSWERS if status == "422")
    assert set(refused["detail"][0]["allowed"]) == {*Region.objects.values_list("pk", flat=True), "not_stated"}


@pytest.mark.parametrize("address", ["cases", "practices", "meetings", "regions", "stats/cases", "nothing", "docs"])
def test_every_answer_is_open_to_every_origin(client: Client, index: Update, settings: Any, address: str) -> None:
    settings.API_RATE = 1
    origin = {"Origin": "https://elsewhere.example"}
    for answer in (client.get(f"/api/v1/{address}", headers=origin) for _each in range(2)):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert {"ETag", "Retry-After"} <= set(answer["Access-Control-Expose-Headers"].split(", "))
        assert "Access-Control-Allow-Credentials" not in answer
        assert not answer.cookies
    asked = {**origin, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    allowed = client.options(f"/api/v1/{address}", headers=asked)
    assert (allowed.status_code, allowed["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert "if-none-match" in allowed["Access-Control-Allow-Headers"].lower()


def test_every_refusal_has_one_form(client: Client, index: Update, settings: Any, monkeypatch: Any) -> None:
    settings.API_RATE = 0
    problems = SCHEMA["components"]["schemas"]["Problems"]
    refused = [client.get("/api/v1/cases?region=x"), client.get("/api/v1/nothing"), client.post("/api/v1/cases")]
    settings.API_RATE = 1
    refused += [client.get("/api/v1/cases") for _each in range(2)][1:]
    assert [answer.status_code for answer in refused] == [422, 404, 405, 429]
    for answer in refused:
        check(answer.json(), problems)
        assert "ETag" not in answer


def test_tag_differs_by_language_and_is_the_same_for_head(client: Client, index: Update, settings: Any) -> None:
    settings.API_RATE = 0
    make_case()
    index()
    tag = client.get("/api/v1/cases")["ETag"]
    assert client.head("/api/v1/cases")["ETag"] == tag
    assert client.get("/api/v1/cases", headers={"Accept-Language": "en"})["ETag"] != tag
    unchanged = client.get("/api/v1/cases", headers={"If-None-Match": f'"other", {tag}'})
    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", tag)
    assert client.get("/api/v1/cases", headers={"If-None-Match": "*"}).status_code == 304
    assert client.get("/api/v1/cases?region=x", headers={"If-None-Match": tag}).status_code == 422
