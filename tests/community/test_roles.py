"""Roles are granted and revoked, and the groups follow."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from community.actions import create_person, grant_role, revoke_role
from community.models import Region, RegionTeam, RoleGrant, User, WorkingGroup
from community.queries import (
    in_working_group,
    is_administrator,
    is_chair_of,
    is_member,
    is_organiser_of,
    is_secretary_of,
)
from tests.conftest import PASSWORD
from tests.factories.community import WorkingGroupFactory

Make = Callable[..., User]


@pytest.fixture
def kinki(make_region: Callable[[str], RegionTeam]) -> Region:
    return make_region("kinki").region


def test_grant_puts_into_the_group_and_makes_a_member(kinki: Region, make_person: Make) -> None:
    person, first, second = make_person(), make_person("administrator"), make_person("secretariat")
    grant_role(user=person, role="organiser", region=kinki, granted_by=first, approved_by=second)
    assert list(person.groups.all()) == [kinki.team.organisers]
    assert is_member(person)
    assert person.has_perm("wagtailadmin.access_admin")


def test_grant_twice_is_one_grant(kinki: Region, make_person: Make) -> None:
    person = make_person()
    first = grant_role(user=person, role="organiser", region=kinki)
    assert grant_role(user=person, role="organiser", region=kinki) == first
    assert RoleGrant.objects.filter(user=person).count() == 2


def test_revoke_takes_the_group_away_and_leaves_membership(kinki: Region, make_person: Make) -> None:
    person = make_person("organiser", "reviewer", region="kinki")
    revoke_role(user=person, role="organiser", region=kinki)
    assert list(person.groups.all()) == [kinki.team.reviewers]
    assert is_member(person)
    assert not is_organiser_of(person, kinki)


def test_revoking_membership_takes_everything(kinki: Region, make_person: Make) -> None:
    person = make_person("organiser", "administrator", region="kinki")
    revoke_role(user=person, role="member")
    assert not is_member(person)
    assert not person.groups.exists()
    assert not User.objects.get(pk=person.pk).is_superuser


def test_administrator_role_makes_an_administrator(make_person: Make) -> None:
    person = make_person()
    grant_role(user=person, role="administrator")
    assert is_administrator(User.objects.get(pk=person.pk))
    revoke_role(user=person, role="administrator")
    assert not is_administrator(User.objects.get(pk=person.pk))


@pytest.mark.parametrize(
    ("role", "region"),
    [("organiser", None), ("member", "kinki"), ("administrator", "kinki"), ("chair", None), ("chair", "kinki")],
)
def test_role_and_region_must_fit(make_person: Make, role: str, region: str | None) -> None:
    with pytest.raises(ValidationError):
        grant_role(user=make_person(), role=role, region=region and Region.objects.get(code=region))


def test_unknown_role_is_refused(make_person: Make) -> None:
    with pytest.raises(ValueError, match="king"):
        grant_role(user=make_person(), role="king")


def test_organiser_grants_membership_but_no_more(kinki: Region, make_person: Make) -> None:
    organiser, person = make_person("organiser", region="kinki"), make_person()
    grant_role(user=person, role="member", granted_by=organiser)
    assert is_member(person)
    for role, region in (("organiser", kinki), ("reviewer", kinki), ("administrator", None)):
        with pytest.raises(PermissionDenied):
            grant_role(user=person, role=role, region=region, granted_by=organiser)


def test_group_roles_are_for_a_working_group(make_person: Make) -> None:
    chair = make_person("chair", working_group=WorkingGroupFactory(code="sme"))
    secretary = make_person()
    grant_role(user=secretary, role="secretary", working_group=WorkingGroup.objects.get(pk="sme"), granted_by=chair)
    assert is_chair_of(chair, "sme")
    assert is_secretary_of(secretary, "sme")
    assert in_working_group(secretary, "sme")
    with pytest.raises(PermissionDenied):
        grant_role(user=secretary, role="chair", working_group=WorkingGroup.objects.get(pk="sme"), granted_by=chair)


@pytest.mark.parametrize("second", ["nobody", "themselves", "member", "other region"])
def test_organiser_is_not_made_by_one_person(kinki: Region, make_person: Make, second: str) -> None:
    first = make_person("organiser", region="kinki")
    people = {
        "nobody": None,
        "themselves": first,
        "member": make_person("member"),
        "other region": make_person("organiser", region="kanto"),
    }
    with pytest.raises(PermissionDenied):
        grant_role(user=make_person(), role="organiser", region=kinki, granted_by=first, approved_by=people[second])


def test_nobody_is_one_of_the_two_for_themselves(kinki: Region, make_person: Make) -> None:
    first, second = make_person("secretariat"), make_person("secretariat")
    with pytest.raises(PermissionDenied):
        grant_role(user=first, role="reviewer", region=kinki, granted_by=first, approved_by=second)
    with pytest.raises(PermissionDenied):
        grant_role(user=second, role="reviewer", region=kinki, granted_by=first, approved_by=second)


def test_secretariat_makes_no_administrator(make_person: Make) -> None:
    with pytest.raises(PermissionDenied):
        grant_role(
            user=make_person(),
            role="administrator",
            granted_by=make_person("administrator"),
            approved_by=make_person("secretariat"),
        )


def test_organiser_of_another_region_takes_nothing(kinki: Region, make_person: Make) -> None:
    person = make_person("organiser", region="kinki")
    for role, region in (("organiser", kinki), ("member", None)):
        with pytest.raises(PermissionDenied):
            revoke_role(user=person, role=role, region=region, revoked_by=make_person("organiser", region="kanto"))
    assert is_organiser_of(person, "kinki")


def test_everybody_gives_up_a_role_of_their_own(kinki: Region, make_person: Make) -> None:
    person = make_person("reviewer", region="kinki")
    revoke_role(user=person, role="reviewer", region=kinki, revoked_by=person)
    assert not person.role_grants.filter(role="reviewer").exists()


def test_last_administrator_stays(make_person: Make) -> None:
    last = make_person("administrator")
    for role in ("administrator", "member"):
        with pytest.raises(ValidationError):
            revoke_role(user=last, role=role, revoked_by=last)
    make_person("administrator")
    revoke_role(user=last, role="administrator", revoked_by=last)
    assert not is_administrator(User.objects.get(pk=last.pk))


def test_member_grants_nothing(make_person: Make) -> None:
    with pytest.raises(PermissionDenied):
        grant_role(user=make_person(), role="member", granted_by=make_person("member"))


def test_grants_and_revocations_are_in_the_log(kinki: Region, make_person: Make) -> None:
    administrator, second, person = make_person("administrator"), make_person("secretariat"), make_person("member")
    grant_role(user=person, role="organiser", region=kinki, granted_by=administrator, approved_by=second)
    revoke_role(user=person, role="organiser", region=kinki, revoked_by=administrator)
    entries = ModelLogEntry.objects.filter(object_id=str(person.pk), user=administrator).order_by("pk")
    assert [entry.message for entry in entries] == [
        "役割を付与しました：地域運営者 近畿",
        "役割を取り消しました：地域運営者 近畿",
    ]


def test_create_person_refuses_a_taken_address(make_person: Make) -> None:
    make_person(email="taken@example.jp")
    with pytest.raises(ValidationError):
        create_person(email="Taken@example.jp", name="二人目", password=PASSWORD)
