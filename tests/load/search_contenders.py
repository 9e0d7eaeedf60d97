"""Who answers the same questions: the hub's engine, Lucene and SQLite's FTS5."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from search.engines.base import Query
from search.engines.embedded import EmbeddedEngine
from tests.load.search_index import Made, progress, terms_of
from tests.load.search_sqlite import Fts5
from tests.load.search_texts import FACETS

SIZE = 20
JARS = Path("/usr/share/java")
NEEDED = ("analyzers-common", "core", "facet", "highlighter", "memory", "queries")
PEER = Path(__file__).with_name("SearchPeer.java")


class Question(NamedTuple):
    """`kind` is keyword or question; `terms` are the words as every peer looks for them."""

    kind: str
    text: str
    terms: tuple[str, ...]


class Answer(NamedTuple):
    """Milliseconds on the clock and of all cores together; the total, and how much came with it."""

    wall_ms: float
    cpu_ms: float
    total: int
    facets: int
    highlights: int


class Contender(Protocol):
    """Answers one question after the other."""

    name: str
    # How often everything is asked, the first time not counted where it is more than once.
    rounds: int

    def ask(self, question: Question) -> Answer:
        """Total, six facets and twenty hits with what was found marked."""
        ...


def questions_of(kind: str, texts: list[str]) -> list[Question]:
    """The texts that have a term."""
    return [Question(kind, text, tuple(terms)) for text in texts if (terms := terms_of(text))]


class Ours:
    """The hub's engine as the hub asks it."""

    name, rounds = "hub", 4

    def __init__(self, made: Made) -> None:
        self._engine = EmbeddedEngine(made.index)
        self._engine.lexicon()

    def ask(self, question: Question) -> Answer:
        """As every list of the hub does."""
        wall, cpu = time.perf_counter(), time.process_time()
        result = self._engine.search(Query(question.text, size=SIZE), list(FACETS))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        return Answer(wall * 1000, cpu * 1000, result.total, len(result.facets), len(result.shown))


class Sqlite:
    """FTS5 in this process; asked once, as it takes so long."""

    name, rounds = "sqlite fts5", 1

    def __init__(self, made: Made) -> None:
        self._texts = Fts5()
        with made.cut.open(encoding="utf-8") as lines:
            self._texts.fill(_row(number, line) for number, line in enumerate(progress(lines)))

    def ask(self, question: Question) -> Answer:
        """Keywords with all of the terms, whole questions with any of them."""
        wall, cpu = time.perf_counter(), time.process_time()
        total, facets, hits = self._texts.ask(question.terms, is_question=question.kind == "question")
        return Answer((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000, total, facets, hits)


class Lucene:
    """Lucene in a JVM of its own, asked over a pipe; it takes the time itself."""

    name, rounds = "lucene", 4

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._read()

    def ask(self, question: Question) -> Answer:
        """Keywords with all of the terms, whole questions with three of ten."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{question.kind}\t{' '.join(question.terms)}\n")
        self._process.stdin.flush()
        wall, cpu, *counts = self._read()
        return Answer(float(wall), float(cpu), *map(int, counts))

    def _read(self) -> list[str]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("Lucene ended.")
        return line.split()


@contextmanager
def lucene(made: Made) -> Iterator[Lucene | None]:
    """Lucene over the same terms; None where there is none."""
    found = [jar for name in NEEDED for jar in sorted(JARS.glob(f"lucene-{name}-8*.jar"))[:1]]
    if len(found) < len(NEEDED) or not shutil.which("javac"):
        print("No Lucene here: tests/lucene_packages.sh installs it", file=sys.stderr)
        yield None
        return
    classes = made.folder / "classes"
    path = ":".join([*map(str, found), str(classes)])
    subprocess.run(["javac", "-nowarn", "-cp", path, "-d", str(classes), str(PEER)], check=True)
    command = ["java", "-Xmx1g", "-cp", path, "SearchPeer", str(made.cut), str(made.folder / "lucene")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Lucene(process)
    finally:
        process.kill()
        process.wait()


def _row(number: int, line: str) -> tuple[int, list[str], list[str]]:
    parts = line.rstrip("\n").split("\t")
    return number, parts[: -len(FACETS)], parts[-len(FACETS) :]
