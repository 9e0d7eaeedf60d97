"""Show what identifies somebody in one text, and what would stand in its place."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from practices.anonymize import Replacements, detect
from practices.anonymize.findings import Finding
from practices.anonymize.recognise import RECOGNIZERS


class Command(BaseCommand):
    help = "Find what identifies somebody in a text: one JSON object a line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="a UTF-8 text file, - for standard input")
        parser.add_argument("--recognizer", choices=RECOGNIZERS, default="default")
        parser.add_argument("--json", action="store_true", help="print JSON Lines instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        text = _read(options["file"])
        table = Replacements()
        findings = detect(text, recognizer=options["recognizer"])
        table.edits_for(text, findings)  # what is hidden takes the first letters, what is only shown the later ones
        for finding in findings:
            row = _row(finding, text, table)
            self.stdout.write(
                json.dumps(row, ensure_ascii=False) if options["json"] else "\t".join(map(str, row.values()))
            )


def _row(finding: Finding, text: str, table: Replacements) -> dict[str, Any]:
    surface = text[finding.start : finding.end]
    return {
        "start": finding.start,
        "end": finding.end,
        "kind": finding.kind,
        "probability": finding.probability,
        "surface": surface,
        "replacement": table.replacement_for(finding.kind, surface),
    }


def _read(name: str) -> str:
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error}", returncode=2) from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CommandError(f"{name} is not UTF-8 text (byte {error.start}).", returncode=2) from error
