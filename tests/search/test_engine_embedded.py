"""What only the embedded engine has to do: files, threads and processes that share them."""

import itertools
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from search.engines.base import Document, EngineError, Query, Text
from search.engines.embedded import EmbeddedEngine, searching, store
from tests.search.engine_cases import CASES, case, found


def test_the_index_survives_on_disk(tmp_path: Path) -> None:
    first = EmbeddedEngine(tmp_path)
    assert first.needs_rebuild
    first.rebuild([case(key) for key in CASES])
    assert not first.needs_rebuild
    first.close()
    again = EmbeddedEngine(tmp_path)
    assert not again.needs_rebuild
    assert found(again, "京都") == {"c5"}
    assert len(list(tmp_path.glob("g-*"))) == 1


def test_another_analysis_means_an_empty_index_to_rebuild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    EmbeddedEngine(tmp_path).rebuild([case("c1")])
    monkeypatch.setattr(store, "INDEX_VERSION", "another")
    assert EmbeddedEngine(tmp_path).versions() == {}
    assert EmbeddedEngine(tmp_path).needs_rebuild


def test_documents_are_kept_in_small_blocks(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild([case(key) for key in CASES])
    engine.write([case("c1", version=2)])
    (described,) = tmp_path.glob("g-*/meta.json")
    assert json.loads(described.read_text())["index_settings"]["docstore_blocksize"] == 4096
    assert found(engine, "京都") == {"c5"}


def test_a_damaged_index_is_begun_anew(tmp_path: Path) -> None:
    EmbeddedEngine(tmp_path).rebuild([case("c1")])
    (tmp_path / "current.json").write_text("{", encoding="utf-8")
    assert EmbeddedEngine(tmp_path).needs_rebuild


def test_facets_are_the_same_counted_beside_the_search_or_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = EmbeddedEngine()
    engine.rebuild([case(key) for key in CASES])
    questions = [
        Query("被害"),
        Query("被害 京都"),
        Query("被害", filters={"region": ("kinki",)}),
        Query("東京"),
        Query(),
    ]
    after = [engine.search(question, ["region", "year"]) for question in questions]
    monkeypatch.setattr(searching, "_FEW_TO_COUNT", -1)
    assert [engine.search(question, ["region", "year"]) for question in questions] == after
    assert all(dict(each.facets["region"]) for each in after)


WRITER = """
import sys
from pathlib import Path
from search.engines.base import Document, Text
from search.engines.embedded import EmbeddedEngine
engine = EmbeddedEngine(Path(sys.argv[1]))
documents = [Document("other", "case", {"ja": Text("奈良の宿")}, version=7)]
engine.rebuild(documents) if sys.argv[2] == "rebuild" else engine.write(documents)
"""


@pytest.mark.parametrize("action", ["write", "rebuild"])
def test_commits_of_another_process_are_seen(tmp_path: Path, action: str) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild([case("c1")])
    subprocess.run([sys.executable, "-c", WRITER, str(tmp_path), action], check=True, timeout=60)
    assert found(engine, "奈良") == {"other"}
    engine.write([case("c2")])
    assert set(engine.versions()) == ({"c1", "c2", "other"} if action == "write" else {"c2", "other"})


def run_together(actions: list[Callable[[], None]]) -> list[BaseException]:
    failures: list[BaseException] = []

    def guarded(action: Callable[[], None]) -> None:
        try:
            action()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_threads_search_while_others_write(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild([case(key) for key in CASES])

    def write(number: int) -> Callable[[], None]:
        return lambda: engine.write([case("c1", version=number)])

    def read() -> None:
        for _ in range(20):
            assert engine.search(Query("京都"), ["region"]).total == 1

    failures = run_together([read, read, *(write(number) for number in range(2, 6)), read])
    assert failures == []
    assert engine.versions()["c1"] in range(2, 6)
    assert len(engine.versions()) == 5


@pytest.mark.parametrize("few_to_count", [-1, 5_000], ids=["beside", "in the same thread"])
def test_totals_and_facets_are_of_one_index_while_it_is_swapped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few_to_count: int
) -> None:
    """An answer is wholly of the old index or wholly of the new one, and no file of the old one is missed."""
    monkeypatch.setattr(searching, "_FEW_TO_COUNT", few_to_count)
    few, many = 3, 40
    engine = EmbeddedEngine(tmp_path)
    sizes = itertools.cycle((many, few))
    engine.rebuild(_alike(few))
    is_over = threading.Event()
    seen: set[int] = set()

    def read() -> None:
        while not is_over.is_set():
            result = engine.search(Query("京都", filters={"year": ("2024",)}), ["region", "year"])
            counted = {key: sum(each.count for each in result.facets[key]) for key in ("region", "year")}
            assert counted == {"region": result.total, "year": result.total}
            assert len({hit.id for hit in result.shown}) == min(result.total, 20)
            seen.add(result.total)

    def swap() -> None:
        try:
            for _ in range(12):
                engine.rebuild(_alike(next(sizes)))
        finally:
            is_over.set()

    assert run_together([swap, read, read, read, read]) == []
    assert seen
    assert seen <= {few, many}
    assert len(list(tmp_path.glob("g-*"))) == 1


def _alike(number: int) -> list[Document]:
    facets = {"region": ("kinki",), "year": ("2024",)}
    return [Document(f"d{each}", "case", {"ja": Text("京都の宿")}, facets=facets) for each in range(number)]


def test_an_index_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    for folder in tmp_path.glob("g-*"):
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    with pytest.raises(EngineError):
        engine.write([case("c1")])
