"""Code lists of cases and practices."""

from pathlib import Path

from django.db import models

from secunity.core.models import Vocabulary

FOLDER = Path(__file__).parent.parent / "vocabularies"


class IncidentType(Vocabulary):
    """What kind of incident it was, in plain words."""

    source_file = FOLDER / "incident_types.csv"

    plain_ja = models.CharField(max_length=120, blank=True)
    plain_en = models.CharField(max_length=160, blank=True)


class ResponseType(Vocabulary):
    """How the incident was answered."""

    source_file = FOLDER / "response_types.csv"


class DamageBand(Vocabulary):
    """Damage in yen, as a band."""

    source_file = FOLDER / "damage_bands.csv"

    min_yen = models.PositiveBigIntegerField()
    max_yen = models.PositiveBigIntegerField(null=True, blank=True)


class PracticeTheme(Vocabulary):
    """What a practice is about."""

    source_file = FOLDER / "practice_themes.csv"


class PartnerType(Vocabulary):
    """With whom a practice is carried out."""

    source_file = FOLDER / "partner_types.csv"
