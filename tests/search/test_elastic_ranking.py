"""Both engines rank alike: the hub's demo cases, looked for by their headlines and lessons, which are not indexed."""

import json
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

import secunity.home
from search.engines.base import Document, Engine, Text
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.evaluation import Judgement, evaluate
from tests.elasticsearch_server import ElasticsearchNode

pytestmark = pytest.mark.elasticsearch

DEMO = Path(secunity.home.__file__).parent / "content" / "demo"
TOLD = ("summary", "what_happened", "how_noticed", "damage", "cause")
ASKED = ("title", "lesson")
WITHIN = 0.01


def cases() -> list[dict[str, Any]]:
    return [row for name in ("cases_a", "cases_b") for row in json.loads((DEMO / f"{name}.json").read_text())]


def documents() -> Iterator[Document]:
    for row in cases():
        texts = {
            code: Text("", body="\n".join(row[code][part] for part in TOLD)) for code in ("ja", "en") if code in row
        }
        yield Document(row["key"], "case", texts)


def questions() -> Iterator[Judgement]:
    for row in cases():
        for code in ("ja", "en"):
            for part in ASKED:
                if code in row:
                    yield Judgement(f"{row['key']}-{code}-{part}", row[code][part], (row["key"],), group=code)


def summary(engine: Engine) -> dict[str, Any]:
    return evaluate(documents(), questions(), engine).summary()


def test_both_engines_rank_alike(make_elastic: Callable[[], ElasticEngine]) -> None:
    embedded, elastic = summary(EmbeddedEngine()), summary(make_elastic())
    assert embedded["queries"] > 100
    assert embedded["mrr"] > 0.8
    assert abs(embedded["mrr"] - elastic["mrr"]) <= WITHIN
    assert abs(embedded["recall"] - elastic["recall"]) <= WITHIN
    for code in ("ja", "en"):
        assert abs(embedded["groups"][code]["mrr"] - elastic["groups"][code]["mrr"]) <= WITHIN, code


def test_command_measures_on_elasticsearch_and_leaves_nothing(
    node: ElasticsearchNode, settings: Any, tmp_path: Path
) -> None:
    settings.ELASTICSEARCH_URL = node.url
    (tmp_path / "d").write_text(json.dumps({"id": "a", "title": "京都の旅館", "body": "情報が漏えいした"}), "utf-8")
    (tmp_path / "q").write_text(json.dumps({"id": "q", "q": "漏洩", "rel": ["a"]}), "utf-8")
    out = StringIO()
    call_command(
        "evaluate_search",
        documents=tmp_path / "d",
        judgements=tmp_path / "q",
        engine="elasticsearch",
        json=True,
        stdout=out,
        stderr=StringIO(),
    )
    assert json.loads(out.getvalue())["mrr"] == 1
    watcher = ElasticEngine(node.url)
    assert not watcher._store.client.indices.get(index="secunity-evaluation-*")
    watcher.close()
