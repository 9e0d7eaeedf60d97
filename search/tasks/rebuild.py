"""A new index in the place of the old one, and the differences between index and database."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction

from search.engines.base import Document
from search.models import IndexJob
from search.queries.index import EngineName, configured_engine, engine
from search.queries.sources import documents, public_versions, sources
from secunity.core.actions import touch_content

BATCH = 500
# Called with how many documents are read and how many there are.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Difference:
    """Ids that the index lacks, holds though not public, or holds in an older state; `total` it should hold."""

    total: int = 0
    missing: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus or self.outdated)


def rebuild_index(progress: Progress = lambda done, total: None, name: EngineName | None = None) -> None:
    """Make the index anew from the database; the old one answers until then.

    What changed meanwhile is queued again for whoever writes the index, so nothing is lost between the two.
    """
    engine(name).rebuild(_counted(_every_document(), progress))
    if name in (None, configured_engine()):
        requeue_differences()


def requeue_differences() -> Difference:
    """Queue again whatever the index in use has not as the public may see it now; returns what that was."""
    index = engine()
    held = index.versions()
    with transaction.atomic():
        difference = _difference(held)
        unknown = _queue(difference, held)
        touch_content()
    # Nobody follows these: no outbox row will ever take them out.
    index.delete({key: held[key] for key in unknown})
    return difference


def compare_index() -> Difference:
    """What differs between the index in use and what the public may see now."""
    return _difference(engine().versions())


def _difference(held: Mapping[str, int]) -> Difference:
    expected = public_versions()
    return Difference(
        total=len(expected),
        missing=sorted(expected.keys() - held.keys()),
        surplus=sorted(held.keys() - expected.keys()),
        outdated=sorted(key for key, version in expected.items() if key in held and held[key] != version),
    )


def _queue(difference: Difference, held: Mapping[str, int]) -> set[str]:
    """Queue what differs; returns the surplus that no outbox row knows."""
    changed = {*difference.missing, *difference.outdated}
    for source in sources() if changed else ():
        keys = [key for key in source.public_keys() if key in changed]
        IndexJob.objects.raise_above(source.kind, {key: held.get(key, 0) for key in keys})
    unknown = set(difference.surplus)
    for kind, key in IndexJob.objects.filter(object_key__in=difference.surplus).values_list("kind", "object_key"):
        IndexJob.objects.raise_above(kind, {key: held[key]})
        unknown.discard(key)
    return unknown


def _every_document() -> Iterator[Document]:
    for source in sources():
        keys = iter(source.public_keys())
        while batch := list(islice(keys, BATCH)):
            yield from documents(source.kind, batch)


def _counted(each: Iterable[Document], progress: Progress) -> Iterator[Document]:
    total = sum(1 for source in sources() for _key in source.public_keys())
    number = 0
    for number, document in enumerate(each, start=1):
        if number % BATCH == 0:
            progress(number, total)
        yield document
    progress(number, total)
