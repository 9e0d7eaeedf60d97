"""Things of a list as rows: the same fields as JSON objects and as columns."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from practices.exchange.pieces import csv_pieces, json_pieces, plain_cell
from search.api.records import PracticeRecords, common_record, meeting_record
from search.queries.facets import NOT_STATED
from search.queries.items import Item
from search.queries.listings import Listing
from search.queries.places import Places
from secunity.core.queries import absolute_url

Row = dict[str, Any]
COMMON = ("kind", "id", "url", "title", "summary", "language", "updated")
COLUMNS: dict[str, tuple[str, ...]] = {
    "practice": (*COMMON, "region", "year", "stage", "effort_band", "budget_band", "themes", "last_checked"),
    "meeting": (*COMMON, "region", "working_group", "starts_at", "ends_at"),
    "community": (*COMMON, "region", "prefectures"),
    "": COMMON,
}


def table_pieces(listing: Listing, form: str, about: Mapping[str, Any], items: Iterator[Item]) -> Iterator[str]:
    """The file as "json" or "csv", piece by piece."""
    columns = COLUMNS[listing.kind]
    record = _record_of(listing.kind)
    rows = (_row(item, record(item), columns) for item in items)
    if form == "json":
        return json_pieces(about, listing.plural, rows)
    return csv_pieces(about, columns, ([plain_cell(row[name]) for name in columns] for row in rows))


def _row(item: Item, record: Row, columns: tuple[str, ...]) -> Row:
    said = {**record, "kind": item.kind, "updated": item.updated.isoformat() if item.updated else None}
    return {name: said[name] for name in columns}


def _record_of(kind: str) -> Callable[[Item], Row]:
    if kind == "practice":
        practices = PracticeRecords()
        return lambda item: practices(item, absolute_url)
    if kind == "meeting":
        return lambda item: meeting_record(item, absolute_url)
    if kind == "community":
        places = Places()
        return lambda item: common_record(item, absolute_url) | _place(places, item)
    return lambda item: common_record(item, absolute_url)


def _place(places: Places, item: Item) -> Row:
    place = places.of(item.thing)
    return {"region": next(iter(place.regions), NOT_STATED), "prefectures": list(place.prefectures)}
