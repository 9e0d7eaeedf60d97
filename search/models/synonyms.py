"""Words that mean the same, as the secretariat keeps them; a new hub begins with the project's own table."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.analysis.synonyms import Entry

LONGEST_WORD = 120


class SynonymGroup(models.Model):
    """Words of one meaning. `changed_at` lets every process notice a change."""

    code = models.SlugField(max_length=40, unique=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        verbose_name = _("words that mean the same")

    def __str__(self) -> str:
        return self.code

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Its words in their order."""
        return tuple(term.entry for term in self.terms.all())


class SynonymTerm(models.Model):
    """One word of a group. A narrower word is found by the others and does not find them."""

    group = models.ForeignKey(SynonymGroup, on_delete=models.CASCADE, related_name="terms")
    number = models.PositiveIntegerField(default=0)
    term = models.CharField(max_length=LONGEST_WORD)
    is_narrower = models.BooleanField(default=False)
    is_whole_only = models.BooleanField(default=False)
    is_expanded_to = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["group", "term"], name="synonym_once_in_group")
        ]

    def __str__(self) -> str:
        return self.term

    @property
    def entry(self) -> Entry:
        """The word as the engines take it."""
        return Entry(self.group.code, self.term, self.is_narrower, self.is_whole_only, self.is_expanded_to)

    @classmethod
    def of(cls, group: SynonymGroup, entry: Entry, number: int) -> "SynonymTerm":
        """The row for a word, not yet stored."""
        return cls(
            group=group,
            number=number,
            term=entry.term,
            is_narrower=entry.is_narrower,
            is_whole_only=entry.is_whole_only,
            is_expanded_to=entry.is_expanded_to,
        )
