"""How static files are kept."""

from pathlib import Path
from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

BETTER = ".br"


class _CompressorOfNewFiles(Compressor):
    """Packing takes most of a minute; a name holds the hash of its content, so what is packed once stays so."""

    def compress(self, path: str) -> list[str]:
        """Pack the file next to itself and return the names made; none where it is packed already."""
        return [] if Path(path + BETTER).exists() else super().compress(path)

    def write_data(self, path: str, data: bytes, suffix: str, stat_result: Any) -> str:
        """Write a packed file that is whole as soon as it is there."""
        made = super().write_data(path, data, f"{suffix}.tmp", stat_result)
        return str(Path(made).replace(path + suffix))


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Static files under names with the hash of their content, packed; collecting them again costs little."""

    def create_compressor(self, **options: Any) -> Compressor:
        """The compressor for this round."""
        return _CompressorOfNewFiles(**options)
