"""Controlled vocabularies are loaded from their files."""

import csv
from collections.abc import Iterator
from typing import Any, cast

from django.apps import apps
from django.db import models, transaction

from secunity.core.models import Vocabulary


@transaction.atomic
def load_vocabularies() -> dict[str, int]:
    """Load every vocabulary from its CSV and return the rows per model; running it twice changes nothing."""
    counts = {}
    for model in _vocabularies_in_order():
        rows = list(_rows(model))
        fields = [f.name for f in model._meta.concrete_fields if not f.primary_key]
        model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)
        counts[model._meta.label] = len(rows)
    return counts


def _vocabularies_in_order() -> list[type[Vocabulary]]:
    """Vocabularies with those they point to first."""
    remaining = [m for m in apps.get_models() if issubclass(m, Vocabulary)]
    ordered: list[type[Vocabulary]] = []
    while remaining:
        ready = [m for m in remaining if _targets(m) <= set(ordered)]
        ordered += ready
        remaining = [m for m in remaining if m not in ready]
    return ordered


def _targets(model: type[Vocabulary]) -> set[type[Vocabulary]]:
    related = {f.related_model for f in model._meta.concrete_fields if f.is_relation}
    return {m for m in related if isinstance(m, type) and issubclass(m, Vocabulary)} - {model}


def _rows(model: type[Vocabulary]) -> Iterator[Vocabulary]:
    with model.source_file.open(encoding="utf-8") as file:
        table = csv.DictReader(line for line in file if not line.startswith("#"))
        for order, row in enumerate(table, start=1):
            yield model(order=order, **dict(_value(model, column, text) for column, text in row.items()))


def _value(model: type[Vocabulary], column: str, text: str) -> tuple[str, str | None]:
    """Attribute and value of one cell; an empty cell of a field that may be null is null."""
    field = cast(models.Field[Any, Any], model._meta.get_field(column))
    return field.attname, text or (None if field.null else "")
