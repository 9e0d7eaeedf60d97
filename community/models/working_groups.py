"""Working groups: data, so that one can be opened, renamed or closed without a release."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from community.models.people import Organisation
from secunity.core.models.language import current_language


def _in_japanese() -> bool:
    return current_language() != "en"


class WorkingGroupQuerySet(models.QuerySet["WorkingGroup"]):
    def open(self) -> "WorkingGroupQuerySet":
        """Those at work."""
        return self.filter(closed_on__isnull=True)


class WorkingGroup(models.Model):
    """A working group below the consortium."""

    code = models.SlugField(primary_key=True)
    name_ja = models.CharField(_("name in Japanese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120)
    aim_ja = models.TextField(_("aim in Japanese"), max_length=1000)
    aim_en = models.TextField(_("aim in English"), max_length=1000)
    meeting_mode_ja = models.CharField(_("how it meets, in Japanese"), max_length=120, blank=True)
    meeting_mode_en = models.CharField(_("how it meets, in English"), max_length=160, blank=True)
    is_provisional_2020 = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_note_ja = models.CharField(_("why it closed, in Japanese"), max_length=400, blank=True)
    closing_note_en = models.CharField(_("why it closed, in English"), max_length=400, blank=True)
    # Made with the first document; only participants open what lies in it (see community.wagtail_hooks).
    collection = models.OneToOneField(
        Collection, null=True, blank=True, on_delete=models.PROTECT, related_name="working_group", editable=False
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="WorkingGroupMembership", related_name="working_groups"
    )

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_ja if _in_japanese() else self.name_en

    @property
    def aim(self) -> str:
        """What it is for, in the active language."""
        return self.aim_ja if _in_japanese() else self.aim_en

    @property
    def meeting_mode(self) -> str:
        """How it meets, in the active language."""
        return self.meeting_mode_ja if _in_japanese() else self.meeting_mode_en

    @property
    def closing_note(self) -> str:
        """Why it closed, in the active language, else in the other one."""
        notes = (self.closing_note_ja, self.closing_note_en)
        return (notes[0] or notes[1]) if _in_japanese() else (notes[1] or notes[0])

    @property
    def is_open(self) -> bool:
        """Whether it is at work."""
        return self.closed_on is None


class WorkingGroupName(models.Model):
    """A name that a working group had before."""

    working_group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="earlier_names")
    name_ja = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    until = models.DateField(default=timezone.localdate)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-until", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The earlier name in the active language."""
        return self.name_ja if _in_japanese() else self.name_en


class Seat(models.TextChoices):
    """Whom a participant speaks for."""

    ORGANISATION = "organisation", _("for an organisation")
    EXPERT = "expert", _("as an expert")


class WorkingGroupMembership(models.Model):
    """A person takes part in a working group, on a seat of their organisation or as an expert."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    working_group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="memberships")
    seat = models.CharField(_("seat"), max_length=12, choices=Seat, default=Seat.EXPERT)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="working_group_seats"
    )
    since = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "working_group"], name="wg_membership_once")]

    def __str__(self) -> str:
        return f"{self.user} – {self.working_group}"


class WorkingGroupRequest(models.Model):
    """A member asks to take part; chair, secretary or secretariat decides."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="working_group_requests")
    working_group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="requests")
    seat = models.CharField(_("seat"), max_length=12, choices=Seat, default=Seat.EXPERT)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    message = models.TextField(_("what you would like to bring in"), max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=400, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "working_group"], condition=Q(state="open"), name="wg_request_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.working_group}"


class WorkingGroupDecision(models.Model):
    """Something a working group decided, on the day it did."""

    working_group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="decisions")
    decided_on = models.DateField(_("decided on"), default=timezone.localdate)
    text_ja = models.TextField(_("decision in Japanese"), max_length=2000)
    text_en = models.TextField(_("decision in English"), max_length=2000, blank=True)
    is_public = models.BooleanField(
        _("show it to everybody"), default=False, help_text=_("Without this, only participants read it.")
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.working_group} {self.decided_on}"

    @property
    def text(self) -> str:
        """The decision in the active language, in Japanese where it has no other."""
        return (not _in_japanese() and self.text_en) or self.text_ja

    @property
    def language(self) -> str:
        """The language that `text` is in."""
        return "ja" if _in_japanese() or not self.text_en else "en"
