"""Measure the ranking with judged questions on a throw-away index."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engines.base import LARGEST_SIZE, Engine, EngineError
from search.engines.embedded import EmbeddedEngine
from search.engines.evaluation import Evaluation, document_from, evaluate, judgement_from
from secunity.core.text.json_lines import UnreadableFileError, read_json_lines


class Command(BaseCommand):
    help = "Measure the search with judged questions (JSON Lines) on a throw-away index of the given documents."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--documents", type=Path, required=True, help='JSON Lines: {"id","title","body",…}')
        judgements = 'JSON Lines: {"id","q","rel":[ids],…} or {"id","q","grades":{"id":2},…}'
        parser.add_argument("--judgements", type=Path, required=True, help=judgements)
        parser.add_argument("--engine", choices=["embedded", "elasticsearch"], default="embedded")
        parser.add_argument("--size", type=int, default=10, help="how many hits of each answer count (1 to 1000)")
        parser.add_argument("--ranks", type=Path, help="write the ids found for each question to this file")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["size"] <= LARGEST_SIZE:
            raise CommandError(f"--size must be between 1 and {LARGEST_SIZE}.", returncode=2)
        try:
            documents = list(read_json_lines(options["documents"], document_from))
            judgements = list(read_json_lines(options["judgements"], judgement_from))
            self.stderr.write(f"{len(documents)} documents, {len(judgements)} questions")
            with _throw_away(options["engine"]) as engine:
                evaluation = evaluate(documents, judgements, engine, options["size"])
        except (UnreadableFileError, EngineError) as error:
            raise CommandError(str(error), returncode=2) from error
        if options["ranks"]:
            _write_ranks(options["ranks"], evaluation)
        self._print(evaluation.summary(), as_json=options["json"])

    def _print(self, summary: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(summary, ensure_ascii=False))
            return
        for name, value in summary.items():
            self.stdout.write(f"{name}: {value}")


@contextmanager
def _throw_away(name: str) -> Iterator[Engine]:
    """An empty engine; its index is gone afterwards."""
    if name == "embedded":
        yield EmbeddedEngine()
        return
    from search.engines.elastic import ElasticEngine

    if not settings.ELASTICSEARCH_URL:
        raise CommandError("SECUNITY_ELASTICSEARCH_URL does not say where Elasticsearch is.", returncode=2)
    engine = ElasticEngine(settings.ELASTICSEARCH_URL, f"secunity-evaluation-{uuid.uuid4().hex[:12]}")
    try:
        yield engine
    finally:
        engine.drop()
        engine.close()


def _write_ranks(path: Path, evaluation: Evaluation) -> None:
    lines = [
        json.dumps({"id": ranking.judgement.id, "ids": list(ranking.ids)}, ensure_ascii=False)
        for ranking in evaluation.rankings
    ]
    try:
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error}", returncode=2) from error
