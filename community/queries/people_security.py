"""How people protect their accounts, and who may help whom to a new second factor."""

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q, QuerySet

from community.models import DirectoryEntry, Organisation, Recovery, Region, Role, User
from community.queries.rights import Person, holds_anywhere, is_secretariat, organised_regions_of, second_factors_of

FEW_CODES = 3
CODES_MADE = int(getattr(settings, "MFA_RECOVERY_CODE_COUNT", 10))


@dataclass(frozen=True, slots=True)
class Protection:
    """What protects an account: an authenticator app, so many passkeys and keys, so many recovery codes left."""

    has_totp: bool = False
    keys: int = 0
    codes_left: int = 0

    @property
    def has_none(self) -> bool:
        """Whether a password alone would open the account; recovery codes alone are no second factor."""
        return not self.has_totp and not self.keys

    @property
    def has_few_codes(self) -> bool:
        """Whether new recovery codes should be made soon."""
        return not self.has_none and self.codes_left <= FEW_CODES


def protection_of(user: User) -> Protection:
    """What protects the account of `user`."""
    return protection_of_each([user])[user.pk]


def protection_of_each(people: Iterable[User]) -> dict[int, Protection]:
    """What protects each account, by the person's id, in one query; no secret is opened."""
    owned: dict[int, list[Authenticator]] = {person.pk: [] for person in people}
    for each in Authenticator.objects.filter(user_id__in=owned):
        owned[each.user_id].append(each)
    return {pk: _protection(factors) for pk, factors in owned.items()}


def may_look_after_people(user: Person) -> bool:
    """Whether `user` helps members with their accounts: organisers, the secretariat, administrators."""
    return is_secretariat(user) or holds_anywhere(user, Role.ORGANISER)


def members_looked_after(user: User) -> QuerySet[User]:
    """The members whose protection `user` may see: all for the secretariat, else those of the regions organised."""
    members = User.objects.filter(Q(role_grants__isnull=False) | Q(is_superuser=True), is_active=True)
    if not is_secretariat(user):
        members = members.filter(_of_regions(organised_regions_of(user)))
    return members.distinct().order_by("name", "pk")


def entitled_to_approve(person: User) -> QuerySet[User]:
    """Who may say that `person` is who asks: organisers of the region, secretariat, administrators; never `person`."""
    offices = Q(role_grants__role=Role.ORGANISER, role_grants__region__in=_home_regions(person))
    offices |= Q(role_grants__role=Role.SECRETARIAT) | Q(is_superuser=True)
    return User.objects.filter(offices, is_active=True).exclude(pk=person.pk).distinct()


def may_approve(user: Person, recovery: Recovery) -> bool:
    """Whether `user` is one of those who may approve or refuse `recovery`, and see how it stands."""
    return user.pk is not None and entitled_to_approve(recovery.user).filter(pk=user.pk).exists()


def recoveries_for(user: User) -> list[Recovery]:
    """The requests that wait for two people and that `user` may decide on, the oldest first."""
    states = [Recovery.State.WAITING, Recovery.State.APPROVED, Recovery.State.RESET]
    waiting = Recovery.objects.filter(state__in=states).select_related("user").prefetch_related("approvals__approver")
    return [each for each in waiting.order_by("confirmed_at") if not each.is_overdue and may_approve(user, each)]


def awaits_new_factor(user: User) -> bool:
    """Whether the factors of `user` were reset and no new one is there: then the password alone opens nothing."""
    resets = Recovery.objects.filter(user=user, reset_at__isnull=False).exclude(state=Recovery.State.DONE)
    return resets.exists() and not second_factors_of(user).exists()


def _home_regions(person: User) -> QuerySet[Region]:
    """Where the organisations of `person` have their seat, or where an individual member says to be."""
    seats = Organisation.objects.filter(affiliations__user=person, prefecture__isnull=False)
    own = DirectoryEntry.objects.filter(user=person, prefecture__isnull=False)
    is_home = Q(pk__in=seats.values("prefecture__region")) | Q(pk__in=own.values("prefecture__region"))
    return Region.objects.filter(is_home)


def _of_regions(regions: QuerySet[Region]) -> Q:
    return (
        Q(role_grants__region__in=regions)
        | Q(affiliations__organisation__prefecture__region__in=regions)
        | Q(entry__prefecture__region__in=regions)
    )


def _protection(factors: list[Authenticator]) -> Protection:
    kinds = [each.type for each in factors]
    codes = next((each for each in factors if each.type == Authenticator.Type.RECOVERY_CODES), None)
    return Protection(
        has_totp=Authenticator.Type.TOTP in kinds,
        keys=kinds.count(Authenticator.Type.WEBAUTHN),
        codes_left=CODES_MADE - int(codes.data.get("used_mask", 0)).bit_count() if codes else 0,
    )
