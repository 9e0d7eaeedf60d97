"""What changes in public is found, and what is taken back is gone."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from events.models import MeetingPage
from practices.actions import withdraw_case
from search.actions import IndexLateError, bring_index_up_to_date
from search.engines.base import EngineError, Query
from search.models import IndexJob
from search.queries import engine
from search.tasks import count_pending, drain_index_jobs, follow_outbox, rebuild_index, worker, writer_lock
from secunity.core.queries import content_version
from tests.factories.practices import make_case, make_practice

Update = Callable[[], int]


def found(text: str = "", *kinds: str, **filters: str) -> list[str]:
    """The ids the index gives."""
    asked = {key: (value,) for key, value in filters.items()}
    return [hit.id for hit in engine().search(Query(text=text, kinds=kinds, filters=asked, size=100)).hits]


def ja(team: Any) -> Any:
    """The Japanese page of a region."""
    return team.region.pages.get(locale__language_code="ja")


def test_released_case_is_found_and_withdrawn_case_is_gone(index: Update) -> None:
    case = make_case(ja={"title": "暗号化された図面"})
    assert count_pending() == 1
    index()
    assert found("図面") == [case.public_id]
    withdraw_case(case=case)
    index()
    assert found("図面") == []
    assert count_pending() == 0


def test_case_is_one_document_with_both_languages(index: Update) -> None:
    case = make_case(ja={"title": "図面"}, en={"title": "Drawings"})
    index()
    assert found("図面") == found("drawings") == [case.public_id]
    assert found("", "case", lang="en") == [case.public_id]


def test_new_version_replaces_the_old_one(index: Update) -> None:
    from practices.actions import CaseDraft, release_case

    case = make_case(ja={"title": "図面"})
    index()
    release_case(case=case, draft=CaseDraft(texts={"ja": {"title": "見積書"}}))
    index()
    assert found("図面") == []
    assert found("見積書") == [case.public_id]


def test_labels_and_amounts_are_words_too(index: Update) -> None:
    case = make_case(
        ja={"damage": "復旧に5,500万円かかった。"},
        region="kinki",
        prefecture="27",
        industry_division="E",
        industry_group="24",
    )
    index()
    for text in ("製造業", "近畿", "大阪府", "5,500万円", "５５００万円"):
        assert found(text) == [case.public_id], text


def test_what_is_not_stated_is_found_under_that_value(index: Update) -> None:
    case = make_case()
    index()
    for key in ("region", "prefecture", "industry", "size_band"):
        assert found(**{key: "not_stated"}) == [case.public_id]


def test_group_is_found_under_its_division(index: Update) -> None:
    case = make_case(industry_division="E", industry_group="24")
    index()
    assert found(industry="E") == found(industry="24") == [case.public_id]


def test_practice_follows_publication(index: Update, make_region: Any) -> None:
    practice = make_practice(ja(make_region("kinki")), title="棚卸し週間")
    index()
    key = str(practice.translation_key)
    assert found("棚卸し", "practice", region="kinki") == [key]
    practice.unpublish()
    index()
    assert found("棚卸し") == []
    practice.save_revision().publish()
    index()
    assert found("棚卸し") == [key]
    Page.objects.get(pk=practice.pk).delete()
    index()
    assert found("棚卸し") == []


def test_draft_of_a_practice_is_not_found(index: Update, make_region: Any) -> None:
    practice = make_practice(ja(make_region("kinki")), title="棚卸し週間")
    practice.title = "秘密の書きかけ"
    practice.save_revision()
    index()
    assert found("秘密の書きかけ") == []


def meeting(parent: Page, **fields: Any) -> MeetingPage:
    """A published meeting below a page."""
    starts = timezone.now()
    page = MeetingPage(
        **{"title": "初動演習の会", "slug": "m", "locale": parent.locale, "starts_at": starts, **fields},
        ends_at=starts + timedelta(hours=1),
    )
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return page


def test_public_meeting_is_found(index: Update, make_region: Any) -> None:
    page = meeting(ja(make_region("kinki")))
    index()
    assert found("初動演習", "meeting", region="kinki") == [str(page.translation_key)]


def test_members_meeting_and_members_note_are_never_found(index: Update, make_region: Any) -> None:
    region = ja(make_region("kinki"))
    meeting(region, title="内輪の会", is_public=False)
    meeting(region, slug="m2", members_note="<p>合言葉</p>")
    index()
    assert found("内輪") == []
    assert found("合言葉") == []


def test_meeting_made_private_is_gone(index: Update, make_region: Any) -> None:
    page = meeting(ja(make_region("kinki")))
    index()
    page.is_public = False
    page.save_revision().publish()
    index()
    assert found("初動演習") == []


def test_regions_are_found(index: Update, make_region: Any) -> None:
    make_region("kinki")
    rebuild_index()
    assert len(found("近畿", "region")) == 1


def test_rolled_back_change_leaves_no_job(index: Update) -> None:
    with transaction.atomic():
        make_case()
        transaction.set_rollback(True)
    assert not IndexJob.objects.exists()


def test_repeated_changes_are_one_job(index: Update) -> None:
    case = make_case()
    withdraw_case(case=case)
    assert IndexJob.objects.pending().count() == 1
    assert index() == 1


def test_engine_that_fails_keeps_the_jobs(index: Update, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any) -> None:
        raise EngineError

    make_case(ja={"title": "図面"})
    with monkeypatch.context() as patched:
        patched.setattr(engine(), "write", fail)
        with pytest.raises(EngineError):
            index()
    assert count_pending() == 1
    index()
    assert count_pending() == 0
    assert len(found("図面")) == 1


def test_one_document_that_fails_holds_up_no_other(index: Update, monkeypatch: pytest.MonkeyPatch) -> None:
    from search.queries import case_documents

    build = case_documents._document
    bad = make_case(ja={"title": "壊れた話"})
    good = make_case(ja={"title": "無事な話"})

    def sometimes(version: Any) -> Any:
        if version.case == bad:
            raise ValueError
        return build(version)

    monkeypatch.setattr(case_documents, "_document", sometimes)
    index()
    assert found("話") == [good.public_id]
    assert [job.object_key for job in IndexJob.objects.pending()] == [bad.public_id]


def test_change_during_the_writing_stays_pending(index: Update, monkeypatch: pytest.MonkeyPatch) -> None:
    case = make_case()
    write = engine().write

    def write_late(documents: Any) -> None:
        write(documents)
        if monkeypatch_once.pop("left", 0):
            withdraw_case(case=case)

    monkeypatch_once = {"left": 1}
    monkeypatch.setattr(engine(), "write", write_late)
    drain_index_jobs()
    index()
    assert found() == []
    assert count_pending() == 0


def test_pages_made_from_the_older_index_are_made_again(index: Update) -> None:
    make_case()
    before = content_version()
    index()
    assert content_version() > before


def test_only_one_process_writes(index: Update) -> None:
    make_case(ja={"title": "図面"})
    with writer_lock() as is_mine:
        assert is_mine
        follow_outbox()
        with writer_lock() as is_mine_too:
            assert not is_mine_too
        with pytest.raises(IndexLateError):
            bring_index_up_to_date(progress=lambda left: None, seconds=0)
    assert count_pending() == 1
    bring_index_up_to_date(progress=lambda left: None)
    assert len(found("図面")) == 1


def test_missing_index_is_made_at_the_start(lists: Any, settings: Any, tmp_path: Any) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    case = make_case(ja={"title": "図面"})
    IndexJob.objects.all().delete()
    assert engine().needs_rebuild
    follow_outbox()
    assert found("図面") == [case.public_id]


def test_worker_wakes_at_once_and_survives_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "POLL_SECONDS", 30)
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    called: list[float] = []
    seen = threading.Event()

    def follow() -> None:
        called.append(time.monotonic())
        seen.set()
        if len(called) == 1:
            raise EngineError

    thread = worker.IndexWorker(follow)
    thread.start()
    try:
        assert seen.wait(5)
        seen.clear()
        asked = time.monotonic()
        worker.wake_index_worker()
        assert seen.wait(5)
        assert called[1] - asked < 1
    finally:
        thread.stop()
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_commit_wakes_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    from search.actions import indexing as actions

    woken: list[bool] = []
    monkeypatch.setattr(actions, "wake_index_worker", lambda: woken.append(True))
    with transaction.atomic():
        actions.queue_index_jobs(kind="case", keys=["abc"])
        assert not woken
    assert woken
