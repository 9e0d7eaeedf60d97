"""Applications and invitations: who sees which, and what belongs to a link."""

import hmac
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from community.models import Application, Invitation, Organisation, User
from community.queries.rights import is_secretariat, leads, organised_regions_of
from secunity.core.queries import keyed_hash
from secunity.core.text.normalise import normalise

LINK_FIGURES = 32
T = TypeVar("T", Application, Invitation)


def applications_for(user: User) -> QuerySet[Application]:
    """The applications that `user` may read and answer: those handed in to the regions they organise; all for the
    secretariat."""
    handed_in = Application.objects.exclude(state=Application.State.DRAFT).select_related("region")
    if is_secretariat(user):
        return handed_in
    return handed_in.filter(region__in=organised_regions_of(user))


def answers_applications(user: User) -> bool:
    """Whether `user` is one of those who answer applications somewhere."""
    return is_secretariat(user) or organised_regions_of(user).exists()


def may_answer(user: User, application: Application) -> bool:
    """Whether `user` may accept or decline: entitled, and not the applicant."""
    is_own = application.user_id == user.pk or application.email_hash == hash_of_address(user.email)
    return not is_own and applications_for(user).filter(pk=application.pk).exists()


def may_handle_invitation(user: User, invitation: Invitation) -> bool:
    """Whether `user` may send `invitation` again or take it back."""
    if invitation.application is not None and applications_for(user).filter(pk=invitation.application.pk).exists():
        return True
    return is_secretariat(user) or leads(user, invitation.organisation)


def hash_of_address(email: str) -> str:
    """What stands for a mail address where addresses are compared."""
    return keyed_hash(normalise(email).strip().casefold(), "mail-address")


def hash_of_number(corporate_number: str) -> str:
    """What stands for a corporate number in an application; "" for none."""
    return keyed_hash(corporate_number, "corporate-number") if corporate_number else ""


def people_with_address(email: str) -> User | None:
    """Who signs in with this address, also by a second confirmed one."""
    address = normalise(email).strip()
    known = Q(email__iexact=address) | Q(emailaddress__email__iexact=address, emailaddress__verified=True)
    return User.objects.filter(known).order_by("pk").first()


def similar_applications(application: Application) -> QuerySet[Application]:
    """Others that came from the same address or for the same corporate number and are not declined or withdrawn."""
    same = Q(email_hash=application.email_hash)
    if application.number_hash:
        same |= Q(number_hash=application.number_hash)
    states = [Application.State.SUBMITTED, Application.State.ACCEPTED]
    return Application.objects.filter(same, state__in=states).exclude(pk=application.pk)


def organisation_with_number(corporate_number: str) -> Organisation | None:
    """The organisation that is here under this number."""
    return Organisation.objects.filter(corporate_number=corporate_number).first() if corporate_number else None


def link_of(thing: Application | Invitation) -> str:
    """The secret part of the newest link to an application or invitation: it follows from the thing and the hub's
    key, so that it can be sent again and is stored nowhere."""
    return f"{thing.key.hex}{_proof(thing)}"


def application_of_link(link: str) -> Application | None:
    """The application that this link opens."""
    return _thing_of_link(Application.objects.select_related("region", "user"), link)


def invitation_of_link(link: str) -> Invitation | None:
    """The invitation that this link belongs to, also when it is used up or expired."""
    return _thing_of_link(Invitation.objects.select_related("organisation", "user", "application"), link)


def _thing_of_link(things: QuerySet[T], link: str) -> T | None:
    try:
        key = UUID(hex=link[:32])
    except ValueError:
        return None
    thing = things.filter(pk=key).first()
    return thing if thing is not None and hmac.compare_digest(link[32:], _proof(thing)) else None


def _proof(thing: Application | Invitation) -> str:
    kind = type(thing).__name__.lower()
    return keyed_hash(f"{thing.key.hex}:{thing.link_number}", f"{kind}-link")[:LINK_FIGURES]
