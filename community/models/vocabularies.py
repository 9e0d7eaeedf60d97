"""Places, industries and sizes: the code lists by which everything is found."""

from pathlib import Path

from django.db import models

from secunity.core.models import Vocabulary
from secunity.core.models.language import current_language

FOLDER = Path(__file__).parent.parent / "vocabularies"


class Region(Vocabulary):
    """One of METI's nine bureau areas."""

    source_file = FOLDER / "regions.csv"

    kana = models.CharField(max_length=40)
    bureau_ja = models.CharField(max_length=60)
    bureau_city = models.CharField(max_length=20)


class MicArea(Vocabulary):
    """One of MIC's eleven bureau areas."""

    source_file = FOLDER / "mic_areas.csv"

    kana = models.CharField(max_length=40)
    bureau_ja = models.CharField(max_length=60)


class Prefecture(Vocabulary):
    """A prefecture with its JIS X 0401 code; the areas of METI and MIC are views over prefectures."""

    source_file = FOLDER / "prefectures.csv"

    short_ja = models.CharField(max_length=8)
    kana = models.CharField(max_length=20)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="prefectures")
    mic_area = models.ForeignKey(MicArea, on_delete=models.PROTECT, related_name="prefectures")
    tile_x = models.PositiveSmallIntegerField()
    tile_y = models.PositiveSmallIntegerField()

    @property
    def short(self) -> str:
        """The name as it fits on a map tile."""
        return self.name_en if current_language() == "en" else self.short_ja


class IndustryDivision(Vocabulary):
    """A division (A–T) of the Japan Standard Industrial Classification, 14th revision."""

    source_file = FOLDER / "industry_divisions.csv"

    short_ja = models.CharField(max_length=40)

    @property
    def short(self) -> str:
        """A shorter name for lists and tags; the standard has one only in Japanese (this project's own)."""
        return self.name_en if current_language() == "en" else self.short_ja


class IndustryGroup(Vocabulary):
    """A group (01–99) of the Japan Standard Industrial Classification."""

    source_file = FOLDER / "industry_groups.csv"

    division = models.ForeignKey(IndustryDivision, on_delete=models.PROTECT, related_name="groups")


class SizeBand(Vocabulary):
    """A band of employee numbers; bands without a parent are the ones shown in public."""

    source_file = FOLDER / "size_bands.csv"

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    employees_min = models.PositiveIntegerField()
    employees_max = models.PositiveIntegerField(null=True, blank=True)


class ActivityType(Vocabulary):
    """What organisers of regional communities do: seminar, exercise, consultation …"""

    source_file = FOLDER / "activity_types.csv"
