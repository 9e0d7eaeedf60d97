"""The demo cases and practices as the hub's index holds them, made from the content files without a database."""

import csv
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from wagtail.models import Locale

import secunity.home
from community.models import IndustryDivision, IndustryGroup, Prefecture, Region, SizeBand
from practices.models import Case, CaseText, CaseVersion, DamageBand, IncidentType, PracticePage, ResponseType
from practices.models.vocabularies import PracticeTheme
from search.engines.base import Document, Text
from search.queries.case_documents import case_document
from search.queries.page_documents import OWN_PAGE_KINDS
from search.queries.places import Place
from secunity.core.models import Vocabulary
from secunity.home.actions.cases import WORDS
from secunity.home.actions.content import rich_text

DEMO = Path(secunity.home.__file__).parent / "content" / "demo"
LANGUAGES = ("ja", "en")
PRACTICE = next(kind for kind in OWN_PAGE_KINDS if kind.kind == "practice")

Term = TypeVar("Term", bound=Vocabulary)


def documents() -> Iterator[Document]:
    """Every demo case ("demo-001") and every demo practice ("p01")."""
    yield from (_case(row) for name in ("cases_a", "cases_b") for row in content(name))
    places = {row["key"]: _place(row) for row in content("communities")}
    yield from (_practice(row, places[row["community"]]) for row in content("practices"))


def content(name: str) -> list[dict[str, Any]]:
    """The rows of one demo file."""
    rows: list[dict[str, Any]] = json.loads((DEMO / f"{name}.json").read_text(encoding="utf-8"))
    return rows


@lru_cache(maxsize=16)
def terms(model: type[Term]) -> dict[str, Term]:
    """The terms of a code list by their code, unsaved."""
    with model.source_file.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    attributes = {field.name: field.attname for field in model._meta.concrete_fields}
    return {row["code"]: model(**{attributes[name]: text or None for name, text in row.items()}) for row in rows}


def _term(model: type[Term], code: str | None) -> Term | None:
    return terms(model)[code] if code else None


def _case(row: dict[str, Any]) -> Document:
    group = terms(IndustryGroup)[row["industry"]] if not row["industry"].isalpha() else None
    version = CaseVersion(
        case=Case(public_id=row["key"], origin=Case.Origin.DEMO),
        region=_term(Region, row["region"]),
        prefecture=_term(Prefecture, row["prefecture"]),
        industry_division=_term(IndustryDivision, group.division_id if group else row["industry"]),
        industry_group=group,
        size_band=_term(SizeBand, row["size_band"]),
        occurred=row["occurred"] or "",
        response_type=_term(ResponseType, row["response_type"]),
        entry_route=row["entry_route"],
        starting_point=row["starting_point"],
        damage_kind=row["damage"]["kind"],
        damage_band=_term(DamageBand, row["damage"]["band"]),
        damage_yen=row["damage"].get("yen"),
    )
    texts = [CaseText(language=code, **_words(row[code])) for code in LANGUAGES if code in row]
    kinds = [terms(IncidentType)[code] for code in row["incident_types"]]
    return case_document(version, texts, kinds, has_practice=False)


def _words(text: dict[str, Any]) -> dict[str, Any]:
    return {name: text[name] for name in WORDS}


def _place(community: dict[str, Any]) -> Place:
    return Place(
        regions=(community["region"],),
        prefectures=tuple(community["prefectures"]),
        terms=(
            terms(Region)[community["region"]],
            *(terms(Prefecture)[code] for code in community["prefectures"]),
        ),
    )


def _practice(row: dict[str, Any], place: Place) -> Document:
    texts = {code: _practice_text(row, code, place) for code in LANGUAGES if code in row}
    facets = {"region": place.regions, "theme": tuple(row["themes"]), "lang": tuple(texts)}
    return Document(id=row["key"], kind="practice", texts=texts, facets=facets)


def _practice_text(row: dict[str, Any], language: str, place: Place) -> Text:
    words = row[language]
    page = PracticePage(
        title=words["title"],
        subtitle=words["subtitle"],
        org=words["org"],
        keywords=", ".join(words["keywords"]),
        locale=Locale(language_code=language),
        content_type_id=1,  # else the page looks its own up
        **{name: rich_text(words[name]) for name in PracticePage.HEADINGS if words.get(name)},
    )
    page.themes = [terms(PracticeTheme)[code] for code in row["themes"]]
    return Text(
        title=page.title,
        summary=words["summary"][:400],
        body="\n".join(word for word in PRACTICE.words(page) if word),
        labels="\n".join(place.names(language)),
    )
