"""How a document is laid out for Elasticsearch, and a plan asked of it: without a node."""

from search.analysis import Term, analyse
from search.analysis.synonyms import Synonyms
from search.engines.base import Document, Text
from search.engines.elastic.mapping import GAP, facet_value, from_source, index_of, laid_out, to_source, written
from search.engines.elastic.translate import characters_query, filters_query, words_query
from search.engines.plan import make_plan
from search.engines.query import parse


def test_terms_keep_their_distances() -> None:
    assert laid_out(analyse("京都の旅館")) == f"京都 {GAP} 旅館"
    assert laid_out([]) == ""


def test_words_written_as_one_stand_behind_their_parts() -> None:
    assert laid_out(analyse("Wi-Fiの")) == f"wi fi {GAP} wifi"


def test_a_term_is_one_word_of_its_field() -> None:
    assert written("New York") == "New▁York"
    assert written(" ") == GAP
    assert laid_out([Term("a b", 0, 3, 0, "word")]) == "a▁b"


def test_a_document_comes_back_as_it_went_in() -> None:
    text = Text("\ud800 題\x00", "要約", "本文の\n話", "/x/", "札")
    document = Document("x", "case", {"ja": text, "en": Text("Title")}, {"region": ("a\0b", "a\0b"), "year": ()})
    source = to_source(document)
    assert source["facets"] == {"kind": ["case"], "region": ["a b"]}
    record = from_source(source, "en")
    assert (record.id, record.texts["ja"].body, record.texts["en"].title) == ("x", "本文の\n話", "Title")
    assert set(record.places) == {("en", "title")}
    assert "札" in " ".join(source["labels_ja"])
    assert "札" not in source["words"]


def test_odd_facet_values_can_be_kept() -> None:
    assert len(facet_value("あ" * 100_000)) == 8000
    assert facet_value("\ud800") == "?"


def test_only_what_is_shown_is_kept_as_source() -> None:
    mapping = index_of("x").to_dict()["mappings"]
    assert mapping["_source"] == {"includes": ["record", "places"]}
    assert mapping["dynamic"] == "strict"


def test_filters_leave_out_the_facet_that_is_counted() -> None:
    asked = filters_query({"region": ("a", "b"), "year": ("2024",)}, without="year").to_dict()
    assert asked == {"bool": {"filter": [{"terms": {"facets.region": ["a", "b"]}}]}}
    assert filters_query({}).to_dict() == {"match_all": {}}


def test_phrases_are_asked_with_their_gaps_and_pairs_weigh_little() -> None:
    plan = make_plan(parse("「京都の旅館」"), Synonyms([]))
    asked = words_query(plan).to_dict()
    assert f"京都 {GAP} 旅館" in str(asked)
    assert {"term": {"texts.ng": {"value": "京都", "boost": 0.3}}} in asked["bool"]["should"]
    assert "京都の旅館" in str(characters_query(plan).to_dict())
