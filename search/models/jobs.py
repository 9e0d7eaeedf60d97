"""The outbox: which things the index has still to follow."""

from collections.abc import Collection, Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

BATCH = 500


class IndexJobQuerySet(models.QuerySet["IndexJob"]):
    def pending(self) -> "IndexJobQuerySet":
        """Things that changed since they were last written to the index, the oldest change first."""
        return self.filter(version__gt=F("indexed_version")).order_by("changed_at", "pk")

    def unmatched(self) -> "IndexJobQuerySet":
        """Things that changed since stored searches were last held against them."""
        return self.filter(version__gt=F("matched_version")).order_by("pk")

    def raise_versions(self, kind: str, keys: Collection[str]) -> None:
        """Note in the caller's transaction that these things changed."""
        ordered = list(keys)
        for start in range(0, len(ordered), BATCH):
            batch = ordered[start : start + BATCH]
            # First the rows, then the counters: of two transactions the second waits and counts on from the first.
            self.bulk_create([self.model(kind=kind, object_key=key) for key in batch], ignore_conflicts=True)
            self.filter(kind=kind, object_key__in=batch).update(version=F("version") + 1, changed_at=Now())

    def raise_above(self, kind: str, held: Mapping[str, int]) -> None:
        """Note that these things changed, each to a version above the one that the index holds: after a backup was
        restored the index may be ahead of the database."""
        self.raise_versions(kind, held)
        for key, version in held.items():
            self.filter(kind=kind, object_key=key, version__lte=version).update(version=version + 1)


class IndexJob(models.Model):
    """One thing the index follows. `version` counts its changes; the index has the one of `indexed_version`, and
    stored searches were held against the one of `matched_version`.

    `first_public_at` is when everybody could see it first; `was_hidden`: until a time when it was known, nobody could.
    """

    kind = models.CharField(max_length=16)
    object_key = models.CharField(max_length=64)
    version = models.PositiveBigIntegerField(default=0)
    indexed_version = models.PositiveBigIntegerField(default=0)
    matched_version = models.PositiveBigIntegerField(default=0)
    first_public_at = models.DateTimeField(null=True)
    was_hidden = models.BooleanField(default=False)
    changed_at = models.DateTimeField(db_default=Now())

    objects = IndexJobQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "object_key"], name="index_job_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["changed_at"], condition=Q(version__gt=F("indexed_version")), name="index_job_pending"
            ),
            models.Index(fields=["id"], condition=Q(version__gt=F("matched_version")), name="index_job_unmatched"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_key} {self.indexed_version}/{self.version}"
