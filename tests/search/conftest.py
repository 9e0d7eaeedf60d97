import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from search.engines.base import Engine
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from tests.elasticsearch_server import ElasticsearchNode, elasticsearch_node
from tests.factories.search import index, lists
from tests.search.engine_cases import CASES, case

__all__ = ["index", "lists"]

ENGINES = ("embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch))


@pytest.fixture(scope="session")
def node() -> Iterator[ElasticsearchNode]:
    """A real Elasticsearch."""
    with elasticsearch_node() as running:
        yield running


@pytest.fixture
def make_elastic(node: ElasticsearchNode) -> Iterator[Callable[..., ElasticEngine]]:
    """Throw-away indices on the real Elasticsearch."""
    made: list[ElasticEngine] = []

    def make(name: str = "", **options: Any) -> ElasticEngine:
        made.append(ElasticEngine(node.url, name or f"test-{uuid.uuid4().hex[:12]}", **options))
        return made[-1]

    yield make
    for engine in made:
        engine.drop()
        engine.close()


@pytest.fixture(params=ENGINES)
def make_engine(request: pytest.FixtureRequest) -> Callable[..., Engine]:
    """An empty engine of each sort: `make_engine(synonyms=…)`."""
    if request.param == "embedded":
        return EmbeddedEngine
    make: Callable[..., Engine] = request.getfixturevalue("make_elastic")
    return make


@pytest.fixture
def engine(make_engine: Callable[..., Engine]) -> Engine:
    """An engine of each sort with the cases of `engine_cases`."""
    made = make_engine()
    made.write([case(key) for key in CASES])
    return made
