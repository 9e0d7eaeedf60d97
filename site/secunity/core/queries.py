"""Reads that every app may ask of core."""

from secunity.core.models import ContentVersion


def content_version() -> int:
    """The number of the public content as committed now."""
    return ContentVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0
