"""An organisation takes up a practice, goes on with it, or stops."""

import datetime as dt
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import Organisation, User
from community.queries import belongs_to
from practices.models import PracticeAdoption, PracticePage


@transaction.atomic
def record_adoption(
    *,
    organisation: Organisation,
    practice_key: UUID,
    actor: User,
    state: str,
    since: dt.date,
    effort: str = "",
    note: str = "",
) -> PracticeAdoption:
    """Say where `organisation` stands with a practice; what it said before is replaced.

    Raises PermissionDenied for people of other organisations, ValidationError naming the field.
    """
    if not belongs_to(actor, organisation):
        raise PermissionDenied
    _check(practice_key, state, since, note)
    said = {"state": state, "since": since, "effort": effort, "note": note.strip(), "changed_by": actor}
    adoption, _is_new = PracticeAdoption.objects.update_or_create(
        organisation=organisation, practice_key=practice_key, defaults=said
    )
    log(instance=adoption, action="practices.adoption_changed", user=actor, data={"state": state})
    return adoption


@transaction.atomic
def remove_adoption(*, adoption: PracticeAdoption, actor: User) -> None:
    """Take back what an organisation said of a practice. Raises PermissionDenied for people of other organisations."""
    if not belongs_to(actor, adoption.organisation):
        raise PermissionDenied
    log(instance=adoption, action="practices.adoption_removed", user=actor, data={})
    adoption.delete()


def _check(practice_key: UUID, state: str, since: dt.date, note: str) -> None:
    if not PracticePage.objects.live().filter(translation_key=practice_key).exists():
        raise ValidationError(_("This practice is not published (any more)."))
    if since > timezone.localdate():
        raise ValidationError({"since": _("This lies in the future.")})
    if state == PracticeAdoption.State.STOPPED and not note.strip():
        raise ValidationError({"note": _("Please say in a word why you stopped; it helps you to decide next time.")})
