"""A public case: its identity, its immutable versions and their texts."""

import secrets
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models import IndustryDivision, IndustryGroup, Prefecture, Region, SizeBand
from practices.models.vocabularies import DamageBand, IncidentType, ResponseType
from secunity.core.models import TlpLabel

# Where a case may be shown; a provider agrees to each for itself.
CHANNELS = ("site", "feed", "api", "exports")
ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def random_public_id() -> str:
    """Ten characters (49 bits) that say nothing about the case and are not mistaken for one another."""
    return "".join(secrets.choice(ID_ALPHABET) for _ in range(10))


class CaseQuerySet(models.QuerySet["Case"]):
    def released(self) -> "CaseQuerySet":
        """Cases that anyone may see: CLEAR, released and not withdrawn."""
        return self.filter(tlp_id="CLEAR", withdrawn_at__isnull=True, versions__released_at__isnull=False).distinct()

    def through(self, channel: str) -> "CaseQuerySet":
        """Public cases whose provider agreed to this channel; what nobody provided here goes through all of them."""
        if channel not in CHANNELS:
            raise ValueError(f"{channel} is no channel")
        return self.released() if channel == "site" else self.released().filter(**{f"not_through_{channel}": False})


class Case(models.Model):
    """What a public case is across its versions and languages; never holds what was reported in private."""

    class Origin(models.TextChoices):
        SEED = "seed", _("Public document")
        DEMO = "demo", _("Invented for demonstration")
        EXTERNAL = "external", _("Already public elsewhere")
        MEMBER = "member", _("Shared by a member")

    public_id = models.CharField(max_length=10, unique=True, default=random_public_id, editable=False)
    external_id = models.CharField(max_length=120, unique=True, null=True, blank=True)
    origin = models.CharField(max_length=10, choices=Origin)
    tlp = models.ForeignKey(TlpLabel, on_delete=models.PROTECT, default="CLEAR")
    source_name = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    source_published = models.CharField(max_length=10, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Channels that the provider did not agree to; without the first there is no case at all.
    not_through_feed = models.BooleanField(default=False)
    not_through_api = models.BooleanField(default=False)
    not_through_exports = models.BooleanField(default=False)

    objects = CaseQuerySet.as_manager()

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_public(self) -> bool:
        """Whether anyone may see it; `released` for one row."""
        return self.tlp_id == "CLEAR" and self.withdrawn_at is None and self.latest is not None

    @property
    def channels(self) -> tuple[str, ...]:
        """Where it may be shown."""
        return tuple(name for name in CHANNELS if not getattr(self, f"not_through_{name}", False))

    @property
    def latest(self) -> "CaseVersion | None":
        """The newest released version."""
        return self.versions.filter(released_at__isnull=False).order_by("-number").first()


class CaseVersion(models.Model):
    """One released state of a case: generalised attributes and, by language, its texts. Immutable once released."""

    class DamageKind(models.TextChoices):
        EXPECTED = "expected", _("Expected if nothing had been done")
        ACTUAL = "actual", _("Actual")
        NOT_STATED = "not_stated", _("Not stated")

    class Sector(models.TextChoices):
        PRIMARY = "primary", _("Agriculture, forestry and fisheries")
        SECONDARY = "secondary", _("Mining, construction and manufacturing")
        TERTIARY = "tertiary", _("Trade and services")

    class SizeClass(models.TextChoices):
        SME = "sme", _("Up to 300 people")
        LARGER = "larger", _("301 people or more")

    class EntryRoute(models.TextChoices):
        VPN = "vpn", _("VPN or network device")
        MAIL = "mail", _("Mail")
        WEB = "web", _("Website or download")
        CREDENTIALS = "credentials", _("Stolen or guessed password")
        SUPPLY_CHAIN = "supply_chain", _("Partner or supplier")
        REMOVABLE_MEDIA = "removable_media", _("USB stick or other medium")
        PHYSICAL = "physical", _("Physical access, loss or theft")
        MISCONFIGURATION = "misconfiguration", _("Wrong setting")
        INSIDER = "insider", _("Somebody inside")
        NO_USER_ACTION = "no_user_action", _("Direct, with no action by a user")
        UNKNOWN = "unknown", _("Unknown")

    class StartingPoint(models.TextChoices):
        OWN = "own", _("Own organisation")
        PARTNER = "partner", _("Business partner")
        CONTRACTOR = "contractor", _("Contractor")
        OVERSEAS = "overseas", _("Overseas base")
        UNKNOWN = "unknown", _("Unknown")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT)
    prefecture = models.ForeignKey(Prefecture, null=True, blank=True, on_delete=models.PROTECT)
    industry_division = models.ForeignKey(IndustryDivision, null=True, blank=True, on_delete=models.PROTECT)
    industry_group = models.ForeignKey(IndustryGroup, null=True, blank=True, on_delete=models.PROTECT)
    # What the gate left of the industry and the size where neither may be named.
    industry_sector = models.CharField(max_length=10, choices=Sector, blank=True, default="")
    size_band = models.ForeignKey(SizeBand, null=True, blank=True, on_delete=models.PROTECT)
    size_class = models.CharField(max_length=8, choices=SizeClass, blank=True, default="")
    occurred = models.CharField(max_length=7, blank=True)
    incident_types = models.ManyToManyField(IncidentType, blank=True)
    response_type = models.ForeignKey(ResponseType, null=True, blank=True, on_delete=models.PROTECT)
    entry_route = models.CharField(max_length=20, choices=EntryRoute, default=EntryRoute.UNKNOWN)
    starting_point = models.CharField(max_length=12, choices=StartingPoint, default=StartingPoint.UNKNOWN)
    damage_kind = models.CharField(max_length=10, choices=DamageKind, default=DamageKind.NOT_STATED)
    damage_band = models.ForeignKey(DamageBand, null=True, blank=True, on_delete=models.PROTECT)
    damage_yen = models.PositiveBigIntegerField(null=True, blank=True)
    # Codes as in a report (practices.forms.choices), blurred where they are numbers.
    noticed_by = models.CharField(max_length=20, blank=True, default="")
    affected: Any = models.JSONField(default=list, blank=True)
    environment: Any = models.JSONField(default=list, blank=True)
    cost_kinds: Any = models.JSONField(default=list, blank=True)
    data_kinds: Any = models.JSONField(default=list, blank=True)
    records_band = models.CharField(max_length=20, blank=True, default="")
    # Bands of days until it was "noticed", and from then until "contained", "recovered" and "closed".
    durations: Any = models.JSONField(default=dict, blank=True)
    # {"actions": ["malware.Ransomware"], "actors": [], "assets": [], "attributes": []}
    veris: Any = models.JSONField(default=dict, blank=True)
    techniques: Any = models.JSONField(default=list, blank=True)
    confidence = models.CharField(max_length=10, blank=True, default="")
    # [{"kind", "value", "reason"}]: traces of the attacker that somebody decided to publish, made harmless.
    indicators: Any = models.JSONField(default=list, blank=True)
    is_shared = models.BooleanField(default=False)
    is_reported = models.BooleanField(default=False)
    is_announced = models.BooleanField(default=False)
    released_at = models.DateTimeField(null=True, blank=True)
    text_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="case_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.case} v{self.number}"

    @property
    def year(self) -> int | None:
        """The year in which it happened, if stated."""
        return int(self.occurred[:4]) if self.occurred else None

    def text_in(self, language: str) -> "CaseText | None":
        """Its text in `language`, else in the language it has."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(language) or texts.get("ja") or next(iter(texts.values()), None)


class CaseText(models.Model):
    """The words of one version in one language."""

    version = models.ForeignKey(CaseVersion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    what_happened = models.TextField(blank=True)
    how_noticed = models.TextField(blank=True)
    hard_to_notice = models.TextField(blank=True)
    damage = models.TextField(blank=True)
    business_impact = models.TextField(blank=True, default="")
    cause = models.TextField(blank=True)
    what_helped = models.TextField(blank=True)
    would_do_first = models.TextField(blank=True)
    lesson = models.TextField(blank=True)
    controls = models.TextField(blank=True, default="")
    checklist: Any = models.JSONField(default=list, blank=True)
    timeline: Any = models.JSONField(default=list, blank=True)
    own_words: Any = models.JSONField(default=list, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "language"], name="case_text_once")
        ]

    def __str__(self) -> str:
        return self.title


class CasePractice(models.Model):
    """A practice that bears on a case, named by the key its translations share."""

    class Relation(models.TextChoices):
        PREVENTED = "prevented", _("Prevented it")
        WOULD_HAVE_PREVENTED = "would_have_prevented", _("Would have prevented it")
        DETECTED = "detected", _("Detected it")
        RECOVERED_WITH = "recovered_with", _("Helped to recover")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="practice_links")
    practice_key = models.UUIDField()
    relation = models.CharField(max_length=24, choices=Relation)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "practice_key", "relation"], name="case_practice_once")
        ]

    def __str__(self) -> str:
        return f"{self.case} – {self.relation}"
