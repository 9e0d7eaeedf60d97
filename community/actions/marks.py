"""An organisation declares, renews and withdraws the statement of its mark."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import (
    MarkDeclaration,
    MarkItem,
    MarkItemKind,
    Organisation,
    OrganisationMark,
    User,
)
from community.models.marks import VALID_FOR
from community.queries import leads
from community.queries.consents import organisation_consents_hold
from secunity.core.actions import touch_content


@dataclass(frozen=True, slots=True)
class StatedItem:
    """One thing that is stated, with what shows it: a text, an https address, a day."""

    kind: str
    evidence: str = ""
    evidence_url: str = ""
    evidence_on: date | None = None


@transaction.atomic
def declare_mark(
    *, organisation: Organisation, items: Iterable[StatedItem], prefers_marked_partners: bool, declared_by: User
) -> MarkDeclaration:
    """A new statement, valid for a year from today, in the place of the one before it; the public address stays.

    PermissionDenied for who does not lead the organisation, ValidationError where its consents do not hold.
    """
    _check_leads(declared_by, organisation)
    if not organisation_consents_hold(organisation):
        raise ValidationError(
            _("The mark rests on the consents of your organisation. One of them is missing: please give it first.")
        )
    mark, _is_new = OrganisationMark.objects.get_or_create(organisation=organisation)
    today = timezone.localdate()
    declaration = MarkDeclaration.objects.create(
        mark=mark,
        declared_on=today,
        expires_on=today + VALID_FOR,
        declared_by_id=declared_by.pk,
        prefers_marked_partners=prefers_marked_partners,
    )
    stated = list(items)
    kinds = MarkItemKind.objects.in_bulk([item.kind for item in stated])
    MarkItem.objects.bulk_create(
        MarkItem(
            declaration=declaration,
            kind=kinds[item.kind],
            evidence=item.evidence,
            evidence_url=item.evidence_url,
            evidence_on=item.evidence_on,
        )
        for item in stated
    )
    _note(declared_by, organisation, "community.mark_declared", items=len(stated))
    touch_content()
    return declaration


@transaction.atomic
def withdraw_mark(*, organisation: Organisation, withdrawn_by: User) -> None:
    """Withdraw the newest statement; its page and badge say so. PermissionDenied for who does not lead it,
    ValidationError where nothing stands that could be withdrawn."""
    _check_leads(withdrawn_by, organisation)
    newest = MarkDeclaration.objects.select_for_update().filter(mark__organisation=organisation).first()
    if newest is None or newest.withdrawn_on is not None:
        raise ValidationError(_("There is no statement that could be withdrawn."))
    newest.withdrawn_on = timezone.localdate()
    newest.save(update_fields=["withdrawn_on"])
    _note(withdrawn_by, organisation, "community.mark_withdrawn")
    touch_content()


def _check_leads(user: User, organisation: Organisation) -> None:
    if not leads(user, organisation):
        raise PermissionDenied(_("Only a responsible person of the organisation decides on its mark."))


def _note(user: User, organisation: Organisation, action: str, **data: object) -> None:
    log(instance=organisation, action=action, user=User.objects.get(pk=user.pk), data=data)
