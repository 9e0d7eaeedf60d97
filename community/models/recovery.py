"""A lost phone: the way from asking to a new second factor, with two people who say who it is."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from secunity.core.models import SealedTextField

APPROVALS_NEEDED = 2
# The link in the first mail, the time others have to approve, and the link to the set-up.
LINK_LIFETIME = timedelta(hours=24)
DECISION_PERIOD = timedelta(days=7)
SET_UP_PERIOD = timedelta(hours=72)
# Whoever still has the phone needs time to read the mail and to stop it.
WAITING_PERIOD = timedelta(hours=2)


class AddressInquiry(models.Model):
    """Somebody typed a mail address for help with it. Answered in the background, so that no answer tells whether
    there is an account; the row goes with the answer."""

    class Kind(models.TextChoices):
        PASSWORD = "password", _("New password")
        FACTOR = "factor", _("Lost second factor")

    kind = models.CharField(max_length=10, choices=Kind)
    address = SealedTextField(data_class="P2")
    language = models.CharField(max_length=5)
    asked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at:%Y-%m-%d %H:%M}"


class Recovery(models.Model):
    """A person has lost every second factor and asks for a new start. Links are kept as keyed hashes only."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for the link in the mail")
        WAITING = "waiting", _("waits for two people's approval")
        APPROVED = "approved", _("approved, takes effect after the waiting time")
        RESET = "reset", _("reset, waits for the new second factor")
        DONE = "done", _("done, a new second factor is set up")
        CANCELLED = "cancelled", _("stopped by the person")
        REFUSED = "refused", _("refused")
        EXPIRED = "expired", _("expired")

    OPEN = (State.ASKED, State.WAITING, State.APPROVED)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recoveries")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    language = models.CharField(max_length=5)
    confirm_hash = models.CharField(max_length=64, blank=True, db_index=True)
    cancel_hash = models.CharField(max_length=64, blank=True, db_index=True)
    set_up_hash = models.CharField(max_length=64, blank=True, db_index=True)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    reset_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="recoveries_refused"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=["asked", "waiting", "approved", "reset"]),
                name="recovery_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_state_display()}"

    @property
    def expires_at(self) -> datetime:
        """When the present step ends by itself."""
        if self.state == self.State.ASKED:
            return self.asked_at + LINK_LIFETIME
        if self.state == self.State.RESET and self.reset_at:
            return self.reset_at + SET_UP_PERIOD
        return (self.confirmed_at or self.asked_at) + DECISION_PERIOD

    @property
    def takes_effect_at(self) -> datetime:
        """The earliest moment at which the factors may go: the person has had time to stop it."""
        return (self.confirmed_at or timezone.now()) + WAITING_PERIOD

    @property
    def is_overdue(self) -> bool:
        """Whether the present step has run out of time."""
        return timezone.now() >= self.expires_at


class RecoveryApproval(models.Model):
    """One entitled person says how they made sure who it is."""

    class Method(models.TextChoices):
        IN_PERSON = "in_person", _("I met them in person")
        VIDEO = "video", _("I saw and spoke to them by video and know their face")
        CALL_BACK = "call_back", _("I rang them on a number that I had before")
        COLLEAGUE = "colleague", _("A responsible person of their organisation, known to me, vouched for them")

    recovery = models.ForeignKey(Recovery, on_delete=models.CASCADE, related_name="approvals")
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="recoveries_approved"
    )
    method = models.CharField(max_length=10, choices=Method)
    note = SealedTextField(data_class="P2", blank=True, default="")
    approved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["approved_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["recovery", "approver"], name="recovery_approved_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.recovery_id}: {self.get_method_display()}"
