"""Seals what must not lie open in a database or a folder."""

from secunity.core.sealing.seal import BrokenSealError, Seal, keyed_hash

__all__ = ["BrokenSealError", "Seal", "keyed_hash"]
