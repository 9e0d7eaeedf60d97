"""When the organisers last looked over what a region's or a community's page says, and when they do so again."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.vocabularies import Region


class FactCheck(models.Model):
    """Somebody looked over the facts of a page. `page_key`: the translation key, the same in every language.

    Beside the page and not on it: saying that all is still true needs no second person and publishes no draft.
    """

    page_key = models.UUIDField(db_index=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="fact_checks")
    checked_on = models.DateField(default=timezone.localdate)
    review_by = models.DateField(_("look again by"))
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-checked_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.page_key} {self.checked_on}"

    def is_overdue(self, today: dt.date) -> bool:
        """Whether it should have been looked over again by now."""
        return self.review_by < today
