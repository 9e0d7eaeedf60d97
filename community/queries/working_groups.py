"""Who takes part in a working group, who keeps it, and what may be read of it."""

from django.db.models import Prefetch, QuerySet
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument

from community.models import (
    GROUP_ROLES,
    Affiliation,
    RoleGrant,
    User,
    WorkingGroup,
    WorkingGroupDecision,
    WorkingGroupMembership,
    WorkingGroupRequest,
)
from community.queries.rights import (
    Person,
    in_working_group,
    is_chair_of,
    is_member,
    is_secretariat,
    is_secretary_of,
)


def keeps_working_group(user: Person, group: WorkingGroup) -> bool:
    """Whether `user` may let people in, keep decisions and papers: its chair, its secretary, the secretariat."""
    return is_chair_of(user, group) or is_secretary_of(user, group) or is_secretariat(user)


def reads_working_group(user: Person, group: WorkingGroup) -> bool:
    """Whether `user` may read roster, papers and all decisions: who takes part, and who keeps it."""
    return in_working_group(user, group) or keeps_working_group(user, group)


def may_open_working_groups(user: Person) -> bool:
    """Whether `user` may open, rename and close working groups."""
    return is_secretariat(user)


def may_ask_to_join(user: Person, group: WorkingGroup) -> bool:
    """Whether `user` is a member who does not take part yet and has no open request; the group is at work."""
    if not group.is_open or not is_member(user) or not isinstance(user, User):
        return False
    is_in = WorkingGroupMembership.objects.filter(user=user, working_group=group).exists()
    return not is_in and open_request_of(user, group) is None


def open_request_of(user: Person, group: WorkingGroup) -> WorkingGroupRequest | None:
    """The request of `user` that waits for an answer."""
    if not isinstance(user, User):
        return None
    return group.requests.filter(user=user, state=WorkingGroupRequest.State.OPEN).first()


def roster(group: WorkingGroup) -> QuerySet[WorkingGroupMembership]:
    """Who takes part, organisations' seats first, each by name."""
    seats = group.memberships.select_related("user", "organisation")
    return seats.order_by("-seat", "organisation__kana", "user__name", "pk")


def office_holders(group: WorkingGroup) -> QuerySet[RoleGrant]:
    """Its chairs and secretaries, chairs first."""
    grants = RoleGrant.objects.filter(role__in=GROUP_ROLES, working_group=group, user__is_active=True)
    return grants.select_related("user").order_by("role", "granted_at")


def open_requests(group: WorkingGroup) -> QuerySet[WorkingGroupRequest]:
    """Requests that wait for an answer, the oldest first, each with its person's organisations."""
    waiting = group.requests.filter(state=WorkingGroupRequest.State.OPEN).select_related("user", "organisation")
    affiliations = Affiliation.objects.select_related("organisation")
    return waiting.prefetch_related(Prefetch("user__affiliations", queryset=affiliations))


def requests_waiting_for(user: Person) -> QuerySet[WorkingGroupRequest]:
    """Requests that `user` may answer, over all groups: what waits on the desk."""
    waiting = WorkingGroupRequest.objects.filter(state=WorkingGroupRequest.State.OPEN).select_related("working_group")
    if is_secretariat(user):
        return waiting
    if not isinstance(user, User):
        return waiting.none()
    own = user.role_grants.filter(role__in=GROUP_ROLES).values("working_group")
    return waiting.filter(working_group__in=own)


def decisions_for(user: Person, group: WorkingGroup) -> QuerySet[WorkingGroupDecision]:
    """The decisions that `user` may read, the newest first."""
    return group.decisions.all() if reads_working_group(user, group) else group.decisions.filter(is_public=True)


def documents_of(group: WorkingGroup) -> QuerySet[AbstractDocument]:
    """The papers of the group, the newest first."""
    documents = get_document_model().objects.filter(collection=group.collection_id) if group.collection_id else None
    return documents.order_by("-created_at") if documents is not None else get_document_model().objects.none()


def is_working_group_paper(document: AbstractDocument) -> bool:
    """Whether a document lies in the private collection of a working group."""
    return WorkingGroup.objects.filter(collection=document.collection_id).exists()


def may_open_document(user: Person, document: AbstractDocument) -> bool:
    """Whether `user` may open a paper: those of a working group only who reads that group."""
    group = WorkingGroup.objects.filter(collection=document.collection_id).first()
    return group is None or reads_working_group(user, group)
