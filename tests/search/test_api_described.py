"""What the description of the API says is what its answers are, for whatever is asked."""

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from search.api.operations import api
from tests.factories.practices import make_case

ADDRESS = "/api/v1/openapi.json"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def described(index: Any, settings: Any) -> Any:
    settings.API_RATE = 1_000_000
    settings.ALLOWED_HOSTS = ["*"]
    make_case(ja={"title": "VPN機器から入られた工場"}, industry_division="E", region="kinki", prefecture="27")
    index()
    return schemathesis.openapi.from_wsgi(ADDRESS, get_wsgi_application())


@pytest.mark.parametrize("address", list(api.get_openapi_schema()["paths"]))
def test_every_answer_is_as_described(described: Any, address: str) -> None:
    @settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    @given(case=described[address]["GET"].as_strategy())
    def holds(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    holds()
