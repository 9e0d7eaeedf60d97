"""The outbox into the index."""

import logging
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from search.engines.base import Document, Engine
from search.models import IndexJob
from search.queries.index import engine
from search.queries.sources import documents, sources
from secunity.core.actions import touch_content

BATCH = 500

logger = logging.getLogger(__name__)


def count_pending() -> int:
    """How many things have changed since they were last written to the index."""
    return IndexJob.objects.pending().count()


def drain_index_jobs() -> int:
    """Bring the index up to date and return how many things were written or removed.

    Whatever cannot be written stays pending; raises what the engine raises. The caller holds the writer's lock.
    """
    index = engine()
    done = 0
    after = 0
    while jobs := list(IndexJob.objects.pending().filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = jobs[-1].pk
        done += _write(index, jobs)
    return done


def _write(index: Engine, jobs: list[IndexJob]) -> int:
    built, settled = _build(jobs)
    written = {document.id for document in built}
    gone = {job.object_key: job.version for job in settled if job.object_key not in written}
    if built:
        index.write(built)
    if gone:
        index.delete(gone)
    _mark_done(settled)
    return len(settled)


def _build(jobs: Iterable[IndexJob]) -> tuple[list[Document], list[IndexJob]]:
    """The documents of these jobs and the jobs that could be built; one that fails holds up no other."""
    by_kind: dict[str, list[IndexJob]] = defaultdict(list)
    for job in jobs:
        by_kind[job.kind].append(job)
    built: list[Document] = []
    settled: list[IndexJob] = []
    known = {source.kind for source in sources()}
    for kind, group in by_kind.items():
        if kind not in known:
            settled += group
            continue
        try:
            built += documents(kind, [job.object_key for job in group])
            settled += group
        except Exception:
            singles = [_build_alone(job) for job in group]
            built += [document for single in singles if single is not None for document in single]
            settled += [job for job, single in zip(group, singles, strict=True) if single is not None]
    return built, settled


def _build_alone(job: IndexJob) -> list[Document] | None:
    try:
        return documents(job.kind, [job.object_key])
    except Exception:
        logger.exception("No document could be made of %s %s", job.kind, job.object_key)
        return None


@transaction.atomic
def _mark_done(jobs: list[IndexJob]) -> None:
    """Note which versions the index has now, and let pages that were made from the older index be made again."""
    for job in jobs:
        job.indexed_version = job.version
    IndexJob.objects.bulk_update(jobs, ["indexed_version"])
    touch_content()
