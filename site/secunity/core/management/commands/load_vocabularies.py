"""Load the controlled vocabularies."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from secunity.core.actions import load_vocabularies


class Command(BaseCommand):
    help = (
        "Load the controlled vocabularies (prefectures, regions, industries, incident types, TLP …) from their files."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = load_vocabularies()
        if options["json"]:
            self.stdout.write(json.dumps(counts))
            return
        for label, count in counts.items():
            self.stdout.write(f"{label}: {count}")
