"""Proposals of roles that nobody decided about end by themselves."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from community.models import PROPOSAL_PERIOD, RoleProposal
from secunity.core.tasks import periodic


@periodic(minutes=60)
@transaction.atomic
def lapse_proposals() -> int:
    """Close what has waited for its period; nothing is granted, and it can be proposed anew. Returns how many."""
    now = timezone.now()
    overdue = RoleProposal.objects.select_for_update(of=("self",)).select_related("user")
    waiting = list(overdue.filter(state=RoleProposal.State.OPEN, proposed_at__lte=now - PROPOSAL_PERIOD))
    for proposal in waiting:
        proposal.state, proposal.decided_at = RoleProposal.State.LAPSED, now
        proposal.save(update_fields=["state", "decided_at"])
        data = {"role": proposal.role, "region": proposal.region_id, "working_group": proposal.working_group_id}
        log(instance=proposal.user, action="community.role_lapsed", data=data)
    return len(waiting)
