"""Reports as parts of a member's own page."""

from collections.abc import Mapping
from typing import Any

from django import template

from practices.queries.reports import own_reports_of, reports_shown_to
from practices.queries.responses import may_see_figures

register = template.Library()


@register.inclusion_tag("practices/tags/report_links.html", takes_context=True)
def report_links(context: Mapping[str, Any]) -> dict[str, Any]:
    """Where the reader reports an incident, goes on with a draft, and finds what was entrusted to them."""
    user = context["request"].user
    return {
        "drafts": own_reports_of(user).filter(state="draft")[:3],
        "entrusted": reports_shown_to(user).count(),
        "keeps_log": may_see_figures(user),
    }
