"""Measure the anonymiser on labelled text."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from practices.anonymize.evaluation import Labelled, evaluate, labelled_from
from practices.anonymize.recognise import RECOGNIZERS


class Command(BaseCommand):
    help = "Measure how much of the names in labelled text slips through, and how much is hidden in vain."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--texts", type=Path, required=True, help='JSON Lines: {"text","entities":[{"start","end","label"}]}'
        )
        parser.add_argument("--recognizer", choices=RECOGNIZERS, default="default")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        texts = list(_read(options["texts"]))
        self.stderr.write(f"{len(texts)} texts")
        summary = evaluate(texts, options["recognizer"]).summary()
        if options["json"]:
            self.stdout.write(json.dumps(summary))
            return
        for name, value in summary.items():
            self.stdout.write(f"{name}: {value}")


def _read(path: Path) -> Iterator[Labelled]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}", returncode=2) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError("not a JSON object")
            yield labelled_from(row)
        except ValueError as error:
            raise CommandError(f"{path}, line {number}: {error}", returncode=2) from error
