"""Who comes to a meeting: asked, confirmed, waiting, declined, cancelled; and whom a mail has told what."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from secunity.core.models import SealedTextField


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def of_meeting(self, meeting_key: object) -> "RegistrationQuerySet":
        """Those of one meeting, in the order in which people asked."""
        return self.filter(meeting_key=meeting_key).order_by("asked_at", "pk")

    def confirmed(self) -> "RegistrationQuerySet":
        """Those who have a place."""
        return self.filter(state=Registration.State.CONFIRMED)

    def waiting(self) -> "RegistrationQuerySet":
        """Those on the waiting list, the first to move up first."""
        return self.filter(state=Registration.State.WAITING).order_by("asked_at", "pk")

    def alive(self) -> "RegistrationQuerySet":
        """Those who mean to come: with a place, waiting for one, or asking."""
        return self.filter(state__in=Registration.ALIVE)


class Registration(models.Model):
    """A person and a meeting. One row each, whatever has been done and undone."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("waits for an answer")
        CONFIRMED = "confirmed", _("has a place")
        WAITING = "waiting", _("on the waiting list")
        DECLINED = "declined", _("declined")
        CANCELLED = "cancelled", _("cancelled")

    ALIVE: ClassVar[tuple[str, ...]] = (State.REQUESTED, State.CONFIRMED, State.WAITING)

    meeting_key = models.UUIDField(db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="registrations")
    state = models.CharField(max_length=10, choices=State)
    message = SealedTextField(data_class="P2", blank=True, default="")
    answer = SealedTextField(data_class="P2", blank=True, default="")
    asked_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting_key", "user"], name="registration_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["meeting_key", "asked_at"], name="registration_waiting", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_key} {self.user_id} {self.state}"

    @property
    def is_alive(self) -> bool:
        """Whether this person means to come."""
        return self.state in self.ALIVE


class MeetingMail(models.Model):
    """That a person was sent one kind of mail about a meeting: the unique row makes it leave exactly once.

    `about` is the beginning of the meeting that it told, so that a meeting that moves is reminded of anew.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        DAY = "day", _("reminder a day before")
        HOUR = "hour", _("reminder an hour before")
        THANKS = "thanks", _("thanks with the minutes")

    meeting_key = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    about = models.DateTimeField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting_key", "user", "kind", "about"], name="meeting_mail_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_key} {self.user_id} {self.kind}"

    @classmethod
    def is_first(cls, *, meeting_key: object, user_id: int, kind: str, about: datetime) -> bool:
        """Note it; whether this caller is the first, of however many processes. Call it in the mail's transaction."""
        return cls.objects.get_or_create(meeting_key=meeting_key, user_id=user_id, kind=kind, about=about)[1]
