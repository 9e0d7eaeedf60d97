"""Make the search index anew."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.actions import IndexLateError, remake_index
from search.engines.base import EngineError
from search.queries.index import configured_engine


class Command(BaseCommand):
    help = "Make the search index anew from the database; the old one answers until the new one is complete."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--engine", choices=["embedded", "elasticsearch"], help="which engine's index (default: the one in use)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["engine"] or configured_engine()
        if name == "elasticsearch" and not settings.ELASTICSEARCH_URL:
            raise CommandError("SECUNITY_ELASTICSEARCH_URL does not say where Elasticsearch is.", returncode=2)
        try:
            count = remake_index(progress=self._progress, name=name)
        except IndexLateError as error:
            raise CommandError("Somebody else is writing the index all the time; try again later.") from error
        except EngineError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} documents")

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(f"{done} of {total} documents")
