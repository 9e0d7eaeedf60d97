"""Prepare a hub."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from secunity.home.actions import prepare_hub


class Command(BaseCommand):
    help = "Migrate, collect static files and make the content tree; changes nothing that editors have changed."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("compile_catalogues", verbosity=0)
        call_command("migrate", verbosity=1, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        prepare_hub()
        self.stdout.write("The hub is ready.")
