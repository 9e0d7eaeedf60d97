"""The index follows the database, whatever happened to either."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from practices.actions import withdraw_case
from search.engines.base import Document, EngineError, Query, Text
from search.models import IndexJob
from search.queries import engine, find, standby
from search.queries.index import SynonymSource, _taken, register_synonyms
from search.tasks import count_pending, sweep_index
from secunity.core.tasks import jobs
from secunity.home.models import ContentPage
from tests.factories.practices import make_case

Update = Callable[[], int]


def found(text: str = "", *kinds: str) -> list[str]:
    return [hit.id for hit in engine().search(Query(text=text, kinds=kinds, size=100)).hits]


def test_check_index_names_the_differences(index: Update, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_index", "--json")
    assert '"missing": []' in capsys.readouterr().out
    case = make_case()
    with pytest.raises(SystemExit) as ended:
        call_command("check_index", "--json")
    assert ended.value.code == 1
    out = capsys.readouterr().out
    assert f'"missing": ["{case.public_id}"]' in out
    assert '"pending": 1' in out
    index()
    withdraw_case(case=case)
    with pytest.raises(SystemExit):
        call_command("check_index", "--json")
    assert f'"surplus": ["{case.public_id}"]' in capsys.readouterr().out


def test_rebuild_index_heals_what_was_never_queued(index: Update, capsys: pytest.CaptureFixture[str]) -> None:
    make_case(ja={"title": "図面"})
    IndexJob.objects.all().delete()
    assert found("図面") == []
    call_command("rebuild_index")
    assert len(found("図面")) == 1
    assert "1 documents" in capsys.readouterr().out
    call_command("check_index")


def test_sweep_runs_every_night() -> None:
    assert jobs._jobs["search.tasks.sweep.sweep_index"] == (24 * 60, sweep_index)


def test_sweep_finds_nothing_where_nothing_differs(index: Update) -> None:
    make_case()
    index()
    difference = sweep_index()
    assert difference is not None
    assert not difference
    assert count_pending() == 0


def test_sweep_heals_what_the_outbox_never_knew(index: Update) -> None:
    lost = make_case(ja={"title": "図面"})
    gone = make_case(ja={"title": "見積"})
    index()
    engine().delete({lost.public_id: 99})
    engine().write([Document("stray", "case", {"ja": Text("迷子")}, version=5)])
    withdraw_case(case=gone)
    IndexJob.objects.filter(object_key=gone.public_id).delete()
    sweep_index()
    index()
    assert found("", "case") == [lost.public_id]
    assert not sweep_index()


def test_index_that_is_ahead_of_a_restored_database_is_brought_back(index: Update) -> None:
    case = make_case(ja={"title": "図面"})
    index()
    newer = Document(case.public_id, "case", {"ja": Text("消えた版")}, version=40)
    engine().write([newer])
    sweep_index()
    index()
    assert found("図面") == [case.public_id]
    assert found("消えた") == []


def test_sweep_leaves_an_engine_that_is_away_for_the_next_night(index: Update, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> Any:
        raise EngineError

    monkeypatch.setattr(engine(), "versions", away)
    assert sweep_index() is None


def test_newest_things_answer_while_the_engine_is_away(
    index: Update, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    def away(*_args: Any, **_options: Any) -> Any:
        raise EngineError

    case = make_case(ja={"title": "図面"}, region="kinki")
    index()
    monkeypatch.setattr(standby, "REST_SECONDS", 0)
    with monkeypatch.context() as patched:
        patched.setattr(engine(), "search", away)
        found = find(Query("図面"), ["region"])
        assert (found.is_reduced, found.total, found.counts("region")) == (True, 1, {"kinki": 1})
        assert "検索エンジンが一時的に止まっています" in client.get("/cases/?q=図面").text
        withdraw_case(case=case)
        assert find(Query("図面")).items == ()
    assert not find(Query("図面")).is_reduced


def test_rebuild_says_how_far_it_is(index: Update, capsys: pytest.CaptureFixture[str]) -> None:
    make_case()
    call_command("rebuild_index", "--engine", "embedded")
    assert "1 of 1 documents" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [["rebuild_index"], ["evaluate_search", "--documents=/dev/null", "--judgements=/dev/null"]]
)
def test_an_engine_that_nobody_named_is_refused(db: None, command: list[str]) -> None:
    with pytest.raises(CommandError, match="SECUNITY_ELASTICSEARCH_URL") as refused:
        call_command(*command, "--engine=elasticsearch")
    assert refused.value.returncode == 2


def test_guidance_is_found_with_its_words(index: Update, content_tree: Any) -> None:
    home = content_tree.home["ja"]
    page = ContentPage(title="はじめての対策", slug="start", locale=home.locale, lead="まずここから。")
    page.body = [("paragraph", "<p>合言葉は多要素認証。</p>")]
    home.add_child(instance=page)
    page.save_revision().publish()
    index()
    assert found("多要素認証", "guidance") == [str(page.translation_key)]
    (item,) = find(Query("多要素認証", kinds=("guidance",))).items
    assert item.plain_title == "はじめての対策"
    page.unpublish()
    index()
    assert found("多要素認証") == []


def test_synonyms_that_people_keep_are_taken_over(index: Update, monkeypatch: pytest.MonkeyPatch) -> None:
    from search.analysis.synonyms import Entry

    case = make_case(ja={"title": "宿の話"})
    index()
    table = {"version": 1, "entries": [Entry("g", "旅館")]}
    own = engine().synonyms
    monkeypatch.setattr("search.queries.index.SYNONYMS_KEPT_SECONDS", 0)
    try:
        register_synonyms(SynonymSource(lambda: table["version"], lambda: table["entries"]))  # type: ignore[arg-type, return-value]
        assert found("旅館") == []
        table |= {"version": 2, "entries": [Entry("g", "旅館"), Entry("g", "宿")]}
        assert found("旅館") == [case.public_id]
    finally:
        _taken.source = _taken.synonyms = None
        engine().synonyms = own
