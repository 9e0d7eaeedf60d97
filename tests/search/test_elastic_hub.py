"""The hub on Elasticsearch: what changes is found, and an engine that goes away costs freshness, never a save."""

import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from practices.actions import withdraw_case
from search.engines.base import Document, EngineError, Query, Text
from search.engines.elastic import ElasticEngine, store
from search.engines.elastic.mapping import INDEX_VERSION
from search.queries import engine, find, standby
from search.queries.results import every_item, similar_items
from search.tasks import count_pending, drain_index_jobs, follow_outbox, rebuild_index, sweep_index
from tests.elasticsearch_server import ElasticsearchNode
from tests.factories.practices import make_case
from tests.search.engine_cases import CASES, case

pytestmark = pytest.mark.elasticsearch

Make = Callable[..., ElasticEngine]


@pytest.fixture
def elastic(node: ElasticsearchNode, lists: Any, settings: Any, tmp_path: Path) -> Iterator[ElasticEngine]:
    """The hub's own engine, on a real Elasticsearch."""
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_INDEX = node.url, f"hub-{uuid.uuid4().hex[:12]}"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    standby._rest.until = 0.0
    rebuild_index()
    made = engine()
    assert isinstance(made, ElasticEngine)
    yield made
    made.drop()


def ids(text: str = "") -> list[str]:
    return [item.id for item in find(Query(text)).items]


def test_released_is_found_and_withdrawn_is_gone(elastic: ElasticEngine) -> None:
    released = make_case(ja={"title": "暗号化された図面"})
    other = make_case(ja={"title": "暗号化された図面の控え"})
    drain_index_jobs()
    assert set(ids("図面")) == {released.public_id, other.public_id}
    assert len(list(every_item(Query("図面")))) == 2
    assert [item.id for item, _shared in similar_items(released.public_id, "ja")] == [other.public_id]
    withdraw_case(case=released)
    drain_index_jobs()
    assert ids("図面") == [other.public_id]


def test_index_is_checked_and_rebuilt_by_its_name(elastic: ElasticEngine, capsys: pytest.CaptureFixture[str]) -> None:
    make_case(ja={"title": "図面"})
    with pytest.raises(SystemExit):
        call_command("check_index", "--json")
    call_command("rebuild_index", "--engine", "elasticsearch")
    call_command("check_index")
    assert "1 of 1 documents" in capsys.readouterr().err
    assert not sweep_index()


