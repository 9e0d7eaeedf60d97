"""Where documents come from: one source for each kind of thing that is found."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Model

from search.engines.base import Document
from search.models import IndexJob


@dataclass(frozen=True)
class Source:
    """What the index holds of one kind.

    `model` is the class whose changes matter and `key_of` the key of one object of it; `public_keys` yields the key of
    everything the public may see, `build` the documents of those of the given keys that it may see; `newest` yields
    the public keys with the newest first, where the kind has an order; `since` tells when things were first public,
    where they are news that somebody may want by mail.
    """

    kind: str
    model: type[Model]
    key_of: Callable[[Any], str]
    public_keys: Callable[[], Iterable[str]]
    build: Callable[[Collection[str]], Iterable[Document]]
    newest: Callable[[], Iterable[str]] | None = None
    since: Callable[[Collection[str]], Mapping[str, datetime]] | None = None

    def newest_keys(self) -> Iterable[str]:
        """The key of everything the public may see, the newest first where the kind has an order."""
        return self.newest() if self.newest else self.public_keys()


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Add a kind of thing to the index. Apps above search call this when they are ready."""
    _sources[source.kind] = source


def sources() -> tuple[Source, ...]:
    """Every source, in the order in which they were registered."""
    return tuple(_sources.values())


def source_for(thing: Model) -> Source | None:
    """The source that a changed object belongs to, or None where search does not know its kind."""
    return next((source for source in _sources.values() if isinstance(thing, source.model)), None)


def documents(kind: str, keys: Collection[str]) -> list[Document]:
    """The documents of those of `keys` that are public now, each with the version its outbox row has."""
    versions = _versions(kind, keys)
    return [replace(document, version=versions.get(document.id, 0)) for document in _sources[kind].build(keys)]


def first_public(kind: str, keys: Collection[str]) -> Mapping[str, datetime]:
    """When things were first public; nothing for kinds that are no news."""
    since = _sources[kind].since if kind in _sources else None
    return since(keys) if since else {}


def public_versions() -> dict[str, int]:
    """The id of every document that the index should hold, with its version."""
    jobs = IndexJob.objects.values_list("kind", "object_key", "version")
    known: Mapping[tuple[str, str], int] = {(kind, key): version for kind, key, version in jobs.iterator()}
    return {key: known.get((source.kind, key), 0) for source in sources() for key in source.public_keys()}


def _versions(kind: str, keys: Collection[str]) -> dict[str, int]:
    rows = IndexJob.objects.filter(kind=kind, object_key__in=keys)
    return dict(rows.values_list("object_key", "version"))
