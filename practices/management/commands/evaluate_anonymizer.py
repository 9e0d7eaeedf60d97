"""Measure the anonymiser on labelled text."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from practices.anonymize.evaluation import evaluate, labelled_from
from practices.anonymize.recognise import RECOGNIZERS
from secunity.core.text.json_lines import UnreadableFileError, read_json_lines


class Command(BaseCommand):
    help = "Measure how much of the names in labelled text slips through, and how much is hidden in vain."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--texts", type=Path, required=True, help='JSON Lines: {"text","entities":[{"start","end","label"}]}'
        )
        parser.add_argument("--recognizer", choices=RECOGNIZERS, default="default")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            texts = list(read_json_lines(options["texts"], labelled_from))
        except UnreadableFileError as error:
            raise CommandError(str(error), returncode=2) from error
        self.stderr.write(f"{len(texts)} texts")
        summary = evaluate(texts, options["recognizer"]).summary()
        if options["json"]:
            self.stdout.write(json.dumps(summary))
            return
        for name, value in summary.items():
            self.stdout.write(f"{name}: {value}")
