"""The members' directory: what one member may see of another, and what can be asked for."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from community.models import Circle, Contact, DirectoryEntry, Prefecture, User
from community.queries.organisations import colleagues_in
from community.queries.rights import is_member, organisations_of, organised_regions_of
from secunity.core.text.normalise import normalise

OFFERS = ("can_lecture", "can_visit", "can_lend_room")


@dataclass(frozen=True)
class DirectoryQuestion:
    """What a member looks for; empty fields narrow nothing."""

    words: str = ""
    region: str = ""
    industry: str = ""
    size: str = ""
    membership_class: str = ""
    offers: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownEntry:
    """An entry as one reader may see it; what is not for them is empty."""

    entry: DirectoryEntry
    kind: str
    place: str = ""
    industry: str = ""
    size: str = ""
    offers: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    shows_contact: bool = False

    @property
    def meta(self) -> str:
        """Kind and facts in one line."""
        return " · ".join(part for part in (self.kind, self.place, self.industry, self.size) if part)


def listed_entries(user: User) -> QuerySet[DirectoryEntry]:
    """The entries that stand in the directory, for a member; of people and organisations that are still here."""
    if not is_member(user):
        return DirectoryEntry.objects.none()
    here = Q(organisation__isnull=False, organisation__in_trust_since=None)
    person_here = Q(user__is_active=True, user__suspended_at=None, user__role_grants__isnull=False)
    entries = DirectoryEntry.objects.filter(here | person_here, is_listed=True).distinct()
    return entries.select_related(
        *("organisation__prefecture__region", "organisation__industry", "organisation__size_band__parent"),
        *("user", "prefecture__region", "industry"),
    )


def find_entries(user: User, question: DirectoryQuestion) -> QuerySet[DirectoryEntry]:
    """The entries that fit the question, as far as `user` may know that they do."""
    regions, entries = reader_regions(user), listed_entries(user)
    if question.words:
        entries = entries.filter(_named(normalise(question.words)))
    if question.membership_class:
        kind = question.membership_class
        entries = entries.filter(Q(organisation__membership_class=kind) | Q(organisation=None, membership_class=kind))
    if question.region:
        entries = entries.filter(_for_reader("place_for", regions), _in_region(question.region))
    if question.industry:
        of_industry = Q(organisation__industry=question.industry) | Q(industry=question.industry)
        entries = entries.filter(_for_reader("industry_for", regions), of_industry)
    if question.size:
        bands = Q(organisation__size_band=question.size) | Q(organisation__size_band__parent=question.size)
        entries = entries.filter(_for_reader("size_for", regions), bands)
    for offer in question.offers:
        entries = entries.filter(_for_reader("offers_for", regions), **{offer: True})
    return entries.order_by(Coalesce("organisation__kana", "user__name"), "pk")


def shown_to(user: User, entry: DirectoryEntry, regions: frozenset[str] | None = None) -> ShownEntry:
    """What `user` may see of `entry`; `regions` as `reader_regions` gives them, for many entries at once."""
    near = bool((reader_regions(user) if regions is None else regions) & _regions_of_entry(entry))
    allows = {name: _allows(getattr(entry, f"{name}_for"), near) for name in SHOWN}
    organisation = entry.organisation
    kind = organisation.get_membership_class_display() if organisation else entry.get_membership_class_display()
    prefecture = organisation.prefecture if organisation else entry.prefecture
    industry = organisation.industry if organisation else entry.industry
    band = organisation.size_band if organisation else None
    return ShownEntry(
        entry=entry,
        kind=kind,
        place=prefecture.name if prefecture and allows["place"] else "",
        industry=industry.short if industry and allows["industry"] else "",
        size=(band.parent or band).name if band and allows["size"] else "",
        offers=_offers(entry) if allows["offers"] else [],
        people=_responsible(entry) if allows["people"] else [],
        shows_contact=allows["contact"],
    )


SHOWN = ("place", "industry", "size", "offers", "people", "contact")


def contact_for(user: User, entry: DirectoryEntry) -> Contact | None:
    """The contact details behind an entry, where `user` may see them and there are any."""
    if not shown_to(user, entry).shows_contact:
        return None
    owner = {"organisation": entry.organisation} if entry.organisation else {"user": entry.user}
    contact = Contact.objects.filter(**owner).first()
    return contact if contact is not None and not contact.is_empty else None


def reader_regions(user: User) -> frozenset[str]:
    """The codes of the regions that are `user`'s own: where their organisations sit, and what they organise."""
    seats = Prefecture.objects.filter(
        Q(organisation__in=organisations_of(user)) | Q(directoryentry__user=user)
    ).values_list("region_id", flat=True)
    return frozenset(seats) | frozenset(organised_regions_of(user).values_list("pk", flat=True))


def _for_reader(name: str, regions: frozenset[str]) -> Q:
    near = Q(organisation__prefecture__region__in=regions) | Q(prefecture__region__in=regions)
    return Q(**{name: Circle.MEMBERS}) | (Q(**{name: Circle.REGION}) & near)


def _in_region(region: str) -> Q:
    seat = Q(organisation__prefecture__region=region) | Q(prefecture__region=region)
    return seat | Q(organisation__prefectures__region=region)


def _named(words: str) -> Q:
    names = Q(organisation__names__name__icontains=words) | Q(organisation__name_ja__icontains=words)
    return names | Q(organisation__name_en__icontains=words) | Q(user__name__icontains=words)


def _regions_of_entry(entry: DirectoryEntry) -> set[str]:
    seat = entry.organisation.prefecture if entry.organisation else entry.prefecture
    return {seat.region_id} if seat else set()


def _allows(circle: str, is_near: bool) -> bool:
    return circle == Circle.MEMBERS or (circle == Circle.REGION and is_near)


def _offers(entry: DirectoryEntry) -> list[str]:
    named = {name: entry._meta.get_field(name) for name in OFFERS}
    return [str(named[name].verbose_name) for name in OFFERS if getattr(entry, name)]  # type: ignore[union-attr]


def _responsible(entry: DirectoryEntry) -> list[str]:
    if entry.organisation is None:
        return []
    return [each.user.name for each in colleagues_in(entry.organisation).filter(is_responsible=True)]
