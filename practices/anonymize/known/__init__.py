"""Names that the hub already knows, in every way of writing them."""

from practices.anonymize.known.matcher import KnownNames
from practices.anonymize.known.names import KnownName

__all__ = ["KnownName", "KnownNames"]
