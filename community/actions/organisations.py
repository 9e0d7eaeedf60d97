"""Organisations change, and with them who is responsible for them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import Affiliation, Contact, DirectoryEntry, Organisation, OrganisationName, Prefecture, User
from community.queries.notifications import language_of
from community.queries.organisations import colleagues_in, is_last_responsible, may_run
from community.queries.rights import is_secretariat
from community.queries.sizes import size_band_for
from secunity.core.actions import mail_on_commit
from secunity.core.text.normalise import normalise
from secunity.core.text.organisation_names import name_variants

FACTS = (
    *("name_ja", "name_en", "kana", "corporate_number", "employees", "capital_yen"),
    *("industry_id", "industry_group_id", "prefecture_id"),
)


@transaction.atomic
def create_organisation(*, key: str, membership_class: str, facts: Mapping[str, Any], **fields: Any) -> Organisation:
    """An organisation from the facts of an application; its written forms follow from its names.

    `facts` may hold, beside the plain fields, `prefectures` (codes), `aliases` and `domains`.
    """
    organisation = Organisation(key=key, membership_class=membership_class, **fields)
    _set_facts(organisation, facts)
    return organisation


@transaction.atomic
def change_organisation(*, organisation: Organisation, facts: Mapping[str, Any], by: User) -> None:
    """New facts. PermissionDenied for who does not run it; ValidationError where the number belongs to another."""
    _check_runs(by, organisation)
    number = facts.get("corporate_number", "")
    if number and Organisation.objects.filter(corporate_number=number).exclude(pk=organisation.pk).exists():
        raise ValidationError(_("Another organisation is here under this corporate number."))
    _set_facts(organisation, facts)
    _log(organisation, "community.organisation_changed", by)


def set_names(organisation: Organisation, aliases: Iterable[str]) -> None:
    """The ways it is written: what people gave, and what follows from its names."""
    given = list(dict.fromkeys(normalise(each).strip() for each in aliases if each.strip()))
    derived = name_variants(organisation.name_ja, organisation.kana, organisation.name_en)
    derived = [each for each in derived if each not in given]
    organisation.names.all().delete()
    OrganisationName.objects.bulk_create(
        OrganisationName(organisation=organisation, name=name[:160], is_derived=is_derived)
        for names, is_derived in ((given, False), (derived, True))
        for name in names
    )


def set_domains(organisation: Organisation, domains: Iterable[str]) -> None:
    """The domain names by which it can be recognised."""
    organisation.domains.all().delete()
    for domain in dict.fromkeys(each.strip().lower() for each in domains if each.strip()):
        organisation.domains.create(domain=domain)


@transaction.atomic
def change_listing(*, entry: DirectoryEntry, contact: Contact, by: User) -> None:
    """What an organisation or a person shows in the directory, and how they can be reached."""
    if entry.organisation is not None:
        _check_runs(by, entry.organisation)
    elif entry.user_id != by.pk:
        raise PermissionDenied(_("This entry belongs to somebody else."))
    entry.save()
    contact.save()
    _log(entry.organisation or by, "community.listing_changed", by)


@transaction.atomic
def name_responsible(*, organisation: Organisation, user: User, by: User) -> None:
    """`user`, who works there, becomes one of those responsible; the secretariat need no longer stand in."""
    _check_runs(by, organisation)
    affiliation = _affiliation(organisation, user)
    if affiliation.is_responsible:
        return
    affiliation.is_responsible = True
    affiliation.save(update_fields=["is_responsible"])
    Organisation.objects.filter(pk=organisation.pk).update(in_trust_since=None)
    _log(organisation, "community.responsible_named", by, person=user.pk)


@transaction.atomic
def stand_down(*, organisation: Organisation, user: User, by: User) -> None:
    """`user` is no longer responsible but stays; ValidationError for the last one."""
    if by.pk != user.pk:
        _check_runs(by, organisation)
    _check_not_last(user, organisation)
    Affiliation.objects.filter(organisation=organisation, user=user).update(is_responsible=False)
    _log(organisation, "community.responsible_stood_down", by, person=user.pk)


@transaction.atomic
def leave_organisation(
    *, organisation: Organisation, user: User, by: User, successor: User | None = None, to_secretariat: bool = False
) -> None:
    """`user` no longer works there. The last one responsible names a successor or lets the secretariat stand in.

    ValidationError where neither is named, or the successor does not work there; PermissionDenied where `by` is
    neither this person nor somebody who runs the organisation.
    """
    if by.pk != user.pk:
        _check_runs(by, organisation)
    affiliation = _affiliation(organisation, user)
    if is_last_responsible(user, organisation):
        _hand_over(organisation, user, by, successor, to_secretariat)
    affiliation.delete()
    _log(organisation, "community.left_organisation", by, person=user.pk)


def _hand_over(organisation: Organisation, user: User, by: User, successor: User | None, to_secretariat: bool) -> None:
    if successor is not None and successor.pk != user.pk:
        colleague = colleagues_in(organisation).filter(user=successor).first()
        if colleague is None:
            raise ValidationError(_("A successor has to work for the organisation already."))
        colleague.is_responsible = True
        colleague.save(update_fields=["is_responsible"])
        _tell_successor(organisation, successor)
        _log(organisation, "community.handed_over", by, person=successor.pk)
    elif to_secretariat or (is_secretariat(by) and by.pk != user.pk):
        organisation.in_trust_since = timezone.now()
        organisation.save(update_fields=["in_trust_since"])
        _log(organisation, "community.in_trust", by)
    else:
        _check_not_last(user, organisation)


def _tell_successor(organisation: Organisation, successor: User) -> None:
    mail_on_commit(
        recipient=successor.email,
        language=language_of(successor),
        template="community/mail/join_successor.txt",
        context={"name": successor.name, "organisation": organisation.name_ja, "key": organisation.key},
        kind="responsible",
    )


def _set_facts(organisation: Organisation, facts: Mapping[str, Any]) -> None:
    for name in FACTS:
        if name in facts:
            setattr(organisation, name, facts[name])
    if organisation.employees:
        organisation.size_band = size_band_for(organisation.employees)
    organisation.save()
    if "prefectures" in facts:
        organisation.prefectures.set(Prefecture.objects.filter(code__in=facts["prefectures"]))
    kept = list(organisation.names.filter(is_derived=False).values_list("name", flat=True))
    set_names(organisation, facts.get("aliases", kept))
    if "domains" in facts:
        set_domains(organisation, facts["domains"])


def _affiliation(organisation: Organisation, user: User) -> Affiliation:
    affiliation = Affiliation.objects.select_for_update().filter(organisation=organisation, user=user).first()
    if affiliation is None:
        raise ValidationError(_("This person does not work for the organisation."))
    return affiliation


def _check_runs(by: User, organisation: Organisation) -> None:
    if not may_run(by, organisation):
        raise PermissionDenied(_("This is for those who are responsible for the organisation."))


def _check_not_last(user: User, organisation: Organisation) -> None:
    if is_last_responsible(user, organisation):
        raise ValidationError(
            _("You are the only one responsible for %(organisation)s. Please name a successor first.")
            % {"organisation": organisation.name}
        )


def _log(instance: Organisation | User, action: str, by: User, **data: Any) -> None:
    about = User.objects.get(pk=instance.pk) if isinstance(instance, User) else instance
    log(instance=about, action=action, user=User.objects.get(pk=by.pk), data=data)
