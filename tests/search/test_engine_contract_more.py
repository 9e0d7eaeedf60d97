"""What every engine does alike beyond plain search: versions, spelling, likeness, whole results."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from search.analysis.synonyms import Entry, Synonyms
from search.engines.base import DEEPEST_OFFSET, Document, Engine, Query, Text
from search.engines.comparison import compare
from search.engines.query import Clause
from search.engines.relaxing import Chosen, count, relaxations, why_nothing
from tests.search.engine_cases import CASES, case, found


def test_the_newest_version_wins(engine: Engine) -> None:
    engine.write([case("c5", version=3, texts={"ja": Text("奈良の宿")})])
    engine.write([case("c5", version=2, texts={"ja": Text("古い話")})])
    assert engine.versions()["c5"] == 3
    engine.delete({"c5": 2})
    assert found(engine, "奈良") == {"c5"}
    engine.delete({"c5": 4})
    assert found(engine, "奈良") == set()


def test_a_document_taken_out_can_come_back(engine: Engine) -> None:
    engine.delete({"c5": 2})
    engine.delete({"c5": 2})
    engine.write([case("c5", version=3)])
    assert found(engine, "京都") == {"c5"}


def test_page_is_filled_with_what_has_some_of_the_words(engine: Engine) -> None:
    assert engine.search(Query("京都 ランサムウェア")).also == ()
    engine.write([case("c4", version=2, texts={"ja": Text("メールの誤送信")})])
    result = engine.search(Query("メール 暗号化"))
    assert ([hit.id for hit in result.hits], result.total, result.relaxation) == (["c1"], 1, "")
    assert [hit.id for hit in result.also] == ["c4"]
    assert [hit.id for hit in result.shown] == ["c1", "c4"]


@pytest.mark.parametrize(
    "changed", [{"size": 1}, {"page": 2}, {"sort": "newest"}, {"is_exact": True}, {"filters": {"year": ("2023",)}}]
)
def test_nothing_fills_a_full_page_or_an_answer_that_is_to_be_exact(engine: Engine, changed: dict[str, Any]) -> None:
    engine.write([case("c4", version=2, texts={"ja": Text("メールの誤送信")})])
    assert engine.search(Query("メール 暗号化", **changed)).also == ()


def test_kind_of_the_page_is_no_filter_that_somebody_chose(engine: Engine) -> None:
    engine.write([replace(case("c4", version=2, texts={"ja": Text("旅館のシャドーIT")}), kind="practice")])
    result = engine.search(Query("旅館 シャドーIT", kinds=("case",)))
    assert {hit.id for hit in result.hits} == {"c3", "c5"}
    assert result.relaxation == "some_words"


@pytest.mark.parametrize(
    "typed", ["不正アクセス 発見", "旅館 Emotet", "東京都の工場で停止した", "「京都の旅館」 -奈良", "ホテ"]
)
def test_facets_count_what_is_found(engine: Engine, typed: str) -> None:
    result = engine.search(Query(typed, size=50), ["region", "year"])
    assert result.total == sum(each.count for each in result.facets["region"]) > 0
    assert result.total == sum(each.count for each in result.facets["year"])


@pytest.mark.parametrize(("region", "first"), [("kinki", "c1"), ("kanto", "c4")])
def test_preferred_values_come_first_and_leave_nothing_out(engine: Engine, region: str, first: str) -> None:
    engine.write([case(key, version=2, texts={"ja": Text("メールの誤送信")}) for key in ("c1", "c4")])
    result = engine.search(Query("誤送信", preferred={"region": (region, "nowhere"), "unheard": ("of",)}), ["region"])
    assert (result.hits[0].id, result.total) == (first, 2)
    assert {each.value: each.count for each in result.facets["region"]} == {"kinki": 1, "kanto": 1}


def test_rebuild_replaces_everything_and_is_complete(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine()
    assert engine.needs_rebuild
    assert engine.search(Query("京都"), ["region"]).total == 0
    engine.rebuild([case("c1"), case("c5")])
    assert set(engine.versions()) == {"c1", "c5"}
    engine.rebuild([case("c5", version=7)])
    assert engine.versions() == {"c5": 7}


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("emotetto", "エモテット", {"c1"}),
        ("emotett", "emotet", {"c1"}),
        ("エモテッド", "エモテット", {"c1"}),
        ("ランサムウエヤ", "ランサムウェア", {"c5"}),
        ("windwos", "window", {"c2"}),
    ],
)
def test_a_misspelt_word_finds_what_was_meant(engine: Engine, typed: str, meant: str, expected: set[str]) -> None:
    result = engine.search(Query(typed))
    assert {hit.id for hit in result.hits} == expected
    assert [correction.typed for correction in result.corrections] == [typed]
    assert result.corrections[0].meant.casefold() == meant.casefold()


@pytest.mark.parametrize("typed", ["Emotet", "エモテット", "emotet", "えもてっと", "「エモテッド」", "ランサムウエア"])
def test_a_known_word_and_a_phrase_are_never_corrected(engine: Engine, typed: str) -> None:
    assert engine.search(Query(typed)).corrections == ()


def test_a_word_that_a_text_has_is_never_corrected(engine: Engine) -> None:
    engine.write([Document("odd", "case", {"ja": Text("エモテッド社の話")})])
    result = engine.search(Query("エモテッド"))
    assert ([hit.id for hit in result.hits], result.corrections) == (["odd"], ())


def test_an_exact_query_is_taken_at_its_word(engine: Engine) -> None:
    for typed in ("ンサムウ", "旅館 シャドーIT", "エモテッド"):
        result = engine.search(Query(typed, is_exact=True))
        assert (result.total, result.relaxation, result.corrections) == (0, "", ())
    assert engine.search(Query("京都", is_exact=True)).total == 1
    assert engine.search(Query("-京都", is_exact=True)).total == len(CASES) - 1


def test_clauses_count_where_they_are_given(engine: Engine) -> None:
    assert found(engine, "大阪の旅館", clauses=(Clause("旅館"),)) == {"c5"}
    assert found(engine, "旅館", clauses=()) == set(CASES)


@pytest.mark.parametrize("typed", ["令和6年", "2024年", "令和六年", "㋿6年"])
def test_years_are_found_in_either_calendar(engine: Engine, typed: str) -> None:
    engine.write(
        [
            Document("era", "case", {"ja": Text("令和6年の話")}),
            Document("west", "case", {"ja": Text("2024年の話")}),
            Document("other", "case", {"ja": Text("平成6年の話")}),
        ]
    )
    assert found(engine, typed) == {"era", "west"}


@pytest.mark.parametrize("typed", ["京都 NOT 被害", "京都 被害を除く", "京都 被害以外", "京都　ＮＯＴ　被害"])
def test_exclusions_may_be_said_in_words(engine: Engine, typed: str) -> None:
    assert found(engine, typed) == set()
    assert found(engine, typed.replace("被害", "東京")) == {"c5"}


def test_every_gives_the_whole_result_in_order(engine: Engine) -> None:
    engine.write([Document(f"m{number:04}", "meeting", {"ja": Text("演習")}) for number in range(1200)])
    ids = [hit.id for hit in engine.every(Query("演習", size=5))]
    assert len(ids) == len(set(ids)) == 1200
    newest = [hit.id for hit in engine.every(Query("", kinds=("case",)))]
    assert newest == ["c5", "c4", "c3", "c2", "c1"]
    assert list(engine.every(Query("！？"))) == []


def test_pages_beyond_the_deepest_are_empty_and_counted(engine: Engine) -> None:
    result = engine.search(Query("", page=DEEPEST_OFFSET, size=20))
    assert (result.total, result.hits) == (5, ())


def test_similar_things_share_words(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine()
    engine.write(
        [
            Document(
                "a", "case", {"ja": Text("VPN装置の脆弱性から侵入", body="更新していないVPN装置の脆弱性を突かれた。")}
            ),
            Document("b", "practice", {"ja": Text("VPN装置の棚卸し", body="脆弱性の情報を集め、VPN装置を更新する。")}),
            Document("c", "case", {"ja": Text("メールの誤送信", body="宛先を間違えて送信した。")}),
            Document("d", "case", {"ja": Text("誤送信を防ぐ", body="送信の前に宛先を確かめる。")}),
        ]
    )
    first = engine.similar("a")
    assert [hit.id for hit in first] == ["b"]
    assert {"VPN", "脆弱"} <= {word[:3] if word.isascii() else word[:2] for word in first[0].shared}
    assert [hit.id for hit in engine.similar("c")] == ["d"]
    assert engine.similar("a", kinds=("case",)) == []
    assert engine.similar("nobody") == []


def test_vocabulary_counts_only_what_is_still_there(engine: Engine) -> None:
    assert engine.vocabulary()["京都"] >= 1
    assert "旅館" in engine.vocabulary()
    engine.delete({"c5": 2})
    assert "旅館" not in engine.vocabulary()


def test_synonyms_may_be_changed_and_compared(engine: Engine) -> None:
    before, after = Synonyms([]), Synonyms([Entry("g", "宿"), Entry("g", "旅館")])
    engine.synonyms = before
    changes = compare(engine, ["宿", "京都", "宿"], before, after)
    assert [(change.question, change.come, change.go) for change in changes] == [("宿", ("c5",), ())]
    assert found(engine, "宿") == set()
    engine.synonyms = after
    assert found(engine, "宿") == {"c5"}


def test_relaxations_are_counted_the_most_first(engine: Engine) -> None:
    total_of = partial(count, engine)
    query = Query("京都 旅館", filters={"region": ("kanto",), "year": ("not_stated",)})
    assert why_nothing(query, total_of) == "filters"
    (only,) = relaxations(query, total_of)
    assert (only.relaxed.removed, only.total) == ((Chosen("region", ("kanto",)),), 1)
    words = Query("京都 存在しない言葉")
    assert why_nothing(words, total_of) == "words"
    assert [(each.relaxed.query.text, each.total) for each in relaxations(words, total_of)] == [("京都", 1)]


def test_did_you_mean_writes_the_question_anew(engine: Engine) -> None:
    assert engine.lexicon().did_you_mean("ランサムウエヤに感染") == "ランサムウェアに感染"
    assert engine.lexicon().did_you_mean("京都の旅館") is None
