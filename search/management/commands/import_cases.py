"""Import cases that are already public elsewhere."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from practices.actions import ImportReport, import_cases
from practices.models import IncidentType
from search.actions import IndexLateError, bring_index_up_to_date
from search.models import CaseIndexPage

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Import cases that are already public elsewhere, one JSON object a line; search finds them at the end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="JSON lines in UTF-8")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        self._check_tree()
        records = self._records(options["file"])
        report = ImportReport()
        for report in import_cases(records=records):
            self.stderr.write(f"{report.seen} / {len(records)}")
        self._bring_up_to_date()
        as_json = json.dumps(report.as_json(), ensure_ascii=False)
        self.stdout.write(as_json if options["json"] else self._in_words(report))
        if report.problems:
            raise SystemExit(1)

    def _check_tree(self) -> None:
        languages = CaseIndexPage.objects.values_list("locale__language_code", flat=True)
        missing = {code for code, _name in settings.LANGUAGES} - set(languages)
        if missing or not IncidentType.objects.exists():
            raise CommandError("There is no list of cases yet: run `secunity prepare` first.", returncode=BAD_INPUT)

    def _records(self, path: Path) -> list[tuple[int, Any]]:
        try:
            lines = path.read_text(encoding="utf-8-sig").split("\n")
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=BAD_INPUT) from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{path} is not UTF-8 text.", returncode=BAD_INPUT) from error
        records = [(number, _decoded(line)) for number, line in enumerate(lines, start=1) if line.strip()]
        if records and all(record is None for _number, record in records):
            raise CommandError(f"{path} holds no JSON object on any line.", returncode=BAD_INPUT)
        return records

    def _bring_up_to_date(self) -> None:
        try:
            bring_index_up_to_date(progress=lambda left: self.stderr.write(f"waiting for the index: {left} left"))
        except IndexLateError as error:
            message = "The cases are saved, but the index is not up to date yet; the running hub goes on with it."
            raise CommandError(message) from error

    def _in_words(self, report: ImportReport) -> str:
        lines = [f"{name}: {count}" for name, count in report.numbers.items()]
        lines += [f"{each['record']}: {each['field']}: {each['message']}" for each in report.problems]
        return "\n".join(lines)


def _decoded(line: str) -> Any:
    """The JSON of a line; None, which is no case either, where there is none."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
