"""Write released cases to a file for other programs."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from practices.exchange.outputs import FORMS
from practices.queries.exports import export_of

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Write the released cases whose providers agreed to exports; never anything that is not public."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=sorted(FORMS), required=True)
        parser.add_argument("--output", type=Path, help="a file; by default standard output")
        parser.add_argument("--json", action="store_true", help="with --output: print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        export = export_of()
        text = FORMS[options["format"]].write(export)
        if options["output"] is None:
            self.stdout.write(text)
            return
        try:
            options["output"].write_bytes(text.encode())
        except OSError as error:
            raise CommandError(f"{options['output']}: {error.strerror}", returncode=BAD_INPUT) from error
        outcome = {"cases": len(export.records), "output": str(options["output"])}
        self.stdout.write(json.dumps(outcome, ensure_ascii=False) if options["json"] else f"cases: {outcome['cases']}")
