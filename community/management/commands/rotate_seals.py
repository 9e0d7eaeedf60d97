"""Seal everything again under the newest key."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from community.actions.seals import SealRenewal


class Command(BaseCommand):
    help = (
        "Seal every sealed field, second factor and file again under the newest of SECUNITY_SEALING_KEYS. May be "
        "stopped and started again. The older keys may go once it ends with code 0; the oldest one also makes the "
        "hashes by which sealed values are found, so keep it last in the list for good."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        renewal = SealRenewal(progress=lambda where, done: self.stderr.write(f"{where}: {done}"))
        renewal.run()
        result = {"renewed": renewal.renewed, "current": renewal.current, "problems": renewal.problems}
        words = f"renewed {renewal.renewed}, already current {renewal.current}, not opened {len(renewal.problems)}"
        self.stdout.write(json.dumps(result, ensure_ascii=False) if options["json"] else words)
        if renewal.problems:
            raise CommandError(
                f"{len(renewal.problems)} values were sealed with a key that is not at hand.", returncode=1
            )
