"""What the index holds of a case."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from django.db.models import Min, Q
from django.utils.html import strip_tags

from practices.exchange.public import TEXT_FIELDS
from practices.models import Case, CaseText, CaseVersion, IncidentType
from practices.models.facts import case_facts
from search.engines.base import Document, Text
from search.queries.cases import newest_versions, public_versions
from search.queries.channels import channels_of
from search.queries.facets import NOT_STATED, YES

# The title and the summary stand for themselves.
BODY_FIELDS = TEXT_FIELDS[2:]


def public_case_keys() -> Iterator[str]:
    """The public id of every case that anyone may see."""
    return Case.objects.released().values_list("public_id", flat=True).iterator()


def newest_case_keys() -> Iterator[str]:
    """The same, the case released last first."""
    return newest_versions().values_list("case__public_id", flat=True).iterator()


def first_released(keys: Collection[str]) -> dict[str, datetime]:
    """When each case of `keys` that anyone may see was first released."""
    released = CaseVersion.objects.filter(released_at__isnull=False, case__in=Case.objects.released())
    dates = released.filter(case__public_id__in=keys).order_by().values_list("case__public_id")
    return dict(dates.annotate(first=Min("released_at")))


def case_documents(keys: Collection[str]) -> Iterator[Document]:
    """One document for each case of `keys` that anyone may see."""
    versions = public_versions(Q(public_id__in=keys))
    for version in versions.select_related("response_type").prefetch_related(
        "texts", "incident_types", "case__practice_links"
    ):
        yield _document(version)


def _document(version: CaseVersion) -> Document:
    kinds = tuple(version.incident_types.all())
    return case_document(version, version.texts.all(), kinds, has_practice=bool(version.case.practice_links.all()))


def case_document(
    version: CaseVersion, words: Iterable[CaseText], kinds: Sequence[IncidentType], *, has_practice: bool
) -> Document:
    """The document of one version with these texts and kinds of incident; asks no database for what it is given."""
    texts = {text.language: _text(version, text, kinds) for text in words}
    return Document(
        id=version.case.public_id,
        kind="case",
        texts=texts,
        facets=_facets(version, kinds, tuple(sorted(texts))) | {"has_practice": (YES,) if has_practice else ()},
        sort_date=version.released_at.isoformat() if version.released_at else "",
        version=0,
        payload={},
    )


def _text(version: CaseVersion, text: CaseText, kinds: Iterable[IncidentType]) -> Text:
    parts = [getattr(text, name) for name in BODY_FIELDS]
    parts += [str(item) for item in text.checklist]
    parts += [f"{step.get('label', '')} {step.get('text', '')}" for step in text.timeline]
    labels = "\n".join(_labels(version, text.language, kinds))
    return Text(title=text.title, summary=text.summary, body="\n".join(part for part in parts if part), labels=labels)


def _labels(version: CaseVersion, language: str, kinds: Iterable[IncidentType]) -> list[str]:
    """The words of its attributes, so that 「製造業」 or 「近畿」 typed as a word finds it."""
    facts = [strip_tags(str(fact["value"])) for fact in case_facts(version, language, kinds=kinds)]
    division = version.industry_division
    return [*facts, division.name_in(language) if division else ""]


def _facets(
    version: CaseVersion, kinds: Iterable[IncidentType], languages: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    return {
        "region": (version.region_id or NOT_STATED,),
        "prefecture": (version.prefecture_id or NOT_STATED,),
        "industry": _present(version.industry_division_id, version.industry_group_id) or (NOT_STATED,),
        "incident_type": tuple(kind.pk for kind in kinds),
        "size_band": (version.size_band_id or NOT_STATED,),
        "response_type": _present(version.response_type_id),
        "year": _present(str(version.year or "")),
        "lang": languages,
        "mic_area": _present(version.prefecture.mic_area_id if version.prefecture else None),
        "entry_route": (version.entry_route,),
        "damage_band": (_damage_band(version),),
        **channels_of(version.case),
    }


def _damage_band(version: CaseVersion) -> str:
    if version.damage_kind == CaseVersion.DamageKind.NOT_STATED:
        return NOT_STATED
    return version.damage_band_id or NOT_STATED


def _present(*values: str | None) -> tuple[str, ...]:
    return tuple(value for value in values if value)
