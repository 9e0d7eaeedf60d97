"""Make the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.actions import IndexLateError, remake_index
from search.engines.base import EngineError


class Command(BaseCommand):
    help = "Make the search index anew from the database; the old one answers until the new one is complete."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--engine", choices=["embedded"], default="embedded", help="which engine's index")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = remake_index(progress=lambda done: self.stderr.write(f"{done} documents read"))
        except IndexLateError as error:
            raise CommandError("Somebody else is writing the index all the time; try again later.") from error
        except EngineError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} documents")
