"""Numbers that people count by."""

from typing import Any

from django.db.models import Max, QuerySet


def next_number(rows: "QuerySet[Any]", field: str = "number") -> int:
    """The number after the last of `rows`, 1 where there is none. Asked under the lock of what `rows` belong to."""
    last: int | None = rows.aggregate(last=Max(field))["last"]
    return (last or 0) + 1
