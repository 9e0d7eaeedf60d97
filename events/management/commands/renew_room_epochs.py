"""Tells every browser that the logs of the rooms are others than before."""

from typing import Any

from django.core.management.base import BaseCommand

from events.actions.room import renew_epochs
from events.models import Room


class Command(BaseCommand):
    help = "After restoring a database from a back-up: make every client read its room's log again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Give every room a new epoch."""
        self.stdout.write(f"{renew_epochs(Room.objects.all())} rooms")
