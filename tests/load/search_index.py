"""The indexes that `make bench SUITE=search` asks: made once for these texts, this schema and this code, then kept."""

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import search
from search.analysis import analyse
from search.engines.base import Document
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.store import INDEX_VERSION
from tests.load import search_texts
from tests.load.search_texts import DEMO, FACETS, documents

CODE = Path(search.__file__).parent
PROCESSES = os.cpu_count() or 1


@dataclass(frozen=True)
class Made:
    """A folder with our index and the same documents as cut terms, and what making our index took."""

    folder: Path
    facts: dict[str, Any]

    @property
    def index(self) -> Path:
        """The folder of the embedded engine."""
        return self.folder / "index"

    @property
    def cut(self) -> Path:
        """A line for each document: the terms of title, summary and body, then its facets, parted by tabs."""
        return self.folder / "cut.tsv"


def made(count: int) -> Made:
    """The indexes over `count` documents; what was made of other texts or by other code is thrown away."""
    bench = Path(os.environ.get("SECUNITY_DATA", "var")) / "bench"
    folder = bench / f"search-{count}-{_key()}"
    if not (folder / "facts.json").exists():
        for old in bench.glob(f"search-{count}-*"):
            shutil.rmtree(old)
        folder.mkdir(parents=True)
        _make(count, folder)
    return Made(folder, json.loads((folder / "facts.json").read_text()))


def terms_of(text: str) -> list[str]:
    """The terms that every contender is given."""
    return [term.text for term in analyse(text) if term.kind != "joined" and term.text.strip()]


def progress(each: Iterable[Any]) -> Iterator[Any]:
    """The same, with a word on standard error now and then."""
    for number, one in enumerate(each, 1):
        if number % 20_000 == 0:
            print(f"  {number} documents", file=sys.stderr, flush=True)
        yield one


def _key() -> str:
    """Changes with the texts, the schema, and the code that reads and writes them."""
    sources = [Path(search_texts.__file__), *DEMO.glob("cases_*.json")]
    sources += [*CODE.glob("analysis/*.py"), *CODE.glob("engines/embedded/*.py"), CODE / "engines/records.py"]
    digest = hashlib.sha256(INDEX_VERSION.encode())
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def _make(count: int, folder: Path) -> None:
    print(f"Building our index of {count} documents …", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "tests.load.search_index", str(count), str(folder / "index")]
    facts = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    print("Cutting the same documents for the peers …", file=sys.stderr, flush=True)
    with ProcessPoolExecutor(PROCESSES) as pool, (folder / "cut.tsv").open("w", encoding="utf-8") as file:
        for line in progress(pool.map(_line_of, documents(count), chunksize=200)):
            file.write(f"{line}\n")
    (folder / "facts.json").write_text(json.dumps(facts))


def _line_of(document: Document) -> str:
    text = document.texts["ja"]
    parts = [" ".join(terms_of(part)) for part in (text.title, text.summary, text.body)]
    return "\t".join([*parts, *(document.facets[key][0] for key in FACETS)])


def build(count: int, folder: Path) -> dict[str, Any]:
    """Build our index in this process alone, and say what that took: of memory the most at any time."""
    engine = EmbeddedEngine(folder)
    started, used = time.perf_counter(), time.process_time()
    engine.rebuild(progress(documents(count)))
    wall, cpu = time.perf_counter() - started, time.process_time() - used
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "build_s": round(wall, 1),
        "build_cpu_s": round(cpu + children.ru_utime + children.ru_stime, 1),
        # Of several children the largest one stands for each: more than they hold at once.
        "memory_mb": round((own + PROCESSES * children.ru_maxrss) / 1024),
    }


if __name__ == "__main__":
    print(json.dumps(build(int(sys.argv[1]), Path(sys.argv[2]))))
