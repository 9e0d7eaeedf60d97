"""Hears what changed in the apps below and queues it for the index."""

from typing import Any

from django.db.models.signals import post_delete
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from community.models import Problem
from community.signals import problem_changed
from events.models import Minutes
from events.signals import minutes_changed
from practices.models import Case
from practices.signals import case_changed, public_surfaces
from search.actions import queue_index_jobs
from search.queries.case_surfaces import surfaces_of_case
from search.queries.sources import source_for


def connect() -> None:
    """Start listening; called once, when the app is ready."""
    case_changed.connect(queue_case, dispatch_uid="search.queue_case")
    public_surfaces.connect(surfaces_of_case, dispatch_uid="search.surfaces_of_case")
    problem_changed.connect(queue_community, dispatch_uid="search.queue_community")
    minutes_changed.connect(queue_minutes, dispatch_uid="search.queue_minutes")
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(queue_page, dispatch_uid="search.queue_page")
    post_delete.connect(queue_deleted, dispatch_uid="search.queue_deleted")


def queue_case(sender: Any, case: Case, **_rest: Any) -> None:
    """A case was released or withdrawn."""
    queue_index_jobs(kind="case", keys=[case.public_id])


def queue_community(sender: Any, problem: Problem, **_rest: Any) -> None:
    """A community put a problem on the list or changed it: its words are the community's."""
    queue_index_jobs(kind="community", keys=[str(problem.community_key)])


def queue_minutes(sender: Any, minutes: Minutes, **_rest: Any) -> None:
    """Minutes were published or taken back, or their meeting was."""
    queue_index_jobs(kind="minutes", keys=[minutes.slug])


def queue_page(sender: Any, instance: Page, **_rest: Any) -> None:
    """A page was published, unpublished or moved."""
    _queue(instance.specific)


def queue_deleted(sender: Any, instance: Any, **_rest: Any) -> None:
    """Something was deleted for good."""
    _queue(instance)


def _queue(thing: Any) -> None:
    source = source_for(thing)
    if source:
        queue_index_jobs(kind=source.kind, keys=[source.key_of(thing)])
