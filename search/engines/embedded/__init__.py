"""The embedded engine: tantivy, in the web process, with its index in a folder."""

from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
