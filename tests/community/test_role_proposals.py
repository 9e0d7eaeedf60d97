"""Two people name an organiser: one proposes, another decides, on the pages where they do it."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from wagtail.models import ModelLogEntry

from community.actions.proposals import approve_proposal, propose_role
from community.actions.roles import revoke_role
from community.models import Region, RegionTeam, RoleProposal, User
from community.queries import is_organiser_of, is_secretary_of
from tests.factories.community import WorkingGroupFactory

Make = Callable[..., User]
PAGE = "/members/roles/"


@pytest.fixture
def kinki(make_region: Callable[[str], RegionTeam]) -> Region:
    return make_region("kinki").region


@pytest.fixture
def first(kinki: Region, make_person: Make) -> User:
    return make_person("organiser", region="kinki")


@pytest.fixture
def second(kinki: Region, make_person: Make) -> User:
    return make_person("organiser", region="kinki")


@pytest.fixture
def person(kinki: Region, make_person: Make) -> User:
    return make_person("member")


@pytest.fixture
def proposal(kinki: Region, first: User, person: User) -> RoleProposal:
    made = propose_role(user=person, role="organiser", region=kinki, proposed_by=first, reason="兼務のため")
    assert isinstance(made, RoleProposal)
    return made


def decide(client: Client, proposal: RoleProposal, **fields: str) -> object:
    return client.post(f"{PAGE}proposals/{proposal.pk}/decide/", fields)


def test_form_proposes_and_the_second_person_grants(
    kinki: Region, first: User, second: User, person: User, sign_in: Callable
) -> None:
    fields = {"email": person.email, "role": "organiser", "scope": "region:kinki", "reason": "会合の準備をする"}
    assert sign_in(first).post(PAGE, fields)["Location"] == PAGE
    proposal = RoleProposal.objects.get()
    assert not is_organiser_of(person, "kinki")
    client = sign_in(second)
    assert person.name in client.get(PAGE).content.decode()
    assert "会合の準備をする" in client.get(f"{PAGE}proposals/{proposal.pk}/").content.decode()
    decide(client, proposal, decision="approve")
    assert is_organiser_of(person, "kinki")
    grant = person.role_grants.get(role="organiser")
    assert (grant.granted_by, grant.approved_by) == (first, second)
    actions = ModelLogEntry.objects.for_instance(person).order_by("pk").values_list("action", flat=True)
    assert list(actions)[-2:] == ["community.role_proposed", "community.role_granted"]


def test_author_sees_no_button_and_cannot_approve(first: User, proposal: RoleProposal, sign_in: Callable) -> None:
    client = sign_in(first)
    assert 'value="approve"' not in client.get(f"{PAGE}proposals/{proposal.pk}/").content.decode()
    assert decide(client, proposal, decision="approve").status_code == 403
    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_subject_cannot_approve_but_may_decline_the_honour(
    person: User, proposal: RoleProposal, sign_in: Callable
) -> None:
    client = sign_in(person)
    assert decide(client, proposal, decision="approve").status_code == 403
    decide(client, proposal, decision="withdraw")
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


def test_other_region_does_not_even_see_it(proposal: RoleProposal, make_person: Make, sign_in: Callable) -> None:
    client = sign_in(make_person("organiser", region="kanto"))
    assert client.get(f"{PAGE}proposals/{proposal.pk}/").status_code == 404
    assert decide(client, proposal, decision="approve").status_code == 404
    assert "兼務" not in client.get(PAGE).content.decode()


def test_declining_needs_a_reason_and_loses_nothing(second: User, proposal: RoleProposal, sign_in: Callable) -> None:
    client = sign_in(second)
    assert decide(client, proposal, decision="decline", answer="").status_code == 422
    answer = decide(client, proposal, decision="decline", answer="あ" * 401)
    assert answer.status_code == 422
    assert "あ" * 401 in answer.content.decode()
    decide(client, proposal, decision="decline", answer="いまは足りている")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("declined", "いまは足りている")


def test_second_decision_is_told_that_it_is_decided(second: User, proposal: RoleProposal, make_person: Make) -> None:
    approve_proposal(proposal_id=proposal.pk, approved_by=second)
    with pytest.raises(ValidationError, match="承認"):
        approve_proposal(proposal_id=proposal.pk, approved_by=make_person("secretariat"))


def test_author_who_lost_the_role_takes_the_proposal_with_it(
    kinki: Region, first: User, second: User, person: User, proposal: RoleProposal
) -> None:
    revoke_role(user=first, role="organiser", region=kinki)
    with pytest.raises(ValidationError):
        approve_proposal(proposal_id=proposal.pk, approved_by=second)
    assert not is_organiser_of(person, "kinki")


def test_role_taken_while_the_page_is_open_is_refused_in_words(
    kinki: Region, second: User, person: User, proposal: RoleProposal, sign_in: Callable
) -> None:
    client = sign_in(second)
    assert client.get(f"{PAGE}proposals/{proposal.pk}/").status_code == 200
    revoke_role(user=second, role="organiser", region=kinki)
    assert decide(client, proposal, decision="approve").status_code == 404
    fields = {"email": person.email, "role": "organiser", "scope": "region:kinki", "reason": "書きかけの理由"}
    answer = client.post(PAGE, fields)
    assert answer.status_code == 403
    assert "書きかけの理由" in answer.content.decode()
    assert not is_organiser_of(person, "kinki")


def test_same_proposal_waits_once(kinki: Region, second: User, person: User, proposal: RoleProposal) -> None:
    with pytest.raises(ValidationError):
        propose_role(user=person, role="organiser", region=kinki, proposed_by=second, reason="もう一度")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "nobody@example.jp"}, "このアドレス"),
        ({"scope": "hub"}, "地域を選んで"),
        ({"reason": ""}, "必須"),
        ({"role": "administrator"}, "正しく選択"),
        ({"scope": "region:kanto"}, "正しく選択"),
        ({"reason": "字" * 10_000}, "400"),
    ],
)
def test_wrong_form_says_why_and_keeps_what_was_typed(
    first: User, person: User, sign_in: Callable, fields: dict[str, str], words: str
) -> None:
    given = {"email": person.email, "role": "organiser", "scope": "region:kinki", "reason": "残る言葉", **fields}
    answer = sign_in(first).post(PAGE, given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert given["reason"] in text
    assert not RoleProposal.objects.exists()


def test_chair_gives_the_secretary_at_once(make_person: Make, person: User, sign_in: Callable) -> None:
    chair = make_person("chair", working_group=WorkingGroupFactory(code="sme"))
    fields = {"email": person.email, "role": "secretary", "scope": "group:sme", "reason": "議事録"}
    assert sign_in(chair).post(PAGE, fields).status_code == 302
    assert is_secretary_of(person, "sme")


def test_role_is_taken_on_its_page(first: User, second: User, sign_in: Callable) -> None:
    grant = second.role_grants.get(role="organiser")
    client = sign_in(first)
    assert second.name in client.get(f"{PAGE}{grant.pk}/revoke/").content.decode()
    assert client.post(f"{PAGE}{grant.pk}/revoke/")["Location"] == PAGE
    assert not is_organiser_of(second, "kinki")


def test_membership_is_not_taken_on_this_page(first: User, person: User, sign_in: Callable) -> None:
    grant = person.role_grants.get(role="member")
    assert sign_in(first).get(f"{PAGE}{grant.pk}/revoke/").status_code == 404


def test_plain_member_is_told_who_gives_roles(person: User, sign_in: Callable) -> None:
    assert sign_in(person).get(PAGE).status_code == 403


def test_proposal_by_a_member_is_refused(kinki: Region, person: User, make_person: Make) -> None:
    with pytest.raises(PermissionDenied):
        propose_role(user=make_person(), role="reviewer", region=kinki, proposed_by=person, reason="x")
