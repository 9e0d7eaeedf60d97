"""An item as the API gives it."""

from collections.abc import Callable
from typing import Any

from django.utils.html import escape

from practices.models import CaseVersion
from practices.models.facts import damage_line
from search.engines.base import Fragments
from search.queries.facets import NOT_STATED
from search.queries.items import Item
from search.queries.places import Places
from secunity.core.models.language import current_language

Absolute = Callable[[str], str]


def case_record(item: Item, absolute: Absolute) -> dict[str, Any]:
    """A case as CaseResult."""
    version: CaseVersion = item.thing
    case = version.case
    return common_record(item, absolute) | {
        "region": version.region_id or NOT_STATED,
        "prefecture": version.prefecture_id or NOT_STATED,
        "industry": version.industry_group_id or version.industry_division_id or NOT_STATED,
        "industry_division": version.industry_division_id or NOT_STATED,
        "size_band": version.size_band_id or NOT_STATED,
        "incident_types": [kind.pk for kind in version.incident_types.all()],
        "response_type": version.response_type_id,
        "occurred": version.occurred or None,
        "damage": {
            "kind": version.damage_kind,
            "band": version.damage_band_id,
            "yen": version.damage_yen,
            "display": damage_line(version, current_language()),
        },
        "source": {
            "name": case.source_name or None,
            "url": case.source_url or None,
            "published": case.source_published or None,
        },
        "origin": case.origin,
        "tlp": case.tlp_id,
        "released": item.updated.isoformat() if item.updated else "",
    }


class PracticeRecords:
    """Practices as PracticeResult; the tree is read once for all of them."""

    def __init__(self) -> None:
        self._places = Places()

    def __call__(self, item: Item, absolute: Absolute) -> dict[str, Any]:
        page = item.thing
        return common_record(item, absolute) | {
            "region": next(iter(self._places.of(page).regions), NOT_STATED),
            "year": page.year,
            "stage": page.stage,
            "effort_band": page.effort_band or None,
            "budget_band": page.budget_band or None,
            "themes": [theme.pk for theme in page.themes.all()],
            "last_checked": page.last_checked.isoformat() if page.last_checked else None,
        }


def meeting_record(item: Item, absolute: Absolute) -> dict[str, Any]:
    """A meeting as MeetingResult."""
    page = item.thing
    return common_record(item, absolute) | {
        "region": page.region_id or NOT_STATED,
        "working_group": page.working_group_id,
        "starts_at": page.starts_at.isoformat(),
        "ends_at": page.ends_at.isoformat(),
    }


def common_record(item: Item, absolute: Absolute) -> dict[str, Any]:
    """What every record says: which thing, where, in which words."""
    return {
        "id": item.id,
        "url": absolute(item.url),
        "title": item.plain_title,
        "summary": item.plain_summary,
        "language": item.language,
        "highlights": {"title": _html(item.title), "summary": _html(item.summary), "body": _html(item.body)},
    }


def _html(fragments: Fragments) -> str:
    return "".join(f"<mark>{escape(f.text)}</mark>" if f.is_marked else escape(f.text) for f in fragments)
