"""Check the translation catalogues against the code."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

# An entry with such a comment replaces the words of an installed package, which our own code never says.
REPLACES = "Said by "


class Command(BaseCommand):
    help = "Report every string that has no Japanese translation, and every translation that nothing uses any more."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        problems = [problem for folder in self._folders() for problem in self._problems(folder)]
        for problem in problems:
            self.stdout.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} strings need attention.", returncode=1)

    def _folders(self) -> list[Path]:
        own = [Path(a.path) for a in apps.get_app_configs() if "site-packages" not in a.path]
        package = Path(settings.LOCALE_PATHS[0]).parent
        return [package, *(folder for folder in own if package not in folder.parents)]

    def _problems(self, folder: Path) -> Iterator[str]:
        kept = folder / "locale" / "ja" / "LC_MESSAGES" / "django.po"
        have = {e.msgid: e for e in polib.pofile(str(kept)) if not e.obsolete} if kept.exists() else {}
        used = self._used(folder)
        for msgid in sorted(used - have.keys()):
            yield f"{folder.name}: not in the catalogue: {msgid!r}"
        for msgid, entry in have.items():
            if msgid not in used and not entry.comment.startswith(REPLACES):
                yield f"{folder.name}: no longer used: {msgid!r}"
            elif not entry.translated():
                yield f"{folder.name}: not translated: {msgid!r}"

    def _used(self, folder: Path) -> set[str]:
        """Every msgid that xgettext finds in a copy of the folder."""
        with tempfile.TemporaryDirectory() as temp:
            copy = Path(temp) / folder.name
            shutil.copytree(
                folder, copy, ignore=shutil.ignore_patterns("locale", "migrations", "__pycache__", "content")
            )
            target = copy / "locale" / "ja" / "LC_MESSAGES"
            target.mkdir(parents=True, exist_ok=True)
            self._extract(copy)
            found = target / "django.po"
            return {entry.msgid for entry in polib.pofile(str(found))} if found.exists() else set()

    def _extract(self, copy: Path) -> None:
        with contextlib.chdir(copy):
            call_command("makemessages", locale=["ja"], domain="django", verbosity=0)
