"""Elasticsearch, for a hub on more than one machine; the same questions and answers as the embedded engine."""

from search.engines.elastic.engine import ElasticEngine

__all__ = ["ElasticEngine"]
