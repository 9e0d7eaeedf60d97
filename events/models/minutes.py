"""What is kept of a meeting: lines with their revisions, who approved them, and whose name may stand there."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.room import SLUG_LENGTH, new_slug

LONGEST_LINE = 2000
MOST_LINES = 500


class Minutes(models.Model):
    """The minutes of one meeting in all its languages. `revision` rises with every change of anything in them."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being written")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")

    meeting_key = models.UUIDField(unique=True)
    slug = models.CharField(max_length=SLUG_LENGTH, unique=True, default=new_slug, editable=False)
    language = models.CharField(max_length=8, default="ja")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")

    def __str__(self) -> str:
        return f"minutes {self.slug}"

    @property
    def is_draft(self) -> bool:
        """Whether lines may still change."""
        return self.state == self.State.DRAFT

    @property
    def is_published(self) -> bool:
        """Whether they have their public page, as far as the label lets them."""
        return self.state == self.State.PUBLISHED


class MinutesLineQuerySet(models.QuerySet["MinutesLine"]):
    def standing(self) -> "MinutesLineQuerySet":
        """Lines that were not removed, by agenda item and then as they were written."""
        return self.filter(is_removed=False).order_by("agenda_item", "position", "pk")

    def open_actions(self) -> "MinutesLineQuerySet":
        """Actions that are not done, what is due first."""
        actions = self.filter(kind=MinutesLine.Kind.ACTION, is_removed=False, done_at__isnull=True)
        return actions.order_by(models.F("due_on").asc(nulls_last=True), "pk")


class MinutesLine(models.Model):
    """One line. `seq` points back to the message it came from; `agenda_item` counts from 1, 0 is none."""

    class Kind(models.TextChoices):
        INFO = "info", _("For information")
        AGREED = "agreed", _("Agreement")
        ACTION = "action", _("Action")

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.INFO)
    agenda_item = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    text = models.TextField(max_length=LONGEST_LINE)
    seq = models.BigIntegerField(null=True)
    speaker = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="minutes_actions"
    )
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True)
    reminded_for = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    is_removed = models.BooleanField(default=False)

    objects: ClassVar[Any] = MinutesLineQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["minutes", "seq", "kind"], condition=Q(is_removed=False), name="minutes_line_from_message_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "due_on"], name="minutes_action_by_owner", condition=Q(done_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id}/{self.pk} {self.kind}"

    @property
    def is_action(self) -> bool:
        """Whether somebody has to do it."""
        return self.kind == self.Kind.ACTION

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed and it is not done."""
        return self.done_at is None and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def shown_name(self) -> str:
        """The speaker's name, as long as this very person lets it stand there; else nothing."""
        consent = getattr(self, "consent", None)
        return consent.person.name if consent is not None and consent.is_given else ""


class MinutesRevision(models.Model):
    """How a line read after its `number`-th change: nothing that anybody wrote is lost."""

    line = models.ForeignKey(MinutesLine, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=MinutesLine.Kind)
    agenda_item = models.PositiveSmallIntegerField()
    text = models.TextField()
    is_removed = models.BooleanField(default=False)
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["line", "number"], name="minutes_revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}@{self.number}"


class SpeakerConsent(models.Model):
    """Whether the person who said it lets the name stand beside a line; nobody else answers that."""

    class State(models.TextChoices):
        ASKED = "asked", _("No answer to this yet")
        GIVEN = "given", _("Agreed")
        REFUSED = "refused", _("Not agreed")
        WITHDRAWN = "withdrawn", _("Taken back")

    line = models.OneToOneField(MinutesLine, on_delete=models.CASCADE, related_name="consent")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="minutes_consents")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    # What was agreed to: another wording is asked about anew.
    line_revision = models.PositiveIntegerField()
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.line_id} {self.state}"

    @property
    def is_given(self) -> bool:
        """Whether the name may stand there now."""
        return self.state == self.State.GIVEN
