"""The fields of the tantivy index, and a document on its way into and out of them."""

import json
import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tantivy

from search.analysis import Term, analyse, bigrams
from search.engines.base import Document, Text
from search.engines.highlight import Places

# Part of the index's version: raise it whenever the fields or the stored record change.
SCHEMA_VERSION = 2

LANGUAGES = ("ja", "en")
TEXT_PARTS = ("title", "summary", "body")
SEARCHED_PARTS = (*TEXT_PARTS, "labels")
SEPARATOR = "\x1f"
_TERM_SEPARATOR = "\n"
# Positions left between two texts in one field, so that no phrase reaches from one into the next.
_TEXT_GAP = 50
_NOT_A_DIGIT = re.compile(r"\D")
_DATE_DIGITS = 14


def text_field(part: str, language: str) -> str:
    """The field of one part of the texts in one language."""
    return f"{part}_{language}"


def facet_term(key: str, value: str) -> str:
    """All facets live in one field: this is how one value of one facet is written there."""
    return f"{key}{SEPARATOR}{value}".encode("utf-8", "replace").decode()


def build_schema() -> tantivy.Schema:
    """Make the schema; texts come in already cut into terms."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    # Id and version in one term: the term dictionary alone answers which versions there are.
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


@dataclass(frozen=True, slots=True)
class Record:
    """What is stored of a document to show it: its texts and, for each, the places of its terms."""

    id: str
    kind: str
    texts: Mapping[str, Text]
    payload: Mapping[str, Any]
    places: Mapping[tuple[str, str], Places]


def to_tantivy(document: Document) -> tantivy.Document:
    """Analyse a document and lay it out in the fields."""
    target = tantivy.Document()
    target.add_text("id", document.id)
    target.add_text("stamp", f"{document.id}{SEPARATOR}{document.version}")
    target.add_integer("sort_date", sortable_date(document.sort_date))
    target.add_text("facets", facet_term("kind", document.kind))
    for key, values in document.facets.items():
        for value in dict.fromkeys(values):
            target.add_text("facets", facet_term(key, value))
    analysed = _analysed(document)
    labels = {(language, "labels"): analyse(text.labels) for language, text in document.texts.items()}
    _add_texts(target, analysed | labels)
    _add_grams(target, document)
    target.add_bytes("record", _record_bytes(document, analysed))
    target.add_bytes("places", _places_bytes(analysed.values()))
    return target


def from_tantivy(stored: tantivy.Document, language: str) -> Record:
    """Read a stored document back; the places only for the texts of the language it is shown in."""
    record = json.loads(stored.get_first("record") or b"{}")
    texts = {code: Text(*parts) for code, parts in record["texts"].items()}
    shown = shown_language(texts, language)
    return Record(record["id"], record["kind"], texts, record["payload"], _read_places(stored, record, shown))


def shown_language(texts: Mapping[str, Text], language: str) -> str:
    """The language asked for if the document has it, else Japanese, else what there is."""
    return next((code for code in (language, "ja") if code in texts), next(iter(texts), language))


def sortable_date(date: str) -> int:
    """An ISO date or moment, of any precision, as a number that sorts; 0 without one."""
    digits = _NOT_A_DIGIT.sub("", date)[:_DATE_DIGITS]
    return int(digits.ljust(_DATE_DIGITS, "0")) if digits else 0


_Analysed = dict[tuple[str, str], list[Term]]


def _analysed(document: Document) -> _Analysed:
    return {
        (language, part): analyse(getattr(text, part))
        for language, text in document.texts.items()
        for part in TEXT_PARTS
    }


def _add_texts(target: tantivy.Document, analysed: _Analysed) -> None:
    by_field: dict[str, list[list[Term]]] = {}
    for (language, part), terms in analysed.items():
        field = text_field(part, language if language in LANGUAGES else LANGUAGES[0])
        by_field.setdefault(field, []).append(terms)
    for field, texts in by_field.items():
        target.add_pre_tokenized_text(field, _pre_tokenized(texts))


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


def _record_bytes(document: Document, analysed: _Analysed) -> bytes:
    record = {
        "id": document.id,
        "kind": document.kind,
        "texts": {code: [text.title, text.summary, text.body, text.url] for code, text in document.texts.items()},
        "payload": document.payload,
        "terms": [
            [language, part, _TERM_SEPARATOR.join(term.text for term in terms)]
            for (language, part), terms in analysed.items()
            if terms
        ],
    }
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace")


def _places_bytes(texts: Iterable[Sequence[Term]]) -> bytes:
    return array("I", [number for terms in texts for term in terms for number in (term.start, term.end)]).tobytes()


def _read_places(stored: tantivy.Document, record: Mapping[str, Any], shown: str) -> dict[tuple[str, str], Places]:
    numbers = array("I")
    numbers.frombytes(stored.get_first("places") or b"")
    places: dict[tuple[str, str], Places] = {}
    done = 0
    for language, part, joined in record["terms"]:
        terms = joined.split(_TERM_SEPARATOR)
        if language == shown:
            spans = numbers[done : done + 2 * len(terms)]
            places[language, part] = Places(terms, spans[::2], spans[1::2])
        done += 2 * len(terms)
    return places
