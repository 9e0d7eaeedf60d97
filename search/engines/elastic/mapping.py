"""The fields of the Elasticsearch index and their analyzers, and a document on its way into them."""

import base64
from collections.abc import Iterable, Sequence
from typing import Any

from elasticsearch import dsl

from search.analysis import VERSION as ANALYSIS_VERSION
from search.analysis import Term
from search.engines.base import KIND, Document
from search.engines.records import (
    LANGUAGES,
    SEARCHED_PARTS,
    TEXT_PARTS,
    Analysed,
    Record,
    analysed_texts,
    by_field,
    label_terms,
    places_bytes,
    read_record,
    record_bytes,
    sortable_date,
    text_field,
)
from secunity.core.text.normalise import normalise

# Part of the index's version: raise it whenever the mapping, an analyzer or the stored record changes.
MAPPING_VERSION = 5
INDEX_VERSION = f"{ANALYSIS_VERSION}/{MAPPING_VERSION}"

SHOWN = ["record", "places"]
# Stands where the analysis leaves a position free; the analyzer takes it out and keeps the position.
GAP = "␣"
_SPACE_IN_TERM = "▁"
_LONGEST_VALUE = 8000
# A text of many megabytes holds no word that is not in its first part.
_MOST_WORDS = 20_000

_norm = dsl.analyzer(
    "hub_norm", tokenizer="whitespace", filter=[dsl.token_filter("hub_gap", type="stop", stopwords=[GAP])]
)
_japanese = dsl.analyzer(
    "hub_japanese",
    char_filter=["icu_normalizer"],
    tokenizer=dsl.tokenizer("hub_kuromoji", type="kuromoji_tokenizer", mode="search", discard_compound_token=True),
    filter=["kuromoji_baseform", "kuromoji_part_of_speech", "ja_stop", "kuromoji_stemmer", "lowercase"],
)
_pairs = dsl.analyzer(
    "hub_pairs",
    tokenizer=dsl.tokenizer("hub_pairs", type="ngram", min_gram=2, max_gram=2, token_chars=["letter", "digit"]),
)


def index_of(name: str) -> dsl.Index:
    """The index of this name with its settings and mapping, not yet made."""
    index = dsl.Index(name)
    index.settings(
        number_of_shards=1,
        auto_expand_replicas="0-1",
        # A rebuild may write a document that was taken out meanwhile: its tombstone has to outlive the rebuild.
        gc_deletes="1h",
    )
    index.mapping(mapping())
    return index


def mapping() -> dsl.Mapping:
    """Every field, each with its analyzer; anything else in a document is refused."""
    made = dsl.Mapping()
    made.meta("dynamic", "strict")
    made.meta("_source", includes=SHOWN)
    made.field("id", dsl.Keyword())
    made.field("facets", dsl.Flattened(ignore_above=_LONGEST_VALUE))
    made.field("sort_date", dsl.Long())
    # The terms of the texts, each once: what lexicon and likeness count documents by.
    made.field("words", dsl.Keyword())
    for part in SEARCHED_PARTS:
        for language in LANGUAGES:
            made.field(text_field(part, language), dsl.Text(analyzer=_norm))
    made.field("texts", dsl.Text(analyzer=_japanese, fields={"ng": dsl.Text(analyzer=_pairs)}))
    made.field("record", dsl.Binary())
    made.field("places", dsl.Binary())
    return made


def to_source(document: Document) -> dict[str, Any]:
    """Analyse a document and lay it out in the fields."""
    analysed = analysed_texts(document)
    texts = [normalise(getattr(text, part)) for text in document.texts.values() for part in TEXT_PARTS]
    return {
        "id": document.id,
        "facets": _facets(document),
        "sort_date": sortable_date(document.sort_date),
        "words": _words(analysed),
        "texts": [text for text in texts if text],
        "record": base64.b64encode(record_bytes(document, analysed)).decode(),
        "places": base64.b64encode(places_bytes(analysed.values())).decode(),
        **_fields(analysed | label_terms(document)),
    }


def from_source(source: Any, language: str) -> Record:
    """Read a shown document back."""
    return read_record(base64.b64decode(source["record"]), base64.b64decode(source["places"]), language)


def written(term: str) -> str:
    """A term as it stands in a field whose terms are parted by spaces."""
    return _SPACE_IN_TERM.join(term.split()) or GAP


def facet_value(value: str) -> str:
    """A value as a field may hold it: any text that can be encoded, without the zero character."""
    return value.encode("utf-8", "replace").decode().replace("\0", " ")[:_LONGEST_VALUE]


def _facets(document: Document) -> dict[str, list[str]]:
    facets = {key: [facet_value(value) for value in dict.fromkeys(values)] for key, values in document.facets.items()}
    return {KIND: [document.kind], **{key: values for key, values in facets.items() if values}}


def _fields(analysed: Analysed) -> dict[str, list[str]]:
    return {
        text_field(part, language): [text for terms in texts if (text := laid_out(terms))]
        for (part, language), texts in by_field(analysed).items()
    }


def laid_out(terms: Sequence[Term]) -> str:
    """The terms in a row, each at its position; those that share a position with another one stand behind."""
    in_place: list[str] = []
    behind: list[str] = []
    for term in terms:
        if term.kind == "joined" or term.position < len(in_place):
            behind.append(written(term.text))
            continue
        in_place += [GAP] * (term.position - len(in_place))
        in_place.append(written(term.text))
    parted = [GAP, *behind] if behind else []
    return " ".join((*in_place, *parted))


def _words(analysed: Analysed) -> list[str]:
    words: Iterable[str] = (term.text for terms in analysed.values() for term in terms)
    return [word for word in dict.fromkeys(words) if word][:_MOST_WORDS]
