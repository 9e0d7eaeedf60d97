"""Data leaves the hub as a file; each time is in the audit log."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Site

from community.models import User
from community.queries.personal import personal_data


@transaction.atomic
def export_own_data(*, user: User) -> dict[str, Any]:
    """Everything about `user`, for themselves."""
    person = User.objects.get(pk=user.pk)
    log(instance=person, action="community.exported_own_data", user=person)
    return {"exported_at": timezone.now().isoformat(), **personal_data(person)}


@transaction.atomic
def note_audit_export(*, user: models.Model, purpose: str, rows: int, filters: dict[str, str]) -> None:
    """Note that `user` took `rows` entries of the audit log along, which ones, and what for."""
    person = User.objects.get(pk=user.pk)
    about = Site.objects.filter(is_default_site=True).first() or person
    kept = {name: value for name, value in filters.items() if value and name != "person"}
    data = {"purpose": purpose[:200], "rows": rows, "filters": kept, "is_about_one": bool(filters.get("person"))}
    log(instance=about, action="community.exported_audit", user=person, data=data)
