"""What an index keeps of a document to show it: its texts and, for each, the places of its terms."""

import json
import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.analysis import Term, analyse
from search.engines.base import Document, Fragments, Hit, Query, Relaxation, Text
from search.engines.highlight import NO_PLACES, Mark, Marker, Places, highlighted, passage, row_of

LANGUAGES = ("ja", "en")
TEXT_PARTS = ("title", "summary", "body")
SEARCHED_PARTS = (*TEXT_PARTS, "labels")
# JSON and terms never hold it.
_PARTED = "\0"
_NOT_A_DIGIT = re.compile(r"\D")
_DATE_DIGITS = 14
_NO_TEXT = Text("")

# The terms of each part of the texts, by language and part.
Analysed = dict[tuple[str, str], list[Term]]


@dataclass(frozen=True, slots=True)
class Record:
    """A document as it is shown; `places` only for the texts of the language it is shown in."""

    id: str
    kind: str
    texts: Mapping[str, Text]
    payload: Mapping[str, Any]
    places: Mapping[tuple[str, str], Places]


def analysed_texts(document: Document) -> Analysed:
    """The terms of what is shown of a document."""
    return {
        (language, part): analyse(getattr(text, part))
        for language, text in document.texts.items()
        for part in TEXT_PARTS
    }


def by_field(analysed: Analysed) -> dict[tuple[str, str], list[list[Term]]]:
    """The terms by the field they are searched in: texts in any other language share the first one's field."""
    fields: dict[tuple[str, str], list[list[Term]]] = {}
    for (language, part), terms in analysed.items():
        fields.setdefault((part, language if language in LANGUAGES else LANGUAGES[0]), []).append(terms)
    return fields


def text_field(part: str, language: str) -> str:
    """The field of one part of the texts in one language."""
    return f"{part}_{language}"


def label_terms(document: Document) -> Analysed:
    """The terms of what is searched of a document and never shown."""
    return {(language, "labels"): analyse(text.labels) for language, text in document.texts.items()}


def record_bytes(document: Document, analysed: Analysed) -> bytes:
    """The texts and their terms."""
    record = {
        "id": document.id,
        "kind": document.kind,
        "texts": {code: [text.title, text.summary, text.body, text.url] for code, text in document.texts.items()},
        "payload": document.payload,
        "rows": [[language, part, len(terms)] for (language, part), terms in analysed.items() if terms],
    }
    rows = [row_of(term.text for term in terms) for terms in analysed.values() if terms]
    # The rows stand beside the JSON: they are read only where a text is shown.
    return _PARTED.join([json.dumps(record, ensure_ascii=False), *rows]).encode("utf-8", "replace")


def places_bytes(texts: Iterable[Sequence[Term]]) -> bytes:
    """Where the terms start and end, in the order of the record's terms."""
    return array("I", [number for terms in texts for term in terms for number in (term.start, term.end)]).tobytes()


def read_record(record: bytes, places: bytes, language: str) -> Record:
    """Read a kept document back, with the places of its texts in `language` if it has it."""
    head, *rows = record.split(_PARTED.encode())
    kept = json.loads(head.decode())
    texts = {code: Text(*parts) for code, parts in kept["texts"].items()}
    shown = shown_language(texts, language)
    return Record(kept["id"], kept["kind"], texts, kept["payload"], _read_places(kept["rows"], rows, places, shown))


def shown_language(texts: Mapping[str, Text], language: str) -> str:
    """The language asked for if the document has it, else Japanese, else what there is."""
    return next((code for code in (language, "ja") if code in texts), next(iter(texts), language))


def sortable_date(date: str) -> int:
    """An ISO date or moment, of any precision, as a number that sorts; 0 without one."""
    digits = _NOT_A_DIGIT.sub("", date)[:_DATE_DIGITS]
    return int(digits.ljust(_DATE_DIGITS, "0")) if digits else 0


def hit_of(record: Record, score: float, query: Query, marker: Marker, relaxation: Relaxation = "") -> Hit:
    """A document found, with what was looked for marked in it."""
    language = shown_language(record.texts, query.language)
    text = record.texts.get(language, _NO_TEXT)

    def marks(part: str) -> list[Mark]:
        if relaxation == "characters":
            return marker.character_marks(getattr(text, part))
        return marker.marks(record.places.get((language, part), NO_PLACES))

    in_body = marks("body")
    return Hit(
        id=record.id,
        kind=record.kind,
        score=score,
        language=language,
        url=text.url,
        title=highlighted(text.title, marks("title")),
        summary=passage(text.summary, marks("summary")),
        body=passage(text.body, in_body) if in_body else (),
        payload=record.payload,
    )


def plain(fragments: Fragments) -> str:
    """The text of fragments without marks."""
    return "".join(fragment.text for fragment in fragments)


def _read_places(
    kept: Iterable[tuple[str, str, int]], rows: Iterable[bytes], places: bytes, shown: str
) -> dict[tuple[str, str], Places]:
    numbers = array("I")
    numbers.frombytes(places)
    read: dict[tuple[str, str], Places] = {}
    first = 0
    for (language, part, count), row in zip(kept, rows, strict=True):
        if language == shown:
            read[language, part] = Places(row.decode(), numbers, first)
        first += 2 * count
    return read


def without(hits: Sequence[Hit], more: Iterable[Hit], size: int) -> tuple[Hit, ...]:
    """So many of `more` as fill a page of `size` after `hits`; none twice."""
    seen = {hit.id for hit in hits}
    return tuple(hit for hit in more if hit.id not in seen)[: size - len(hits)]
