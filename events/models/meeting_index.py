"""The list of all meetings, narrowed by region and working group."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _

from community.models import Region, WorkingGroup
from events.models.access import reader_of
from events.models.meeting_queryset import MeetingQuerySet
from events.models.meetings import MeetingPage
from secunity.core.models import BodyPage

LONGEST_SHOWN = 40


@dataclass(frozen=True)
class UnknownValue:
    """A value of a filter that means nothing here, and what it might have been."""

    parameter: str
    label: str
    value: str
    allowed: tuple[Region | WorkingGroup, ...]


@dataclass(frozen=True)
class MeetingFilter:
    """What somebody asked the list of meetings for. Within one parameter either value, across them both."""

    regions: tuple[Region, ...] = ()
    working_groups: tuple[WorkingGroup, ...] = ()
    unknown: tuple[UnknownValue, ...] = ()

    @classmethod
    def parse(cls, query: QueryDict) -> "MeetingFilter":
        """Understand `?region=…&working_group=…`, each repeatable; what is not understood is in `unknown`."""
        unknown: list[UnknownValue] = []
        regions = _terms(query, "region", _("Region"), Region, unknown)
        groups = _terms(query, "working_group", _("Working group"), WorkingGroup, unknown)
        return cls(regions, groups, tuple(unknown))

    def narrow(self, meetings: MeetingQuerySet) -> MeetingQuerySet:
        """Only the meetings that were asked for."""
        if self.regions:
            meetings = meetings.filter(region__in=self.regions)
        if self.working_groups:
            meetings = meetings.filter(working_group__in=self.working_groups)
        return meetings

    @property
    def chosen(self) -> list[dict[str, str]]:
        """Each filter in force with its name and the query that leaves it out."""
        pairs = self._pairs()
        terms: list[Region | WorkingGroup] = [*self.regions, *self.working_groups]
        return [
            {"label": term.name, "url": "?" + _encoded([p for p in pairs if p != pair])}
            for term, pair in zip(terms, pairs, strict=True)
        ]

    @property
    def query(self) -> str:
        """The filters in force as a query, without the question mark."""
        return _encoded(self._pairs())

    def _pairs(self) -> list[tuple[str, str]]:
        return [("region", r.code) for r in self.regions] + [("working_group", g.code) for g in self.working_groups]


class MeetingIndexPage(BodyPage):
    """What is being held, what comes, and what has been."""

    template = "events/meeting_index_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["events.MeetingPage"]
    private_page_options: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("List of meetings")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The list; 404 with a way on where a filter has an unknown value."""
        response = super().serve(request, *args, **kwargs)
        context = response.context_data or {}
        if context["filter"].unknown or context["unknown_year"]:
            response.status_code = 404
        if context["reads_as_member"]:
            patch_cache_control(response, private=True, no_store=True)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the meetings that this reader may know of, as the filters ask."""
        reader = reader_of(request)
        asked = MeetingFilter.parse(request.GET)
        language = self.locale.language_code
        meetings = asked.narrow(MeetingPage.objects.visible_to(reader).in_language(language)).with_labels()
        return super().get_context(request, *args, **kwargs) | {
            "filter": asked,
            "reads_as_member": reader.is_authenticated,
            "regions": Region.objects.all(),
            "working_groups": WorkingGroup.objects.all(),
            **_by_time(meetings, request.GET.get("year", ""), timezone.now()),
        }


def _by_time(meetings: MeetingQuerySet, year: str, now: datetime) -> dict[str, Any]:
    ahead = list(meetings.not_over(now))
    years = _years(meetings.past(now))
    coming = [meeting for meeting in ahead if meeting.starts_at > now]
    shown = int(year) if year.isascii() and year.isdigit() and int(year) in years else next(iter(years), None)
    return {
        "open_now": [meeting for meeting in ahead if meeting.starts_at <= now and not meeting.is_cancelled],
        "coming": coming,
        "next_one": next((meeting for meeting in coming if not meeting.is_cancelled), None),
        "years": years,
        "year": shown,
        "unknown_year": "" if not year or str(shown) == year else year[:LONGEST_SHOWN],
        "past": meetings.past(now).filter(starts_at__year=shown) if shown else [],
    }


def _years(past: MeetingQuerySet) -> dict[int, int]:
    """How many meetings each year had, the latest year first."""
    counted = past.order_by().annotate(year=ExtractYear("starts_at")).values("year").annotate(number=Count("pk"))
    return dict(counted.order_by("-year").values_list("year", "number"))


def _terms(query: QueryDict, parameter: str, label: Any, model: Any, unknown: list[UnknownValue]) -> tuple[Any, ...]:
    asked = list(dict.fromkeys(value for value in query.getlist(parameter) if value))
    if not asked:
        return ()
    known = {term.code: term for term in model.objects.all()}
    unknown += [
        UnknownValue(parameter, str(label), value[:LONGEST_SHOWN], tuple(known.values()))
        for value in asked
        if value not in known
    ]
    return tuple(known[value] for value in asked if value in known)


def _encoded(pairs: list[tuple[str, str]]) -> str:
    query = QueryDict(mutable=True)
    for parameter, value in pairs:
        query.appendlist(parameter, value)
    return query.urlencode()
