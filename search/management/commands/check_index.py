"""Compare the search index with the database."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engines.base import EngineError
from search.tasks import compare_index, count_pending


class Command(BaseCommand):
    help = "Compare the search index with what the public may see now. Exits with 1 where they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the ids as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            difference = compare_index()
        except EngineError as error:
            raise CommandError(str(error)) from error
        report = {**asdict(difference), "pending": count_pending()}
        if options["json"]:
            self.stdout.write(json.dumps(report))
        else:
            for name, value in report.items():
                self.stdout.write(f"{name}: {value if isinstance(value, int) else len(value)}")
        if difference:
            raise SystemExit(1)
