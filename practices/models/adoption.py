"""What an organisation makes of a practice, and which practices somebody was reminded to check."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Organisation
from community.queries import Person, organisations_of
from practices.models.practice import Effort
from secunity.core.models import SealedTextField


class PracticeAdoptionQuerySet(models.QuerySet["PracticeAdoption"]):
    def visible_to(self, user: Person) -> "PracticeAdoptionQuerySet":
        """Those of the organisations that `user` works for; to everybody else only numbers are shown."""
        return self.filter(organisation__in=organisations_of(user).values("pk"))

    def at_work(self) -> "PracticeAdoptionQuerySet":
        """Those that are tried or used now."""
        return self.filter(state__in=(PracticeAdoption.State.TRIES, PracticeAdoption.State.USES))


class PracticeAdoption(models.Model):
    """One organisation and one practice, named by the key its translations share; `since` is when the state began."""

    class State(models.TextChoices):
        CONSIDERS = "considers", _("We are considering it")
        TRIES = "tries", _("We are trying it")
        USES = "uses", _("We do it")
        STOPPED = "stopped", _("We stopped")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="adoptions")
    practice_key = models.UUIDField(db_index=True)
    state = models.CharField(max_length=10, choices=State)
    since = models.DateField(default=timezone.localdate)
    effort = models.CharField(max_length=8, choices=Effort, blank=True, default="")
    note = SealedTextField(data_class="P3", blank=True, default="")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = PracticeAdoptionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-changed_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "practice_key"], name="adoption_once")
        ]

    def __str__(self) -> str:
        # Logs print it: neither whose it is nor why.
        return f"adoption of {self.practice_key}: {self.state}"


class PracticeReminder(models.Model):
    """That the organisers were told of one date by which a practice is to be checked."""

    practice_key = models.UUIDField()
    review_by = models.DateField()
    sent_at: Any = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["practice_key", "review_by"], name="practice_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.practice_key} {self.review_by}"
