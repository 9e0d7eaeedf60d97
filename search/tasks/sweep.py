"""Once a night the index is compared with the database, whatever the outbox says."""

import logging

from search.engines.base import EngineError
from search.tasks.rebuild import Difference, requeue_differences
from search.tasks.worker import wake_index_worker
from secunity.core.tasks import periodic

logger = logging.getLogger(__name__)


@periodic(minutes=24 * 60)
def sweep_index() -> Difference | None:
    """Queue what the index lacks, holds in vain or holds in an older state. Without an engine it is left for the next
    night: whatever waits in the outbox is written when the engine is back."""
    try:
        difference = requeue_differences()
    except EngineError as error:
        logger.warning("The search index was not compared with the database: %s", error)
        return None
    if difference:
        logger.warning(
            "The search index differed: %s missing, %s surplus, %s outdated",
            len(difference.missing),
            len(difference.surplus),
            len(difference.outdated),
        )
        wake_index_worker()
    return difference
