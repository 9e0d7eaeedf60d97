"""Everything that the hub holds about one person, gathered from the tables themselves: nothing can be forgotten."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import ModelLogEntry

from community.models import User

# What opens a door or is only there to find something again; never given out, to nobody.
SECRET = re.compile(r"password|secret|token|hash|session_key|link_number|^data$|^key$|^seed$")
# People as authors, approvers … of something: listed as acts, without the thing.
ACT = re.compile(r"(_by|^owner|^finished_by|^requested_by|^locked_by)$")
# Frames of the hub that hold no more about a person than that they worked there.
WORK = ("wagtailcore", "wagtailimages", "wagtaildocs", "wagtailadmin", "wagtail_localize", "wagtailsearch")
SKIPPED = {"admin.LogEntry", "wagtailcore.ModelLogEntry", "wagtailcore.PageLogEntry"}


Source = Callable[[User], Mapping[str, list[dict[str, Any]]]]
_SOURCES: list[Source] = []


def add_personal_source(source: Source) -> None:
    """Let an app tell, by table, what it holds about a person where no foreign key leads to them."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def personal_data(user: User) -> dict[str, Any]:
    """All rows about `user` by table, what they did elsewhere, and the audit log about them; of others only that
    there was somebody."""
    records: dict[str, list[dict[str, Any]]] = {}
    acts: list[dict[str, Any]] = []
    for model, field in links_to_people():
        rows = model._base_manager.filter(**{field.name: user.pk}).order_by("pk")
        if ACT.search(field.name) or model._meta.app_label in WORK:
            acts += [{"table": model._meta.label, "id": _plain(pk), "as": field.name} for pk in _keys(rows)]
        else:
            found = [_row(row, user) for row in rows]
            records.setdefault(model._meta.label, []).extend(found)
    for source in _SOURCES:
        for label, rows_elsewhere in source(user).items():
            records.setdefault(label, []).extend(rows_elsewhere)
    return {
        "account": _row(user, user),
        "records": {label: rows for label, rows in sorted(records.items()) if rows},
        "acts": acts,
        "audit": [_entry(entry, user) for entry in _log_about(user)],
    }


def links_to_people() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Every foreign key to a person of every table."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or model._meta.label in SKIPPED or not model._meta.managed:
            continue
        for field in model._meta.local_concrete_fields:
            if field.is_relation and field.related_model is User:
                yield model, field


def _keys(rows: models.QuerySet[Any]) -> list[Any]:
    return list(rows.values_list("pk", flat=True))


def _row(row: models.Model, user: User) -> dict[str, Any]:
    values = {}
    for field in row._meta.concrete_fields:
        if SECRET.search(field.name) and not (field.name == "key" and field.primary_key):
            continue
        value = field.value_from_object(row)
        if field.is_relation and field.related_model is User:
            value = _who(value, user)
        values[field.name] = _plain(value)
    return values


def _who(pk: Any, user: User) -> str | None:
    return None if pk is None else "self" if pk == user.pk else "somebody else"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None | dict | list) else _text(value)


def _text(value: Any) -> Any:
    return str(value) if not isinstance(value, UUID) else value.hex


def _log_about(user: User) -> models.QuerySet[ModelLogEntry]:
    kind = ContentType.objects.get_for_model(User)
    about = models.Q(content_type=kind, object_id=str(user.pk)) | models.Q(user=user)
    return ModelLogEntry.objects.filter(about).select_related("content_type").order_by("timestamp")


def _entry(entry: ModelLogEntry, user: User) -> dict[str, Any]:
    is_about = entry.content_type_id == ContentType.objects.get_for_model(User).pk and entry.object_id == str(user.pk)
    return {
        "at": entry.timestamp.isoformat(),
        "what": entry.action,
        "by": _who(entry.user_id, user),
        "about": "self" if is_about else entry.content_type.model if entry.content_type else None,
    }
