"""Load the demo content."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search.actions import bring_index_up_to_date
from secunity.home.actions import load_demo, prepare_hub


class Command(BaseCommand):
    help = "Load the invented demo content and demo accounts; refuses in production."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("Demo content is not allowed with these settings.", returncode=2)
        prepare_hub()
        load_demo()
        bring_index_up_to_date(progress=lambda left: self.stderr.write(f"search index: {left} to go"))
