"""The fields of the tantivy index, and a document on its way into and out of them."""

from collections.abc import Iterable, Sequence

import tantivy

from search.analysis import Term, bigrams
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

# Part of the index's version: raise it whenever the fields, the stored record, its blocks or the facets change.
SCHEMA_VERSION = 7

SEPARATOR = "\x1f"
# Positions left between two texts in one field, so that no phrase reaches from one into the next.
_TEXT_GAP = 50


def facet_term(key: str, value: str) -> str:
    """All facets live in one field: this is how one value of one facet is written there."""
    return f"{key}{SEPARATOR}{value}".encode("utf-8", "replace").decode()


def stamp(document_id: str, version: int) -> str:
    """Id and version in one term: the term dictionary alone answers which versions there are."""
    return f"{document_id}{SEPARATOR}{version}"


def build_schema() -> tantivy.Schema:
    """Make the schema; texts come in already cut into terms."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("stamp", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("facets", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("sort_date", fast=True)
    for part in SEARCHED_PARTS:
        for language in LANGUAGES:
            builder.add_text_field(text_field(part, language), tokenizer_name="raw", index_option="position")
    builder.add_text_field("grams", tokenizer_name="raw", index_option="position")
    builder.add_bytes_field("record", stored=True)
    builder.add_bytes_field("places", stored=True)
    return builder.build()


def to_tantivy(document: Document) -> tantivy.Document:
    """Analyse a document and lay it out in the fields."""
    target = tantivy.Document()
    target.add_text("id", document.id)
    target.add_text("stamp", stamp(document.id, document.version))
    target.add_integer("sort_date", sortable_date(document.sort_date))
    target.add_text("facets", facet_term(KIND, document.kind))
    for key, values in document.facets.items():
        for value in dict.fromkeys(values):
            target.add_text("facets", facet_term(key, value))
    analysed = analysed_texts(document)
    _add_texts(target, analysed | label_terms(document))
    _add_grams(target, document)
    target.add_bytes("record", record_bytes(document, analysed))
    target.add_bytes("places", places_bytes(analysed.values()))
    return target


def from_tantivy(stored: tantivy.Document, language: str) -> Record:
    """Read a stored document back; the places only for the texts of the language it is shown in."""
    return read_record(stored.get_first("record") or b"", stored.get_first("places") or b"", language)


def _add_texts(target: tantivy.Document, analysed: Analysed) -> None:
    for (part, language), texts in by_field(analysed).items():
        target.add_pre_tokenized_text(text_field(part, language), _pre_tokenized(texts))


def _add_grams(target: tantivy.Document, document: Document) -> None:
    texts = [bigrams(getattr(text, part)) for text in document.texts.values() for part in TEXT_PARTS]
    target.add_pre_tokenized_text("grams", _pre_tokenized(texts))


def _pre_tokenized(texts: Iterable[Sequence[Term]]) -> tantivy.PreTokenizedString:
    tokens: list[tantivy.Token] = []
    base = 0
    for terms in texts:
        tokens.extend(tantivy.Token(term.text, base + term.position, 0, 0) for term in terms)
        base += (terms[-1].position if terms else 0) + _TEXT_GAP
    return tantivy.PreTokenizedString("", tokens)
