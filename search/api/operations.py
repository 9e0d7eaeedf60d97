"""The operations of the public API."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from community.models import IndustryDivision, IndustryGroup, Prefecture, Region, RegionPage, SizeBand
from community.views import declares
from practices.models import IncidentType, ResponseType
from search.api import schemas
from search.api.answers import (
    IndexAwayError,
    UnreadableError,
    case_counts,
    list_address,
    list_answer,
    refuse_unknown,
    statistics,
)
from search.api.described import DescribedAPI
from search.api.hidden import adoption_counts, report_counts
from search.api.parameters import CASE_FILTERS, CASE_LIST, LIST, MEETING_LIST
from search.api.publication import RELEASE, problem
from search.api.records import PracticeRecords, case_record, meeting_record
from secunity.core.models import Vocabulary
from secunity.core.models.language import current_language

api = DescribedAPI(
    title="SECUNITY Hub",
    version=RELEASE,
    description="Released cases, practices and public meetings of Japan's regional security communities. Read-only.",
    openapi_url="openapi.json",
    docs_url=None,
    urls_namespace="api-v1",
)
PROBLEMS = {422: schemas.Problems, 429: schemas.Problems, 503: schemas.Problems}


@api.exception_handler(UnreadableError)
def unreadable(request: HttpRequest, error: UnreadableError) -> HttpResponse:
    """422 that names each parameter and what it allows."""
    detail = [
        {"parameter": p.parameter, "value": p.value, "allowed": list(p.allowed), "message": p.message}
        for p in error.problems
    ]
    return api.create_response(request, {"detail": detail}, status=422)


@api.exception_handler(IndexAwayError)
def index_away(request: HttpRequest, error: IndexAwayError) -> HttpResponse:
    """503 while the index is being built."""
    return problem(503, _("The search is being prepared. Please ask again in a few seconds."), **{"Retry-After": "5"})


@api.get(
    "/cases", response={200: schemas.CaseList, **PROBLEMS}, tags=["lists"], openapi_extra={"parameters": CASE_LIST}
)
@declares("everyone")
def cases(request: HttpRequest) -> dict[str, Any]:
    """Released cases. Filters: OR within one parameter, AND across; each facet is counted without its own filter."""
    return list_answer(request, "case", case_record)


@api.get(
    "/practices", response={200: schemas.PracticeList, **PROBLEMS}, tags=["lists"], openapi_extra={"parameters": LIST}
)
@declares("everyone")
def practices(request: HttpRequest) -> dict[str, Any]:
    """Published practices of regional communities."""
    return list_answer(request, "practice", PracticeRecords())


@api.get(
    "/meetings",
    response={200: schemas.MeetingList, **PROBLEMS},
    tags=["lists"],
    openapi_extra={"parameters": MEETING_LIST},
)
@declares("everyone")
def meetings(request: HttpRequest) -> dict[str, Any]:
    """Meetings that are announced in public."""
    return list_answer(request, "meeting", meeting_record)


@api.get("/regions", response={200: schemas.TermList, **PROBLEMS}, tags=["vocabularies"])
@declares("everyone")
def regions(request: HttpRequest) -> dict[str, Any]:
    """The nine areas of the regional bureaus of METI."""
    language = current_language()
    pages = {
        page.region_id: page.get_url() or ""
        for page in RegionPage.objects.live().filter(locale__language_code=language).select_related("locale")
    }
    return _terms(request, "region", [(region, None) for region in Region.objects.all()], pages)


@api.get("/industries", response={200: schemas.TermList, **PROBLEMS}, tags=["vocabularies"])
@declares("everyone")
def industries(request: HttpRequest) -> dict[str, Any]:
    """Divisions and groups of the Japan Standard Industrial Classification; `parent` is a group's division."""
    divisions = [(division, None) for division in IndustryDivision.objects.all()]
    groups = [(group, group.division_id) for group in IndustryGroup.objects.all()]
    return _terms(request, "industry", [*divisions, *groups], {})


@api.get("/incident-types", response={200: schemas.TermList, **PROBLEMS}, tags=["vocabularies"])
@declares("everyone")
def incident_types(request: HttpRequest) -> dict[str, Any]:
    """Kinds of incident in plain words."""
    return _terms(request, "incident_type", [(kind, None) for kind in IncidentType.objects.all()], {})


@api.get("/prefectures", response={200: schemas.TermList, **PROBLEMS}, tags=["vocabularies"])
@declares("everyone")
def prefectures(request: HttpRequest) -> dict[str, Any]:
    """The prefectures by their JIS code; `parent` is the area."""
    rows = Prefecture.objects.all()
    return _terms(request, "prefecture", [(each, each.region_id) for each in rows], {})


@api.get("/size-bands", response={200: schemas.TermList, **PROBLEMS}, tags=["vocabularies"])
@declares("everyone")
def size_bands(request: HttpRequest) -> dict[str, Any]:
    """Sizes of firms as far as they are said in public."""
    return _terms(request, "size_band", [(band, None) for band in SizeBand.objects.filter(parent=None)], {})


@api.get("/response-types", response={200: schemas.TermList, **PROBLEMS}, tags=["vocabularies"])
@declares("everyone")
def response_types(request: HttpRequest) -> dict[str, Any]:
    """How incidents were answered."""
    return _terms(request, "response_type", [(each, None) for each in ResponseType.objects.all()], {})


@api.get(
    "/stats/cases",
    response={200: schemas.Statistics, **PROBLEMS},
    tags=["statistics"],
    openapi_extra={"parameters": CASE_FILTERS},
)
@declares("everyone")
def case_statistics(request: HttpRequest) -> dict[str, Any]:
    """Exact counts over released cases, for every filter."""
    return statistics(request)


@api.get("/stats/reports", response={200: schemas.HiddenStatistics, **PROBLEMS}, tags=["statistics"])
@declares("everyone")
def report_statistics(request: HttpRequest) -> dict[str, Any]:
    """Counts over reports that are not public themselves: 1 and 2 are null and read 3件未満."""
    refuse_unknown(request, ("lang",))
    return report_counts()


@api.get("/stats/adoption", response={200: schemas.AdoptionStatistics, **PROBLEMS}, tags=["statistics"])
@declares("everyone")
def adoption_statistics(request: HttpRequest) -> dict[str, Any]:
    """How many organisations try or do each practice: 1 and 2 are null and read 3件未満; only larger regions."""
    refuse_unknown(request, ("lang",))
    return adoption_counts(request)


def _terms(
    request: HttpRequest, facet: str, terms: Sequence[tuple[Vocabulary, str | None]], pages: dict[str, str]
) -> dict[str, Any]:
    """A whole vocabulary as one page of a list."""
    refuse_unknown(request, ("lang",))
    counts = case_counts(facet)
    results = [
        {
            "code": term.pk,
            "name": term.name,
            "name_ja": term.name_ja,
            "name_en": term.name_en,
            "parent": parent,
            "cases": counts.get(term.pk, 0),
            "url": request.build_absolute_uri(pages.get(term.pk) or list_address(facet, term.pk)),
        }
        for term, parent in terms
    ]
    return {
        "total": len(results),
        "page": 1,
        "size": len(results),
        "results": results,
        "facets": {},
        "suggestions": [],
    }
