"""Whoever opens personal data leaves a line in the audit log."""

from django.contrib.auth import get_user_model
from django.db import models
from wagtail.log_actions import log

from secunity.core.models import DataClass


def record_access(*, actor: models.Model, instance: models.Model, data_class: DataClass, purpose: str) -> None:
    """Note that `actor` (a person) opened `instance`, of class P2 or P3, and what for; nothing of its content."""
    # request.user is lazy: Wagtail's log knows no log for a wrapper's type.
    person = get_user_model()._default_manager.get(pk=actor.pk)
    log(
        instance=instance,
        action="secunity.access",
        user=person,
        data={"data_class": data_class, "purpose": purpose[:200]},
    )