def test_engine_that_is_away_costs_freshness_and_heals_alone(
    elastic: ElasticEngine, node: ElasticsearchNode, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not node.is_ours:
        pytest.skip("somebody else's Elasticsearch is not stopped")
    monkeypatch.setattr(standby, "REST_SECONDS", 0)
    old = make_case(ja={"title": "古い図面"})
    drain_index_jobs()
    node.stop()
    try:
        new = make_case(ja={"title": "新しい図面"})
        with pytest.raises(EngineError):
            follow_outbox()
        assert count_pending() == 1
        found = find(Query("図面"), ["region"])
        assert found.is_reduced
        assert {item.id for item in found.items} == {old.public_id, new.public_id}
        page = client.get("/cases/?q=図面")
        assert page.status_code == 200
        assert "検索エンジンが一時的に止まっています" in page.text
        assert client.get("/api/v1/cases").status_code == 503
        assert similar_items(old.public_id, "ja") == []
        assert sweep_index() is None
    finally:
        node.start()
    follow_outbox()
    assert count_pending() == 0
    healed = find(Query("図面"))
    assert not healed.is_reduced
    assert {item.id for item in healed.items} == {old.public_id, new.public_id}


def test_engine_that_failed_is_left_alone_for_a_moment(elastic: ElasticEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Query] = []

    def fail(query: Query, *_rest: Any) -> Any:
        asked.append(query)
        raise EngineError

    monkeypatch.setattr(elastic, "search", fail)
    monkeypatch.setattr(standby, "REST_SECONDS", 60)
    for _ in range(5):
        assert find(Query("図面")).is_reduced
    assert len(asked) == 1
    standby._rest.until = 0.0


def test_what_is_written_during_a_rebuild_is_in_both(make_elastic: Make) -> None:
    engine = make_elastic()
    engine.rebuild([case(key) for key in CASES])
    begun, goes_on = threading.Event(), threading.Event()

    def slowly() -> Iterator[Document]:
        yield case("c1")
        begun.set()
        assert goes_on.wait(30)
        yield case("c2", texts={"ja": Text("古い版")})
        yield case("c5")

    thread = threading.Thread(target=engine.rebuild, args=(slowly(),))
    thread.start()
    assert begun.wait(30)
    engine.write([case("c2", version=5, texts={"ja": Text("新しい版")})])
    engine.delete({"c5": 6})
    assert [hit.id for hit in engine.search(Query("新しい版")).hits][:1] == ["c2"]
    assert engine.search(Query("東京都")).total == 1
    goes_on.set()
    thread.join(60)
    assert engine.versions() == {"c1": 1, "c2": 5}
    assert not engine.needs_rebuild
    assert engine.search(Query("新しい版")).total == 1


def test_a_failed_rebuild_leaves_the_old_index(make_elastic: Make) -> None:
    engine = make_elastic()
    engine.rebuild([case("c1")])

    def broken() -> Iterator[Document]:
        yield case("c2")
        raise RuntimeError("database went away")

    with pytest.raises(RuntimeError):
        engine.rebuild(broken())
    engine.write([case("c5")])
    assert set(engine.versions()) == {"c1", "c5"}
    indices = engine._store.client.indices.get(index=f"{engine._store._name}-*")
    assert len(indices) == 1


def test_an_interrupted_rebuild_is_cleaned_up_by_the_next(make_elastic: Make) -> None:
    engine = make_elastic()
    engine.rebuild([case("c1")])
    left = engine._store._make()
    engine._store.client.indices.put_alias(index=left, name=f"{engine._store._name}-write")
    engine.rebuild([case("c2")])
    assert len(engine._store.client.indices.get(index=f"{engine._store._name}-*")) == 1
    assert set(engine.versions()) == {"c2"}


def test_another_analysis_means_a_rebuild(make_elastic: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = make_elastic()
    engine.rebuild([case("c1")])
    assert not engine.needs_rebuild
    monkeypatch.setattr(store, "INDEX_VERSION", f"{INDEX_VERSION}-other")
    assert engine.needs_rebuild
    assert engine.search(Query("")).total == 1


def test_mapping_is_strict_and_every_text_has_a_named_analyzer(make_elastic: Make) -> None:
    engine = make_elastic()
    engine.rebuild([])
    (index,) = engine._store.client.indices.get(index=engine._store.read_alias).values()
    mapping = index["mappings"]
    assert mapping["dynamic"] == "strict"
    texts = [field for field in mapping["properties"].values() if field["type"] == "text"]
    assert {field["analyzer"] for field in texts} == {"hub_norm", "hub_japanese"}
    assert mapping["properties"]["texts"]["fields"]["ng"]["analyzer"] == "hub_pairs"
    kuromoji = index["settings"]["index"]["analysis"]["tokenizer"]["hub_kuromoji"]
    assert (kuromoji["mode"], kuromoji["discard_compound_token"]) == ("search", "true")
    with pytest.raises(EngineError), store.engine_errors():
        engine._store.client.index(index=engine._store.read_alias, document={"surprise": 1})


def test_an_address_where_nobody_is_says_so() -> None:
    engine = ElasticEngine("http://127.0.0.1:9")
    for ask in (lambda: engine.search(Query("x")), lambda: engine.write([case("c1")]), lambda: engine.needs_rebuild):
        with pytest.raises(EngineError):
            ask()
    engine.close()
