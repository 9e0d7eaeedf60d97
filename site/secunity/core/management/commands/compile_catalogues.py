"""Compile the translation catalogues."""

from pathlib import Path
from typing import Any

import polib
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile every .po catalogue of the hub; needs no gettext on the machine."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path in sorted(self._catalogues()):
            polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
            self.stderr.write(f"compiled {path.name} of {path.parents[3].name}")

    def _catalogues(self) -> set[Path]:
        roots = [Path(p) for p in settings.LOCALE_PATHS]
        roots += [Path(a.path) / "locale" for a in apps.get_app_configs()]
        # What was installed was compiled before, and may belong to somebody else.
        own = [root for root in roots if "site-packages" not in root.parts]
        return {po for root in own for po in root.glob("*/LC_MESSAGES/*.po")}
