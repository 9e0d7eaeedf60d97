"""A new index in the place of the old one, and the differences between index and database."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction

from search.engines.base import Document
from search.models import IndexJob
from search.queries.index import engine
from search.queries.sources import documents, public_versions, sources
from secunity.core.actions import touch_content

BATCH = 500
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Difference:
    """Ids that the index lacks, holds though not public, or holds in an older state; `total` it should hold."""

    total: int = 0
    missing: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus or self.outdated)


def rebuild_index(progress: Progress = lambda done: None) -> None:
    """Make the index anew from the database; the old one answers until then.

    What changed meanwhile is queued again for whoever writes the index, so nothing is lost between the two.
    """
    engine().rebuild(_counted(_every_document(), progress))
    with transaction.atomic():
        _queue(compare_index())
        touch_content()


def compare_index() -> Difference:
    """What differs between the index in use and what the public may see now."""
    held = engine().versions()
    expected = public_versions()
    return Difference(
        total=len(expected),
        missing=sorted(expected.keys() - held.keys()),
        surplus=sorted(held.keys() - expected.keys()),
        outdated=sorted(key for key, version in expected.items() if key in held and held[key] != version),
    )


def _queue(difference: Difference) -> None:
    changed = {*difference.missing, *difference.outdated}
    if changed:
        for source in sources():
            IndexJob.objects.raise_versions(source.kind, [key for key in source.public_keys() if key in changed])
    for kind, key in IndexJob.objects.filter(object_key__in=difference.surplus).values_list("kind", "object_key"):
        IndexJob.objects.raise_versions(kind, [key])


def _every_document() -> Iterator[Document]:
    for source in sources():
        keys = iter(source.public_keys())
        while batch := list(islice(keys, BATCH)):
            yield from documents(source.kind, batch)


def _counted(each: Iterable[Document], progress: Progress) -> Iterator[Document]:
    for number, document in enumerate(each, start=1):
        if number % BATCH == 0:
            progress(number)
        yield document
