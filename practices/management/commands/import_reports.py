"""Import incident records into private reports."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from practices.actions.import_reports import ReportImport, file_problem, import_reports
from practices.exchange import Read, UnreadableFileError, read_csv, read_veris

BAD_INPUT = 2
READERS = {"veris": read_veris, "csv": read_csv}


class Command(BaseCommand):
    help = "Import incident records (VERIS JSON from 1.3 on, or CSV) into private reports; nothing becomes public."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a list, one object or JSON lines; or CSV; in UTF-8")
        parser.add_argument("--format", choices=sorted(READERS), help="by default after the ending of the file's name")
        parser.add_argument("--dry-run", action="store_true", help="look at everything, write nothing")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        reads = self._reads(options["file"], options["format"])
        outcome = ReportImport(len(reads))
        for outcome in import_reports(reads=reads, is_dry_run=options["dry_run"]):
            self.stderr.write(f"{outcome.seen} / {outcome.total}")
        as_json = json.dumps(outcome.as_json(), ensure_ascii=False)
        self.stdout.write(as_json if options["json"] else self._in_words(outcome))
        if outcome.problems:
            raise SystemExit(1)

    def _reads(self, path: Path, form: str | None) -> list[Read]:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=BAD_INPUT) from error
        form = form or ("csv" if path.suffix.lower() == ".csv" else "veris")
        try:
            return READERS[form](content)
        except UnreadableFileError as error:
            raise CommandError(f"{path}: {file_problem(error)}", returncode=BAD_INPUT) from error

    def _in_words(self, outcome: ReportImport) -> str:
        counts = outcome.as_json()
        lines = [f"{name}: {counts[name]}" for name in ("created", "skipped")]
        lines += [f"{each['record']}: {each['field']}: {each['message']}" for each in outcome.problems]
        return "\n".join(lines)
