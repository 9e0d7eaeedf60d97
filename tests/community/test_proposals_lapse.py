"""A proposal of a role that nobody decides about ends by itself and gives nothing."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import ModelLogEntry

from community.actions.proposals import approve_proposal, propose_role, withdraw_proposal
from community.models import PROPOSAL_PERIOD, Region, RoleProposal, User
from community.queries import is_organiser_of
from community.tasks.proposals import lapse_proposals

State = RoleProposal.State
Make = Callable[..., User]


@pytest.fixture
def proposal(make_region: Callable, make_person: Make) -> RoleProposal:
    make_region("kinki")
    made = propose_role(
        user=make_person("member"),
        role="organiser",
        region=Region.objects.get(code="kinki"),
        proposed_by=make_person("organiser", region="kinki"),
        reason="兼務のため",
    )
    assert isinstance(made, RoleProposal)
    return made


def let_wait(proposal: RoleProposal) -> None:
    proposal.proposed_at -= PROPOSAL_PERIOD
    proposal.save()


def test_fresh_proposal_stays_open_and_says_until_when(proposal: RoleProposal, sign_in: Callable[..., Client]) -> None:
    assert lapse_proposals() == 0
    assert proposal.proposed_by is not None
    page = sign_in(proposal.proposed_by).get(f"/members/roles/proposals/{proposal.pk}/").content.decode()
    assert "に失効します" in page


def test_overdue_proposal_lapses_and_grants_nothing(proposal: RoleProposal) -> None:
    let_wait(proposal)
    assert lapse_proposals() == 1
    proposal.refresh_from_db()
    assert proposal.state == State.LAPSED
    assert not is_organiser_of(proposal.user, "kinki")
    assert ModelLogEntry.objects.filter(action="community.role_lapsed").count() == 1
    assert lapse_proposals() == 0


def test_overdue_proposal_is_decided_by_nobody_even_before_the_job(proposal: RoleProposal, make_person: Make) -> None:
    let_wait(proposal)
    with pytest.raises(ValidationError, match="失効"):
        approve_proposal(proposal_id=proposal.pk, approved_by=make_person("secretariat"))
    with pytest.raises(ValidationError, match="失効"):
        withdraw_proposal(proposal_id=proposal.pk, withdrawn_by=proposal.user)
    assert not is_organiser_of(proposal.user, "kinki")


def test_lapsed_proposal_can_be_made_anew(proposal: RoleProposal, make_person: Make) -> None:
    let_wait(proposal)
    again = propose_role(
        user=proposal.user,
        role="organiser",
        region=proposal.region,
        proposed_by=make_person("organiser", region="kinki"),
        reason="もう一度",
    )
    assert isinstance(again, RoleProposal)
    approve_proposal(proposal_id=again.pk, approved_by=make_person("secretariat"))
    assert is_organiser_of(proposal.user, "kinki")
