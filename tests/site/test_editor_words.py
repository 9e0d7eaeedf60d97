"""The editors' admin speaks Japanese: what the packages leave in English, the hub's own catalogues say."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from tests.site.test_catalogues import JAPANESE, PLACEHOLDER, japanese_of

PACKAGES = ("wagtail", "wagtail_localize")
FILLED = (
    Path(settings.PACKAGE_DIR) / "core/locale/ja/LC_MESSAGES/django.po",
    Path(settings.PACKAGE_DIR) / "locale/ja/LC_MESSAGES/djangojs.po",
)
# Names that are the same in every language.
NAMES = re.compile(r"Wagtail API v[23]|ID|URL|HTML|(%\(\w+\)s ?)+")


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    call_command("compile_catalogues", verbosity=0)


def english(domain: str) -> Iterator[tuple[Path, polib.POEntry]]:
    """What the installed packages of the admin say, and the folder of their catalogues."""
    for app in apps.get_app_configs():
        if app.name.split(".")[0] in PACKAGES:
            folder = Path(app.path) / "locale"
            source = folder / "en" / "LC_MESSAGES" / f"{domain}.po"
            for entry in polib.pofile(str(source)) if source.exists() else ():
                if not entry.obsolete and entry.msgid:
                    yield folder, entry


def test_admin_is_japanese_throughout() -> None:
    with translation.override("ja"):
        left = [entry.msgid for _, entry in english("django") if not _is_japanese(entry)]
    assert not left


def test_scripts_of_the_admin_are_japanese() -> None:
    own = {entry.msgid for entry in polib.pofile(str(FILLED[1])) if entry.translated()}
    left = []
    for folder, entry in english("djangojs"):
        theirs = folder / "ja/LC_MESSAGES/djangojs.po"
        done = {e.msgid for e in polib.pofile(str(theirs)) if e.translated()} if theirs.exists() else set()
        if entry.msgid not in own | done:
            left.append(entry.msgid)
    assert not left


@pytest.mark.parametrize("path", FILLED, ids=["pages", "scripts"])
def test_filled_words_keep_every_placeholder(path: Path) -> None:
    broken = []
    for entry in polib.pofile(str(path)):
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        either = wanted | set(PLACEHOLDER.findall(entry.msgid))
        for said in japanese_of(entry):
            found = set(PLACEHOLDER.findall(said))
            if not found <= either or (len(wanted) == 1 and not entry.msgid_plural and found != wanted):
                broken.append(entry.msgid)
    assert not broken


def test_hub_says_its_own_words_before_those_of_packages() -> None:
    with translation.override("ja"):
        assert translation.gettext("Save draft") == "下書きを保存"


def _is_japanese(entry: polib.POEntry) -> bool:
    said = _said(entry)
    return bool(JAPANESE.search(said)) or said != entry.msgid or bool(NAMES.fullmatch(said))


def _said(entry: polib.POEntry) -> str:
    if entry.msgid_plural:
        return translation.ngettext(entry.msgid, entry.msgid_plural, 2)
    return translation.pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else translation.gettext(entry.msgid)
