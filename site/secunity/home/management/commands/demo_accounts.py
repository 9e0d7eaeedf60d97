"""Print the demo accounts."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from secunity.home.actions.demo import demo_accounts

SHOWN = ("role", "email", "password", "totp_secret")


class Command(BaseCommand):
    help = "Print the accounts of the demo content with their passwords and second-factor secrets."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        accounts = demo_accounts()
        if not accounts:
            raise CommandError("The demo content has not been loaded here.", returncode=2)
        if options["json"]:
            self.stdout.write(json.dumps(accounts, ensure_ascii=False))
            return
        for account in accounts:
            self.stdout.write("  ".join(str(account[key] or "-") for key in SHOWN))
