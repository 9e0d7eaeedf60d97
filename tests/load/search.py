"""Search at 100,000 documents: the engine against Lucene and SQLite's FTS5.

Every answer has its exact total, six facets and twenty highlights. `DOCS` names another number of documents. The
indexes are kept in the bench folder and made again when texts, schema or code change. Lucene is Debian's
`liblucene8-java`; it is left out where that or a JDK is missing. Cut short, it reports what it has.
"""

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from search.analysis import analyse
from tests.load.report import percentile, write_report
from tests.load.room_figures import figure
from tests.load.search_contenders import Answer, Contender, Ours, Question, Sqlite, lucene, questions_of
from tests.load.search_index import Made, made
from tests.load.search_texts import FACETS, keywords, questions

DOCUMENTS = int(os.environ.get("DOCS", "100000"))
# Everybody answers so many questions before the next one's turn.
TURN = 50
KINDS = ("keyword", "question")

Rows = list[dict[str, Any]]
Asked = dict[Question, list[Answer]]


class Report:
    """What was measured so far: a table of contenders and the verdict."""

    def __init__(self) -> None:
        self.contenders: Rows = []
        self.figures: Rows = []
        self.failed: list[str] = []

    def take(self, name: str, measure: Callable[[], None]) -> None:
        """One part; its failure leaves the others."""
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            measure()
        except Exception:
            traceback.print_exc()
            self.failed.append(name)

    def write(self) -> None:
        """Print and keep it."""
        path = write_report("search", self.contenders or [{"engine": "not measured"}])
        kept = json.loads(path.read_text()) | {
            "figures": self.figures,
            "documents": DOCUMENTS,
            "load_average": os.getloadavg(),
            "failed": self.failed,
        }
        path.write_text(json.dumps(kept, indent=1, ensure_ascii=False))
        for line in self.figures:
            print(f"{line['holds']:<12} {line['figure']}: {line['value']} (wanted {line['wanted']})")
        for name in self.failed:
            print(f"failed       {name}")
        print(f"{DOCUMENTS} documents, load average {kept['load_average'][0]:.1f}; written to {path}")


def ask_in_turn(contenders: list[Contender], asked: list[Question]) -> dict[str, Asked]:
    """Everybody's answers to every question, a few at a time: what slows the machine down slows all of them."""
    answers: dict[str, Asked] = {each.name: {question: [] for question in asked} for each in contenders}
    for number in range(max(each.rounds for each in contenders)):
        for first in range(0, len(asked), TURN):
            for contender in contenders:
                if number < contender.rounds:
                    for question in asked[first : first + TURN]:
                        answers[contender.name][question].append(contender.ask(question))
    for name, given in answers.items():
        _check(name, given)
    return answers


def _check(name: str, given: Asked) -> None:
    """Nobody may be fast by leaving something out."""
    for question, answers in given.items():
        for answer in answers:
            # A question that nothing fits leaves nothing to count.
            is_whole = answer.facets == len(FACETS) and answer.highlights >= min(20, answer.total)
            assert is_whole or not answer.total, (name, question, answer)


def middle(answers: list[Answer], measure: str) -> float:
    """The median over the rounds, the first one left out where there are more."""
    return percentile([getattr(answer, measure) for answer in answers[1:] or answers], 0.5)


def times(given: Asked, kind: str, measure: str, among: Collection[Question] | None = None) -> list[float]:
    """Milliseconds for each question of a kind, or for those of them that are `among` these."""
    return [
        middle(answers, measure)
        for question, answers in given.items()
        if question.kind == kind and (among is None or question in among)
    ]


def answered_by_all(answers: dict[str, Asked]) -> set[Question]:
    """The questions that everybody finds something for: an empty answer takes no time, and the hub looks further."""
    first = next(iter(answers.values()))
    return {question for question in first if all(given[question][-1].total for given in answers.values())}


def contender_row(name: str, given: Asked) -> dict[str, Any]:
    """One contender's line."""
    row: dict[str, Any] = {"engine": name}
    for kind in KINDS:
        for measure in ("wall_ms", "cpu_ms"):
            each = times(given, kind, measure)
            row |= {f"{kind} p{share} {measure}": round(percentile(each, share / 100), 2) for share in (50, 99)}
        totals = [answers[-1].total for question, answers in given.items() if question.kind == kind]
        row[f"{kind} median total"] = percentile(totals, 0.5)
    return row


def engine_figures(answers: dict[str, Asked]) -> Iterator[dict[str, Any]]:
    """Our own milliseconds, and how they stand to the others' at the median."""
    own = answers["hub"]
    for kind, share, wanted in (("keyword", 0.5, "<= 3"), ("keyword", 0.99, "<= 10"), ("question", 0.99, "<= 40")):
        for measure in ("wall_ms", "cpu_ms"):
            name = f"engine: {kind}s p{share * 100:.0f} {measure}"
            yield figure(name, round(percentile(times(own, kind, measure), share), 2), wanted)
    for kind, peer, wanted in (("keyword", "lucene", "<= 0.5"), ("question", "lucene", "<= 1.5")):
        for measure in ("wall_ms", "cpu_ms"):
            yield figure(f"engine: {kind}s to {peer}, p50 {measure}", _ratio(answers, kind, peer, measure), wanted)
    for kind in KINDS:
        ratio = _ratio(answers, kind, "sqlite fts5", "wall_ms")
        yield figure(f"engine: {kind}s, times faster than FTS5", ratio and round(1 / ratio, 1), ">= 10")


def _ratio(answers: dict[str, Asked], kind: str, peer: str, measure: str) -> float | None:
    if peer not in answers:
        return None
    among = answered_by_all(answers)
    own, theirs = (percentile(times(answers[name], kind, measure, among), 0.5) for name in ("hub", peer))
    return round(own / theirs, 3)


def engines(report: Report, indexes: Made) -> None:
    """Everybody over the same documents."""
    asked = [*questions_of("keyword", keywords()), *questions_of("question", questions())]
    with lucene(indexes) as peer:
        contenders: list[Contender] = [Ours(indexes), *([peer] if peer else []), Sqlite(indexes)]
        answers = ask_in_turn(contenders, asked)
    report.contenders += [contender_row(name, given) for name, given in answers.items()]
    shared = answered_by_all(answers)
    print(
        f"  everybody finds something for {len(shared)} of {len(asked)} questions: ratios are of those", file=sys.stderr
    )
    report.figures += engine_figures(answers)


def building(report: Report) -> Made:
    """Our index, from the cache where it is there."""
    indexes = made(DOCUMENTS)
    facts = indexes.facts
    # Smaller numbers are held against their share of the time.
    limit = round(300 * DOCUMENTS / 100_000, 1)
    report.figures += [
        figure(f"building {DOCUMENTS} documents, seconds on the clock", facts["build_s"], f"<= {limit}"),
        figure(f"building {DOCUMENTS} documents, seconds of all cores", facts["build_cpu_s"], f"<= {2 * limit}"),
        figure("building, most memory in MB", facts["memory_mb"], "<= 1024"),
    ]
    return indexes


@contextmanager
def reporting() -> Iterator[Report]:
    """A report that is written whatever happens."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Cut short."))
    report = Report()
    try:
        yield report
    finally:
        report.write()


def main() -> None:
    """Run the suite."""
    analyse("辞書")
    started = time.monotonic()
    with reporting() as report:
        indexes = building(report)
        report.take("Asking everybody", lambda: engines(report, indexes))
        print(f"{time.monotonic() - started:.0f} seconds", file=sys.stderr)
    if report.failed:
        sys.exit(1)


if __name__ == "__main__":
    main()
