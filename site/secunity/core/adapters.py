"""How static files are kept."""

import re
from pathlib import Path
from typing import IO, Any

import rjsmin
from django.core.files.base import ContentFile
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

BETTER = ".br"
HASHED = re.compile(r"\.[0-9a-f]{12}\.[^./]+$")
SAME_MOMENT_S = 0.001
# Scripts of other packages come as their makers have packed them.
OURS = ("secunity/", "community/", "practices/", "events/", "search/")
NEIGHBOUR = r"""(?P<matched>\bfrom\s*"(?P<url>\./[^"]+\.js)")"""
NESTED_TEMPLATE = re.compile(r"`[^`]*\$\{[^`}]*`")


class _CompressorOfNewFiles(Compressor):
    """Packing takes most of a minute: only what is new is packed."""

    def compress(self, path: str) -> list[str]:
        """Pack the file next to itself and return the names made; none where it is packed already."""
        return [] if _is_packed(path) else super().compress(path)

    def write_data(self, path: str, data: bytes, suffix: str, stat_result: Any) -> str:
        """Write a packed file that is whole as soon as it is there."""
        made = super().write_data(path, data, f"{suffix}.tmp", stat_result)
        return str(Path(made).replace(path + suffix))


def _is_packed(path: str) -> bool:
    """A name with a hash says what is in it; under a plain name the content changes with an upgrade of the hub."""
    packed = Path(path + BETTER)
    if not packed.exists():
        return False
    # The packed file has the time of what it was made of.
    return bool(HASHED.search(path)) or abs(packed.stat().st_mtime - Path(path).stat().st_mtime) < SAME_MOMENT_S


def minified(script: str) -> str:
    """The script without comments and blanks; as it was written where one template stands inside another.

    rjsmin cannot tell where such a template ends, and would take blanks out of what people read.
    """
    return script if NESTED_TEMPLATE.search(script) else str(rjsmin.jsmin(script))


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Static files under names with the hash of their content, packed; collecting them again costs little."""

    # A module names its neighbours by their hashes: a browser keeps them for good, and never an old one beside a new.
    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("events/*.js", ((NEIGHBOUR, 'from"%(url)s"'),)))

    # Not `save`: files with a hash in their name are made of what was collected, not of what was saved.
    def _save(self, name: str, content: IO[Any]) -> str:
        if name.endswith(".js") and name.startswith(OURS):
            content.seek(0)
            content = ContentFile(minified(content.read().decode()).encode())
        return str(super()._save(name, content))

    def create_compressor(self, **options: Any) -> Compressor:
        """The compressor for this round."""
        return _CompressorOfNewFiles(**options)
