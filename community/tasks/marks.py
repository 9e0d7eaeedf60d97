"""Responsible people are reminded before their organisation's mark runs out."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from community.models import MarkDeclaration
from community.queries.marks import leads_of
from community.queries.notifications import language_of
from secunity.core.actions import mail_on_commit
from secunity.core.queries import absolute_url
from secunity.core.tasks import periodic

# Days before the end: a month to look through the items, a week as the last call.
REMINDERS = (30, 7)


@periodic(minutes=24 * 60)
def remind_of_expiring_marks() -> int:
    """Mail the people responsible for a statement that runs out soon; returns for how many statements."""
    today = timezone.localdate()
    last_day = today + timedelta(days=REMINDERS[0])
    soon = MarkDeclaration.objects.filter(
        withdrawn_on__isnull=True, expires_on__gte=today, expires_on__lte=last_day, reminders_sent__lt=len(REMINDERS)
    )
    return sum(_remind(each) for each in soon.select_related("mark__organisation"))


@transaction.atomic
def _remind(declaration: MarkDeclaration) -> bool:
    due = sum((declaration.expires_on - timezone.localdate()).days <= days for days in REMINDERS)
    is_newest = declaration.mark.newest == declaration
    if not is_newest or declaration.reminders_sent >= due:
        return False
    organisation = declaration.mark.organisation
    for person in leads_of(organisation):
        language = language_of(person)
        with translation.override(language):
            url = absolute_url(reverse("members:organisation-mark", args=[organisation.key]))
        mail_on_commit(
            recipient=person.email,
            language=language,
            template="community/mail/mark_reminder.txt",
            context={"declaration": declaration, "person": person, "url": url},
            kind="mark_reminder",
        )
    declaration.reminders_sent = due
    declaration.save(update_fields=["reminders_sent"])
    return True
