"""The search engine at 100,000 documents against SQLite's FTS5 and against Lucene, in the same run on the same machine.

Every answer has its exact total, six facets and twenty highlights. `SEARCH_DOCUMENTS` names another number. Lucene is
Debian's `liblucene8-java`; it is left out where that or a JDK is missing.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from search.analysis import analyse
from search.engines.base import Document, Query
from search.engines.embedded import EmbeddedEngine
from tests.load.report import percentile, write_report
from tests.load.search_sqlite import Fts5
from tests.load.search_texts import FACETS, documents, keywords, questions

DOCUMENTS = int(os.environ.get("SEARCH_DOCUMENTS", "100000"))
ROUNDS = 3
UPDATES = 30
JARS = Path("/usr/share/java")
NEEDED = ("analyzers-common", "core", "facet", "highlighter", "memory", "queries")
PEER = Path(__file__).with_name("SearchPeer.java")

Asked = dict[str, list[str]]


def terms_of(text: str) -> list[str]:
    """The terms that every contender is given."""
    return [term.text for term in analyse(text) if term.kind != "joined" and term.text.strip()]


def timed(ask: Callable[[str, bool], object], asked: Asked) -> dict[str, list[float]]:
    """Milliseconds of every question in the last of three rounds."""
    times: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for kind, texts in asked.items():
            times[kind] = []
            for text in texts:
                started = time.perf_counter()
                ask(text, kind == "question")
                times[kind].append((time.perf_counter() - started) * 1000)
    return times


def progress(each: Iterable[Document]) -> Iterator[Document]:
    """The documents, with a word on standard error now and then."""
    for number, document in enumerate(each, 1):
        if number % 20_000 == 0:
            print(f"{number} documents", file=sys.stderr)
        yield document


def embedded(folder: Path, asked: Asked) -> tuple[dict[str, Any], dict[str, list[float]]]:
    """The hub's engine on disk, built, asked and updated."""
    engine = EmbeddedEngine(folder)
    started = time.perf_counter()
    engine.rebuild(progress(documents(DOCUMENTS)))
    build = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started = time.perf_counter()
    engine.lexicon()
    lexicon = time.perf_counter() - started
    keys = list(FACETS)
    times = timed(lambda text, _is_question: engine.search(Query(text, size=20), keys), asked)
    updates = []
    for document in documents(UPDATES):
        started = time.perf_counter()
        engine.write([document])
        engine.search(Query("", size=1))
        updates.append((time.perf_counter() - started) * 1000)
    print(f"lexicon {lexicon:.2f} s, update to visible p50 {percentile(updates, 0.5):.1f} ms", file=sys.stderr)
    return {"build_s": round(build, 1), "memory_mb": round(memory)}, times


def sqlite(asked: Asked) -> tuple[dict[str, Any], dict[str, list[float]]]:
    """FTS5 over the same terms."""
    peer = Fts5()
    rows = (
        (number, " ".join(terms_of(text.title)), " ".join(terms_of(text.body)), [v[0] for v in each.facets.values()])
        for number, each in enumerate(documents(DOCUMENTS))
        if (text := each.texts["ja"])
    )
    build = peer.fill(progress(rows))  # type: ignore[arg-type, type-var] # anything may be counted
    cut = {text: terms_of(text) for texts in asked.values() for text in texts}
    times = timed(lambda text, is_question: peer.ask(cut[text], is_question=is_question), asked)
    return {"build_s": round(build, 1), "memory_mb": "in memory"}, times


def lucene(folder: Path, asked: Asked) -> tuple[dict[str, Any], dict[str, list[float]]] | None:
    """Lucene over the same terms, in its own JVM; None where there is none."""
    found = [jar for name in NEEDED for jar in sorted(JARS.glob(f"lucene-{name}-8*.jar"))[:1]]
    if len(found) < len(NEEDED) or not shutil.which("javac"):
        print("No Lucene here: apt-get install liblucene8-java and a JDK", file=sys.stderr)
        return None
    path = ":".join([*map(str, found), str(folder)])
    subprocess.run(["javac", "-nowarn", "-cp", path, "-d", str(folder), str(PEER)], check=True)
    write_lines(folder / "documents", (line_of(each) for each in documents(DOCUMENTS)))
    write_lines(
        folder / "questions",
        (f"{kind}\t{' '.join(terms_of(t))}" for kind, ts in asked.items() for t in ts if terms_of(t)),
    )
    command = ["java", "-Xmx1g", "-cp", path, "SearchPeer", str(folder / "documents"), str(folder / "questions")]
    answer = subprocess.run([*command, str(folder / "index")], check=True, capture_output=True, text=True)
    lines = [line.split() for line in answer.stdout.splitlines()]
    times = {kind: [float(line[1]) for line in lines if line[0] == kind] for kind in asked}
    return {"build_s": float(lines[0][1]), "memory_mb": "1024 allowed"}, times


def line_of(document: Document) -> str:
    """A document as the peer reads it."""
    text = document.texts["ja"]
    parts = [" ".join(terms_of(text.title)), " ".join(terms_of(text.body))]
    return "\t".join([*parts, *(values[0] for values in document.facets.values())])


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """One line each."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def row(name: str, facts: dict[str, Any], times: dict[str, list[float]], own: dict[str, list[float]]) -> dict[str, Any]:
    """One contender's figures; ratios are ours to theirs at the median."""
    figures: dict[str, Any] = {"engine": name, **facts}
    for kind, values in times.items():
        middle = percentile(values, 0.5)
        figures[f"{kind}_p50_ms"] = round(middle, 2)
        figures[f"{kind}_p99_ms"] = round(percentile(values, 0.99), 2)
        figures[f"{kind}_ours/theirs"] = round(percentile(own[kind], 0.5) / middle, 3)
    return figures


def main() -> None:
    """Run the suite."""
    asked = {"keyword": keywords(), "question": questions()}
    with tempfile.TemporaryDirectory(prefix="secunity-bench-") as name:
        folder = Path(name)
        facts, own = embedded(folder / "ours", asked)
        rows = [row("embedded", facts, own, own)]
        (folder / "lucene").mkdir()
        peers = {"lucene": lucene(folder / "lucene", asked), "sqlite fts5": sqlite(asked)}
        rows += [row(name, *peer, own) for name, peer in peers.items() if peer]
    print(f"{DOCUMENTS} documents, {len(asked['keyword'])} keyword and {len(asked['question'])} whole questions")
    print(f"written to {write_report('search', rows)}")


if __name__ == "__main__":
    main()
