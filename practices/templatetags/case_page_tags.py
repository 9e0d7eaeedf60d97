"""What a case page shows beside its words: spans of time, what was hit, and traces of the attacker."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext as _

from practices.forms import choices
from practices.models import CasePage, CaseVersion
from practices.queries.similar import days_in_words

register = template.Library()


@register.inclusion_tag("practices/tags/case_details.html")
def case_details(page: CasePage) -> dict[str, Any]:
    """Everything else that the version says; nothing for what it does not say."""
    version = page.version
    if version is None:
        return {}
    rows = [*_spans(version), *_answers(version)]
    return {"items": [{"label": label, "value": value} for label, value in rows if value], "version": version}


def _spans(version: CaseVersion) -> Iterable[tuple[str, str]]:
    """Bands of days: until it was noticed, and from then on."""
    names = {
        "noticed": _("Until it was noticed"),
        "contained": _("From noticing until it was stopped"),
        "recovered": _("From noticing until work went on as usual"),
        "closed": _("From noticing until it was closed"),
    }
    return ((label, days_in_words((version.durations or {}).get(name, ""))) for name, label in names.items())


def _answers(version: CaseVersion) -> Iterable[tuple[str, str]]:
    yield _("Who noticed"), str(dict(choices.NOTICED_BY).get(version.noticed_by, ""))
    # Asked of a report in these words, and answered here in the same.
    asked = (
        ("affected", _("Equipment affected"), choices.AFFECTED),
        ("environment", _("Where it stands"), choices.ENVIRONMENT),
        ("data_kinds", _("Data concerned"), choices.DATA_KINDS),
        ("cost_kinds", _("What the money went into"), choices.COST_KINDS),
    )
    for name, label, offered in asked:
        known = dict(offered)
        yield label, _(", ").join(str(known[code]) for code in getattr(version, name) or () if code in known)
    yield _("Number of records or people"), version.records_band.replace("-", "～") if version.records_band else ""
    yield _("ATT&CK techniques"), _(", ").join(version.techniques or ())
