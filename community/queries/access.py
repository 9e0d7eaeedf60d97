"""The four classes of personal data, and who may open which of whom: a table, and the predicate that reads it."""

from collections.abc import Callable
from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.models import (
    Affiliation,
    Application,
    ConsentRecord,
    Contact,
    DirectoryEntry,
    Invitation,
    Organisation,
    Prefecture,
    Recovery,
    User,
)
from community.queries.applications import may_answer, may_handle_invitation
from community.queries.directory import contact_for, listed_entries
from community.queries.people_security import may_approve
from community.queries.rights import is_member, is_secretariat, leads, organised_regions_of


class PersonalClass(models.TextChoices):
    """How sensitive personal data is; each class lies in tables of its own."""

    P0 = "P0", _("P0 public")
    P1 = "P1", _("P1 directory")
    P2 = "P2", _("P2 contact")
    P3 = "P3", _("P3 case facts and consent records")


class ClassGrant(NamedTuple):
    """A right to open data of a class: of which kind of subject, for whom (in words and as a predicate)."""

    data_class: PersonalClass
    subject: type[models.Model]
    holder: str | Promise
    holds: Callable[[User, models.Model], bool]
    subject_words: str | Promise = ""

    @property
    def subject_name(self) -> str:
        """The kind of subject in words."""
        return str(self.subject_words or SUBJECTS.get(self.subject, self.subject._meta.verbose_name))


def is_own(user: User, subject: models.Model) -> bool:
    """Whether it is about `user`."""
    return subject.pk == user.pk if isinstance(subject, User) else getattr(subject, "user_id", None) == user.pk


def leads_owner(user: User, subject: models.Model) -> bool:
    """Whether `user` is a responsible person of the organisation that it is about."""
    owner = subject if isinstance(subject, Organisation) else getattr(subject, "organisation", None)
    return leads(user, owner)


def leads_a_colleague(user: User, subject: models.Model) -> bool:
    """Whether `user` is a responsible person of an organisation for which that person works."""
    own = user.affiliations.filter(is_responsible=True).values("organisation")
    return is_member(user) and Affiliation.objects.filter(user=_person(subject).pk, organisation__in=own).exists()


def organises_region_of(user: User, subject: models.Model) -> bool:
    """Whether `user` organises the region where the organisation, the person or the person's organisations sit."""
    regions = organised_regions_of(user)
    owner = subject if isinstance(subject, Organisation) else getattr(subject, "organisation", None)
    if owner is not None:
        return regions.filter(prefectures=owner.prefecture_id).exists()
    person = _person(subject)
    seats = Prefecture.objects.filter(
        Q(organisation__affiliations__user=person.pk) | Q(directoryentry__user=person.pk), region__in=regions
    )
    return person.pk is not None and seats.exists()


def any_member(user: User, subject: models.Model) -> bool:
    """Whether `user` is a member."""
    return is_member(user)


def by_office(user: User, subject: models.Model) -> bool:
    """Whether `user` is of the secretariat or an administrator."""
    return is_secretariat(user)


def sees_entry(user: User, subject: models.Model) -> bool:
    """Whether the entry stands in the directory for `user`."""
    return listed_entries(user).filter(pk=subject.pk).exists()


def is_shown_contact(user: User, subject: models.Model) -> bool:
    """Whether the owner of the contact shows it to `user` in the directory."""
    entries = listed_entries(user)
    organisation = getattr(subject, "organisation_id", None)
    about = entries.filter(organisation=organisation) if organisation else entries.filter(user=_person(subject).pk)
    entry = about.first()
    return entry is not None and contact_for(user, entry) is not None


def answers(user: User, subject: models.Model) -> bool:
    """Whether `user` answers the application."""
    return isinstance(subject, Application) and may_answer(user, subject)


def handles(user: User, subject: models.Model) -> bool:
    """Whether `user` looks after the invitation."""
    return isinstance(subject, Invitation) and may_handle_invitation(user, subject)


def approves(user: User, subject: models.Model) -> bool:
    """Whether `user` is one who could approve the new start."""
    return isinstance(subject, Recovery) and may_approve(user, subject)


SUBJECTS: dict[type[models.Model], str | Promise] = {
    DirectoryEntry: _("Entry in the directory"),
    User: _("Account of a person"),
    Contact: _("Contact details"),
    Application: _("Application to join"),
    Invitation: _("Invitation"),
    Recovery: _("Request for help with a lost phone"),
    ConsentRecord: _("Consent record"),
}
PERSON = _("the person")
LEADS = _("responsible people of the organisation")
ORGANISERS = _("organisers of the region")
OFFICE = _("secretariat and administrators")
P1, P2, P3 = PersonalClass.P1, PersonalClass.P2, PersonalClass.P3
GRANTS: tuple[ClassGrant, ...] = (
    ClassGrant(P1, DirectoryEntry, _("members, as far as the entry allows"), sees_entry),
    ClassGrant(P1, DirectoryEntry, PERSON, is_own),
    ClassGrant(P1, DirectoryEntry, LEADS, leads_owner),
    ClassGrant(P1, User, _("members"), any_member),
    ClassGrant(P2, User, PERSON, is_own),
    ClassGrant(P2, User, LEADS, leads_a_colleague),
    ClassGrant(P2, User, ORGANISERS, organises_region_of),
    ClassGrant(P2, User, OFFICE, by_office),
    ClassGrant(P2, Contact, PERSON, is_own),
    ClassGrant(P2, Contact, LEADS, leads_owner),
    ClassGrant(P2, Contact, _("whom the entry in the directory allows"), is_shown_contact),
    ClassGrant(P2, Contact, ORGANISERS, organises_region_of),
    ClassGrant(P2, Contact, OFFICE, by_office),
    ClassGrant(P2, Application, _("who answers the application"), answers),
    ClassGrant(P2, Invitation, _("who invited, or looks after it"), handles),
    ClassGrant(P2, Recovery, _("who approves the new start"), approves),
    ClassGrant(P3, ConsentRecord, PERSON, is_own),
    ClassGrant(P3, ConsentRecord, OFFICE, by_office),
)
# Rows that an app above adds for its own records, e.g. the facts of a case.
_added: list[ClassGrant] = []


def add_grants(*grants: ClassGrant) -> None:
    """Let an app above state who opens its records; called once, when the app is ready."""
    _added.extend(grant for grant in grants if grant not in _added)


def all_grants() -> tuple[ClassGrant, ...]:
    """The whole table, class by class."""
    return tuple(sorted((*GRANTS, *_added), key=lambda grant: grant.data_class))


def may_open(user: User, data_class: PersonalClass | str, subject: models.Model) -> bool:
    """Whether `user` may open the data of `data_class` that is about `subject` (a person, a contact, a record …).

    What is public may everybody; anything that no row of the table names, nobody, administrators included.
    """
    if data_class == PersonalClass.P0:
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    rows = (row for row in all_grants() if row.data_class == data_class and isinstance(subject, row.subject))
    return any(row.holds(user, subject) for row in rows)


def _person(subject: models.Model) -> User:
    person = subject if isinstance(subject, User) else getattr(subject, "user", None)
    return person if isinstance(person, User) else User()
