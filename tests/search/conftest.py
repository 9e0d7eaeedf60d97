from tests.factories.search import index, lists

__all__ = ["index", "lists"]
