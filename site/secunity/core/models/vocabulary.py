"""Controlled vocabularies: rows with a standard's own code and a name in both languages."""

from pathlib import Path
from typing import ClassVar

from django.db import models

from secunity.core.models.language import current_language


class Vocabulary(models.Model):
    """One term of a published code list. `source_file` is the CSV it is loaded from (source and date inside)."""

    source_file: ClassVar[Path]

    code = models.CharField(max_length=24, primary_key=True)
    name_ja = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The term in the active language."""
        return self.name_in(current_language())

    def name_in(self, language: str) -> str:
        """The term in `language` ("ja" or "en")."""
        return self.name_en if language.startswith("en") else self.name_ja


class TlpLabel(Vocabulary):
    """A label of the Traffic Light Protocol 2.0; a larger rank means a wider audience."""

    source_file = Path(__file__).parent.parent / "vocabularies" / "tlp_labels.csv"

    rank = models.PositiveSmallIntegerField()
    short_ja = models.CharField(max_length=60)
    short_en = models.CharField(max_length=80)
    long_ja = models.TextField()
    long_en = models.TextField()

    @property
    def short(self) -> str:
        """Who may see it, in a few words of the active language."""
        return self.short_en if current_language() == "en" else self.short_ja

    @property
    def long(self) -> str:
        """Who may see it and pass it on, in full."""
        return self.long_en if current_language() == "en" else self.long_ja
