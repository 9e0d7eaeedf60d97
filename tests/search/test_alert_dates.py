"""Since when something is news for stored searches: since everybody may see it, whoever could see it before."""

import datetime as dt
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from events.models import MeetingPage
from practices.actions import CaseDraft, release_case, withdraw_case
from search.actions import queue_index_jobs
from search.models import IndexJob, SavedSearch, SavedSearchFind
from search.tasks import match_released
from tests.conftest import Tree
from tests.factories.events import meeting, meeting_index
from tests.factories.practices import make_case
from tests.search.test_alert_mails import store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]


def found() -> int:
    match_released()
    return SavedSearchFind.objects.count()


@pytest.fixture
def closed(content_tree: Tree) -> MeetingPage:
    """A meeting published for members half a year ago."""
    page = meeting(meeting_index(content_tree.home["ja"]), title="VPNの会", slug="vpn", is_public=False)
    publish(page)
    MeetingPage.objects.filter(pk=page.pk).update(first_published_at=timezone.now() - dt.timedelta(days=180))
    return MeetingPage.objects.get(pk=page.pk)


def publish(page: MeetingPage, **changed: Any) -> None:
    for name, value in changed.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_meeting_of_members_is_news_when_everybody_may_come(closed: MeetingPage) -> None:
    store(kind="meeting", text="VPN")
    assert found() == 0
    publish(closed, is_public=True)
    assert found() == 1


def test_meeting_opened_before_somebody_asked_is_none(closed: MeetingPage) -> None:
    match_released()
    publish(closed, is_public=True)
    store(kind="meeting", text="VPN")
    assert found() == 0


def test_meeting_closed_and_opened_again_is_none(closed: MeetingPage) -> None:
    match_released()
    publish(closed, is_public=True)
    match_released()
    store(kind="meeting", text="VPN")
    for is_public in (False, True):
        publish(closed, is_public=is_public)
        assert found() == 0


def test_case_withdrawn_and_released_again_is_none() -> None:
    case = make_case(ja={"title": "VPN機器の話"})
    match_released()
    store(text="VPN")
    withdraw_case(case=case)
    match_released()
    release_case(case=case, draft=CaseDraft(texts={"ja": {"title": "VPN機器の話"}}))
    assert found() == 0


def test_hub_that_had_searches_before_keeps_what_is_old_and_what_is_closed(closed: MeetingPage) -> None:
    case = make_case(ja={"title": "VPN機器の話"})
    match_released()
    IndexJob.objects.update(first_public_at=None, was_hidden=False)
    import_module("search.migrations.0005_first_public").date_what_was_matched(apps, None)
    store(kind="", text="VPN")
    SavedSearch.objects.update(confirmed_at=timezone.now() - dt.timedelta(days=1))
    queue_index_jobs(kind="case", keys=[case.public_id])
    assert found() == 0
    publish(closed, is_public=True)
    assert found() == 1
