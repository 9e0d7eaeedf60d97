"""An organisation's mark, for the pages that show organisations."""

from typing import Any

from django import template
from django.utils import timezone

from community.models import MarkDeclaration, Organisation
from community.queries.marks import standing_of

register = template.Library()


@register.inclusion_tag("community/marks/_mark.html")
def organisation_mark(organisation: Organisation) -> dict[str, Any]:
    """{% organisation_mark organisation %}: its valid statement and what it wishes of partners; else nothing.

    Lists take their organisations through `community.queries.marks.with_marks`.
    """
    standing = standing_of(organisation)
    return {"standing": standing if standing and standing.is_current else None}


@register.filter
def warns_of_end(declaration: MarkDeclaration) -> bool:
    """Whether the statement runs out within a month."""
    return (declaration.expires_on - timezone.localdate()).days <= 30
