"""The predicates: who may what."""

from collections.abc import Callable

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from community.models import Region, User, WorkingGroupMembership
from community.queries import (
    has_second_factor,
    in_working_group,
    is_administrator,
    is_member,
    is_organiser_of,
    is_reviewer_of,
    may_enter,
    regions_of,
)
from tests.factories.community import WorkingGroupFactory

Make = Callable[..., User]


def test_stranger_is_nothing(vocabularies: None) -> None:
    stranger = AnonymousUser()
    assert not is_member(stranger)
    assert not is_administrator(stranger)
    assert not is_organiser_of(stranger, "kinki")
    assert not in_working_group(stranger, "sme")
    assert not regions_of(stranger).exists()


def test_person_without_a_role_is_no_member(make_person: Make) -> None:
    assert not is_member(make_person())


def test_member_holds_no_region(make_person: Make) -> None:
    member = make_person("member")
    assert is_member(member)
    assert not is_organiser_of(member, "kinki")
    assert not regions_of(member).exists()


def test_organiser_counts_in_their_region_only(make_person: Make) -> None:
    organiser = make_person("organiser", region="kinki")
    assert is_member(organiser)
    assert is_organiser_of(organiser, Region.objects.get(code="kinki"))
    assert is_organiser_of(organiser, "kinki")
    assert not is_organiser_of(organiser, "kanto")
    assert not is_organiser_of(organiser, None)
    assert not is_reviewer_of(organiser, "kinki")
    assert [region.code for region in regions_of(organiser)] == ["kinki"]


def test_reviewer_counts_in_their_region_only(make_person: Make) -> None:
    reviewer = make_person("reviewer", region="kinki")
    assert is_reviewer_of(reviewer, "kinki")
    assert not is_reviewer_of(reviewer, "kanto")
    assert not is_organiser_of(reviewer, "kinki")


def test_administrator_may_everywhere(make_person: Make) -> None:
    administrator = make_person(is_superuser=True)
    assert is_administrator(administrator)
    assert is_member(administrator)
    assert is_organiser_of(administrator, "kanto")
    assert not is_organiser_of(administrator, None)
    assert regions_of(administrator).count() == 9


def test_inactive_person_is_nothing(make_person: Make) -> None:
    for person in (make_person("organiser", region="kinki"), make_person(is_superuser=True)):
        person.is_active = False
        assert not is_member(person)
        assert not is_administrator(person)
        assert not is_organiser_of(person, "kinki")
        assert not regions_of(person).exists()


def test_working_group_needs_membership_of_both(make_person: Make) -> None:
    group = WorkingGroupFactory(code="sme")
    member, outsider = make_person("member"), make_person()
    for person in (member, outsider):
        WorkingGroupMembership.objects.create(user=person, working_group=group)
    assert in_working_group(member, group)
    assert in_working_group(member, "sme")
    assert not in_working_group(member, "hr")
    assert not in_working_group(member, None)
    assert not in_working_group(outsider, group)


@pytest.fixture
def session(db: None) -> SessionStore:
    return SessionStore()


def _record(session: SessionStore, user: User, method: str) -> None:
    request = HttpRequest()
    request.session = session
    record_authentication(request, user, method=method)


def test_second_factor_is_read_from_the_session(make_person: Make, session: SessionStore) -> None:
    person = make_person("member")
    assert not has_second_factor(session, person)
    _record(session, person, "password")
    assert not has_second_factor(session, person)
    _record(session, person, "mfa")
    assert has_second_factor(session, person)
    assert may_enter(session, person)


def test_second_factor_of_another_person_does_not_count(make_person: Make, session: SessionStore) -> None:
    first, second = make_person("member"), make_person("member")
    _record(session, first, "mfa")
    assert not has_second_factor(session, second)


def test_second_factor_survives_storage_as_a_socket_reads_it(make_person: Make, session: SessionStore) -> None:
    person = make_person("member")
    _record(session, person, "mfa")
    session.save()
    assert has_second_factor(SessionStore(session.session_key), person)


def test_second_factor_needs_a_session_and_a_person(make_person: Make, session: SessionStore) -> None:
    assert not has_second_factor(None, make_person("member"))
    assert not has_second_factor(session, AnonymousUser())


def test_second_factor_without_a_role_does_not_enter(make_person: Make, session: SessionStore) -> None:
    person = make_person()
    _record(session, person, "mfa")
    assert not may_enter(session, person)
