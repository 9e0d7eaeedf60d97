"""What every engine does alike: embedded in every test run, Elasticsearch in `make test-elasticsearch`."""

import time
from typing import Any

import pytest

from search.engines.base import Document, Engine, Query, Text
from tests.search.engine_cases import CASES, case, found, marked


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("エモテット", {"c1"}),
        ("ﾎﾃﾙWi-Fi", {"c1"}),
        ("古いOS", {"c2"}),
        ("BYOD", {"c3"}),
        ("シャドウIT", {"c3"}),
        ("漏洩", {"c3"}),
        ("サーバ", {"c3"}),
        ("メール 開いたら 暗号化された", {"c1"}),
        ("55,000,000円", {"c1"}),
        ("５５００万円", {"c1"}),
        ("1億2000万円", {"c2"}),
        ("cve-2021-44228", {"c2"}),
        ("unauthorized access", {"c4"}),
        ("京都", {"c5"}),
        ("東京都", {"c4"}),
        ("ransomware", {"c5"}),
        ("「京都の旅館」", {"c5"}),
        ("被害 -ランサムウェア", {"c1", "c2"}),
        ("被害　－ランサムウェア", {"c1", "c2"}),
        ("！？", set()),
    ],
)
def test_search_finds_what_was_meant(engine: Engine, typed: str, expected: set[str]) -> None:
    assert found(engine, typed) == expected


def test_only_exclusions_leave_the_rest(engine: Engine) -> None:
    assert found(engine, "-京都") == set(CASES) - {"c5"}


def test_empty_query_gives_everything_newest_first(engine: Engine) -> None:
    result = engine.search(Query(""))
    assert [hit.id for hit in result.hits] == ["c5", "c4", "c3", "c2", "c1"]
    assert result.total == 5


def test_characters_are_found_where_no_word_is(engine: Engine) -> None:
    result = engine.search(Query("ンサムウ"))
    assert [hit.id for hit in result.hits] == ["c5"]
    assert result.relaxation == "characters"
    assert marked(result.hits[0].body) == ["ンサムウ"]


def test_some_of_the_words_are_found_where_no_text_has_all(engine: Engine) -> None:
    result = engine.search(Query("旅館 シャドーIT"))
    assert {hit.id for hit in result.hits} == {"c3", "c5"}
    assert result.relaxation == "some_words"


def test_filters_that_leave_nothing_are_an_honest_nought(engine: Engine) -> None:
    result = engine.search(Query("京都", filters={"region": ("kanto",)}), ["region"])
    assert (result.total, result.relaxation) == (0, "")
    assert [(count.value, count.count) for count in result.facets["region"]] == [("kinki", 1)]


def test_filters_are_or_within_and_and_across(engine: Engine) -> None:
    assert found(engine, "", filters={"year": ("2024", "2023")}) == {"c1", "c2", "c3", "c4"}
    assert found(engine, "", filters={"year": ("2024", "2023"), "region": ("kinki",)}) == {"c1", "c3"}
    assert found(engine, "", filters={"region": ("nowhere",)}) == set()
    assert found(engine, "", filters={"region": ()}) == set(CASES)


def test_facets_are_counted_without_their_own_selection(engine: Engine) -> None:
    result = engine.search(Query("", filters={"region": ("kinki",)}), ["region", "year", "unknown"])
    assert {count.value: count.count for count in result.facets["region"]} == {"kinki": 3, "kanto": 2}
    assert {count.value: count.count for count in result.facets["year"]} == {"2024": 1, "2023": 1, "not_stated": 1}
    assert result.facets["unknown"] == ()


def test_kinds_are_kept_apart_and_counted(engine: Engine) -> None:
    engine.write([Document("p1", "practice", {"ja": Text("京都の訓練")})])
    assert found(engine, "京都", kinds=("practice",)) == {"p1"}
    result = engine.search(Query("京都", kinds=("practice",)), ["kind"])
    assert {count.value for count in result.facets["kind"]} == {"case", "practice"}


def test_pages_and_total_are_exact(engine: Engine) -> None:
    pages = [engine.search(Query("", page=page, size=2)) for page in (1, 2, 3, 4)]
    assert [len(page.hits) for page in pages] == [2, 2, 1, 0]
    assert {page.total for page in pages} == {5}
    assert len({hit.id for page in pages for hit in page.hits}) == 5


@pytest.mark.parametrize(("page", "size"), [(0, 0), (-5, -1), (10**9, 10**9)])
def test_odd_pages_are_answered(engine: Engine, page: int, size: int) -> None:
    assert engine.search(Query("京都", page=page, size=size)).total == 1


def test_newest_sorts_by_date(engine: Engine) -> None:
    assert [hit.id for hit in engine.search(Query("被害", sort="newest")).hits] == ["c5", "c2", "c1"]


def test_titles_count_more(engine: Engine) -> None:
    engine.write([case("c4", texts={"ja": Text("工場の話", body="旅館から連絡があった。")})])
    assert [hit.id for hit in engine.search(Query("旅館")).hits] == ["c5", "c4"]


def test_hits_show_marked_words_in_the_language_asked_for(engine: Engine) -> None:
    texts = {"ja": Text("暗号化された", url="/cases/x/"), "en": Text("Files were encrypted", url="/en/cases/x/")}
    engine.write([case("c1", texts=texts)])
    english = engine.search(Query("encrypt", language="en")).hits[0]
    assert (english.language, english.url, marked(english.title)) == ("en", "/en/cases/x/", ["encrypted"])
    japanese = engine.search(Query("encrypt", language="ja")).hits[0]
    assert (japanese.language, "".join(part.text for part in japanese.title)) == ("ja", "暗号化された")
    assert dict(japanese.payload) == {"key": "c1"}


def test_writing_again_replaces_and_deleting_removes(engine: Engine) -> None:
    engine.write([case("c5", version=2, texts={"ja": Text("奈良の宿")})])
    assert found(engine, "京都") == set() or "c5" not in found(engine, "京都")
    assert found(engine, "奈良") == {"c5"}
    engine.delete({"c5": 2, "unknown": 1})
    assert found(engine, "奈良") == set()
    assert engine.versions() == {"c1": 1, "c2": 1, "c3": 1, "c4": 1}


def test_a_failed_write_changes_nothing(engine: Engine) -> None:
    def broken() -> Any:
        yield case("c1", version=9)
        raise RuntimeError("database went away")

    for attempt in (engine.write, engine.rebuild):
        with pytest.raises(RuntimeError):
            attempt(broken())
        assert engine.versions() == dict.fromkeys(CASES, 1)
    engine.write([case("c1", version=3)])
    assert engine.versions()["c1"] == 3


ODD = [char * 10_000 for char in ("あ", "漢", "a", "\x00", '"「', "- ", "🎌")] + [chr(0xD800) + "x"]


@pytest.mark.parametrize("typed", ODD)
def test_odd_input_is_answered_in_no_time(engine: Engine, typed: str) -> None:
    started = time.process_time()
    engine.search(Query(typed, filters={"region": (typed,)}), ["region"])
    assert time.process_time() - started < 1


def test_odd_documents_can_be_written_and_shown(engine: Engine) -> None:
    odd = Text("\ud800\x00 題", summary="", body="本文" * 30_000)
    engine.write([Document("odd", "case", {"ja": odd}, {"region": ("日本\x1f語",)}), Document("none", "case", {})])
    assert "odd" in found(engine, "本文")
    assert {"odd", "none"} <= found(engine, "")
