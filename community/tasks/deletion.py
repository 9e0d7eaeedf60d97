"""What is forgotten about people, and when; the table that the page states is made of these functions."""

import logging
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Site

from community.models import (
    Application,
    Contact,
    Departure,
    DirectoryEntry,
    Invitation,
    KnownDevice,
    Recovery,
    RoleProposal,
    User,
)
from community.queries.audit import ACCESSES, EXPORTS, SIGN_INS, of_kinds
from community.tasks.periods import all_periods, kept_for
from secunity.core.tasks import periodic

logger = logging.getLogger(__name__)
DELETED = gettext_lazy("deleted")
EMPTIED = gettext_lazy("name, address and everything about the person deleted; what they published stays without it")


@periodic(minutes=24 * 60)
def forget_what_is_over() -> dict[str, int]:
    """Work off the table; what was forgotten is counted in the audit log. One period's failure stops no other."""
    counts: dict[str, int] = {}
    for period in all_periods():
        try:
            with transaction.atomic():
                counts[period.code] = period.run()
                _note(period.code, counts[period.code], period.days)
        except Exception:
            logger.exception("deletion of %s failed; it will be tried again tomorrow", period.code)
    return counts


@kept_for(30, code="departed", what=gettext_lazy("Accounts of people who left"), how=EMPTIED)
def forget_departed(before: datetime) -> int:
    """Accounts of people who left before; where something must stay (a released case), without the person."""
    gone = Departure.objects.filter(left_at__lt=before, user__name__gt="").select_related("user")
    for departure in gone:
        _forget_person(departure.user)
    return len(gone)


@kept_for(30, code="drafts", what=gettext_lazy("Applications that nobody went on with"), how=DELETED)
def forget_drafts(before: datetime) -> int:
    """Applications in writing that nobody has touched since."""
    return _delete_applications(Q(state=Application.State.DRAFT, changed_at__lt=before))


@kept_for(90, code="applications", what=gettext_lazy("Answered applications"), how=DELETED)
def forget_applications(before: datetime) -> int:
    """Accepted, declined and withdrawn applications; who was accepted has an account by then."""
    closed = [Application.State.ACCEPTED, Application.State.DECLINED, Application.State.WITHDRAWN]
    return _delete_applications(Q(state__in=closed, changed_at__lt=before))


@kept_for(30, code="invitations", what=gettext_lazy("Invitations that were used or have expired"), how=DELETED)
def forget_invitations(before: datetime) -> int:
    """Invitations whose link opens nothing any more."""
    over = Q(used_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    return Invitation.objects.filter(over).delete()[0]


@kept_for(400, code="devices", what=gettext_lazy("Devices with which somebody signed in"), how=DELETED)
def forget_devices(before: datetime) -> int:
    """Devices that have not been seen since."""
    return KnownDevice.objects.filter(last_seen_at__lt=before).delete()[0]


@kept_for(365, code="recoveries", what=gettext_lazy("Requests for help with a lost phone"), how=DELETED)
def forget_recoveries(before: datetime) -> int:
    """Requests that have ended, in whatever way."""
    return Recovery.objects.filter(ended_at__lt=before).delete()[0]


@kept_for(365, code="proposals", what=gettext_lazy("Decided proposals of roles"), how=DELETED)
def forget_proposals(before: datetime) -> int:
    """Proposals that have been decided."""
    return RoleProposal.objects.filter(decided_at__lt=before).delete()[0]


@kept_for(90, code="sign_ins", what=gettext_lazy("Log of who signed in when"), how=DELETED)
def forget_old_sign_ins(before: datetime) -> int:
    """Sign-ins and failed ones in the audit log."""
    return of_kinds(SIGN_INS).filter(timestamp__lt=before).delete()[0]


@kept_for(365, code="accesses", what=gettext_lazy("Log of who opened protected data or took it along"), how=DELETED)
def forget_accesses(before: datetime) -> int:
    """Accesses and exports in the audit log."""
    return of_kinds(ACCESSES, EXPORTS).filter(timestamp__lt=before).delete()[0]


@kept_for(5 * 365, code="audit", what=gettext_lazy("Everything else in the audit log"), how=DELETED)
def forget_audit(before: datetime) -> int:
    """Roles, consents and all other entries about people and places."""
    return ModelLogEntry.objects.filter(timestamp__lt=before).delete()[0]


def _delete_applications(which: Q) -> int:
    doomed = Application.objects.filter(which)
    keys = list(doomed.values_list("pk", flat=True))
    Invitation.objects.filter(application__in=keys, used_at=None).delete()
    Invitation.objects.filter(application__in=keys).update(application=None)
    doomed.filter(pk__in=keys).delete()
    return len(keys)


def _forget_person(user: User) -> None:
    kind = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).update(label=f"#{user.pk}")
    for model in (Contact, DirectoryEntry, EmailAddress, Authenticator, UserSession):
        model.objects.filter(user=user).delete()
    try:
        with transaction.atomic():
            User.objects.get(pk=user.pk).delete()
    except ProtectedError:
        _empty(user)


def _empty(user: User) -> None:
    user.name, user.email, user.is_active = "", f"left-{user.pk}@deleted.invalid", False
    user.set_unusable_password()
    user.save(update_fields=["name", "email", "is_active", "password"])
    user.consents.all().delete()
    user.applications.all().delete()


def _note(code: str, count: int, days: int) -> None:
    hub = Site.objects.filter(is_default_site=True).first()
    if count and hub is not None:
        log(instance=hub, action="community.deleted_by_period", data={"period": code, "count": count, "days": days})
