"""Changes of the table of words that mean the same; the engines follow within seconds."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from community.models import User
from community.queries import is_secretariat
from search.analysis.synonyms import Entry
from search.models import SynonymGroup, SynonymTerm
from secunity.core.actions import touch_content


@transaction.atomic
def change_group(*, group: SynonymGroup, entries: Sequence[Entry], actor: User) -> SynonymGroup:
    """Let the group (perhaps a new one) have these words and no others.

    Raises PermissionDenied unless `actor` is of the secretariat.
    """
    if not is_secretariat(actor):
        raise PermissionDenied
    is_new = group.pk is None
    group.save()
    group.terms.all().delete()
    SynonymTerm.objects.bulk_create(SynonymTerm.of(group, entry, number) for number, entry in enumerate(entries))
    action = "search.synonyms_added" if is_new else "search.synonyms_changed"
    log(instance=group, action=action, user=actor, data={"words": len(entries)})
    touch_content()
    return group


@transaction.atomic
def remove_group(*, group: SynonymGroup, actor: User) -> None:
    """Take a group out with its words. Raises PermissionDenied unless `actor` is of the secretariat."""
    if not is_secretariat(actor):
        raise PermissionDenied
    log(instance=group, action="search.synonyms_removed", user=actor, data={"words": group.terms.count()})
    group.delete()
    touch_content()
