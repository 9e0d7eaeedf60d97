"""The audit log: what it holds, by kind, and what the people who audit ask of it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry

from community.models import User


class Kind(NamedTuple):
    """Entries whose action begins with one of `starts`."""

    code: str
    label: str | Promise
    starts: tuple[str, ...]


ROLES = Kind("roles", gettext_lazy("Roles"), ("community.role_", "community.responsible_", "community.handed_over"))
CONSENTS = Kind("consents", gettext_lazy("Consents"), ("community.consent_", "practices.consent_"))
SIGN_INS = Kind("sign-ins", gettext_lazy("Sign-ins"), ("community.sign_", "community.sessions_ended"))
FACTORS = Kind("factors", gettext_lazy("Second factors"), ("community.second_factor_", "community.recovery_"))
ACCESSES = Kind("accesses", gettext_lazy("Access to protected data"), ("secunity.access",))
EXPORTS = Kind("exports", gettext_lazy("Exports"), ("community.exported_", "practices.exported_"))
DELETIONS = Kind("deletions", gettext_lazy("Deletions"), ("community.deleted_", "community.left"))
JOINING = Kind("joining", gettext_lazy("Joining"), ("community.application_", "community.invit"))
KINDS = (ROLES, CONSENTS, SIGN_INS, FACTORS, ACCESSES, EXPORTS, DELETIONS, JOINING)


@dataclass(frozen=True)
class AuditQuestion:
    """What is looked for; empty fields narrow nothing. `person` is a mail address, days are whole local days."""

    kind: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None


def of_kinds(*kinds: Kind) -> QuerySet[ModelLogEntry]:
    """The entries of these kinds."""
    starts = Q()
    for start in (start for kind in kinds for start in kind.starts):
        starts |= Q(action__startswith=start)
    return ModelLogEntry.objects.filter(starts)


def audit_entries(question: AuditQuestion) -> QuerySet[ModelLogEntry]:
    """The entries asked for, newest first."""
    kind = next((each for each in KINDS if each.code == question.kind), None)
    entries = of_kinds(kind) if kind else ModelLogEntry.objects.all()
    if question.person:
        entries = entries.filter(_about(question.person))
    if question.since:
        entries = entries.filter(timestamp__gte=_midnight(question.since))
    if question.until:
        entries = entries.filter(timestamp__lte=make_aware(datetime.combine(question.until, time.max)))
    return entries.select_related("user", "content_type").order_by("-timestamp", "-pk")


def _about(address: str) -> Q:
    """What this person did, and what was done with their account."""
    people = User.objects.filter(email__iexact=address)
    kind = ContentType.objects.get_for_model(User)
    keys = [str(pk) for pk in people.values_list("pk", flat=True)]
    return Q(user__in=people) | Q(content_type=kind, object_id__in=keys)


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
