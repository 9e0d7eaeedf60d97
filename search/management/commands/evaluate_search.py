"""Measure the ranking with judged questions on a throw-away index."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from search.engines.evaluation import Evaluation, document_from, evaluate, judgement_from

LARGEST_SIZE = 1000
ENGINES: dict[str, Callable[[], Engine]] = {"embedded": EmbeddedEngine}

Row = TypeVar("Row")


class Command(BaseCommand):
    help = "Measure the search with judged questions (JSON Lines) on a throw-away index of the given documents."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--documents", type=Path, required=True, help='JSON Lines: {"id","title","body",…}')
        parser.add_argument("--judgements", type=Path, required=True, help='JSON Lines: {"id","q","rel":[ids],…}')
        parser.add_argument("--engine", choices=sorted(ENGINES), default="embedded")
        parser.add_argument("--size", type=int, default=10, help="how many hits of each answer count (1 to 1000)")
        parser.add_argument("--ranks", type=Path, help="write the ids found for each question to this file")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["size"] <= LARGEST_SIZE:
            raise CommandError(f"--size must be between 1 and {LARGEST_SIZE}.", returncode=2)
        documents = list(_read(options["documents"], document_from))
        judgements = list(_read(options["judgements"], judgement_from))
        self.stderr.write(f"{len(documents)} documents, {len(judgements)} questions")
        engine = ENGINES[options["engine"]]()
        evaluation = evaluate(documents, judgements, engine, options["size"])
        engine.close()
        if options["ranks"]:
            _write_ranks(options["ranks"], evaluation)
        self._print(evaluation.summary(), as_json=options["json"])

    def _print(self, summary: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(summary, ensure_ascii=False))
            return
        for name, value in summary.items():
            self.stdout.write(f"{name}: {value}")


def _read(path: Path, make: Callable[[dict[str, Any]], Row]) -> Iterator[Row]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}", returncode=2) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError("not a JSON object")
            yield make(row)
        except ValueError as error:
            raise CommandError(f"{path}, line {number}: {error}", returncode=2) from error


def _write_ranks(path: Path, evaluation: Evaluation) -> None:
    lines = [
        json.dumps({"id": ranking.judgement.id, "ids": list(ranking.ids)}, ensure_ascii=False)
        for ranking in evaluation.rankings
    ]
    try:
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error}", returncode=2) from error
