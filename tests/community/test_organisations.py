"""Organisations: facts, sizes, people, hand-over, leaving."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from community.actions import grant_role
from community.actions.consents import withdraw_consent
from community.actions.organisations import (
    change_organisation,
    leave_organisation,
    name_responsible,
    set_names,
    stand_down,
)
from community.actions.people import admit_person, leave_hub
from community.models import Affiliation, Departure, Organisation, User
from community.queries import is_member, leads
from community.queries.organisations import is_last_responsible, organisations_in_trust, people_due_for_deletion
from community.queries.sizes import act_category, act_hint, size_band_for
from tests.factories.community import ORGANISATION_STEP, OrganisationFactory, agree, belong

Make = Callable[..., User]

pytestmark = pytest.mark.usefixtures("content_tree")


@pytest.fixture
def organisation(db: None) -> Organisation:
    return OrganisationFactory()


@pytest.fixture
def lead(organisation: Organisation, make_person: Make) -> User:
    person = make_person("member")
    belong(person, organisation, is_responsible=True)
    return person


@pytest.fixture
def colleague(organisation: Organisation, make_person: Make) -> User:
    person = make_person("member")
    belong(person, organisation)
    return person


@pytest.fixture
def secretariat(make_person: Make) -> User:
    person = make_person()
    grant_role(user=person, role="secretariat")
    return person


@pytest.mark.parametrize(
    ("employees", "band"), [(1, "s1"), (5, "s1"), (6, "s2"), (20, "s2"), (300, "s5"), (301, "s6"), (50_000, "s7")]
)
def test_size_band_follows_from_the_people(db: None, employees: int, band: str) -> None:
    assert size_band_for(employees).pk == band


@pytest.mark.parametrize(
    ("group", "employees", "capital", "is_sme", "is_small"),
    [
        ("26", 300, 10**9, True, False),
        ("26", 301, 300_000_000, True, False),
        ("26", 301, 300_000_001, False, False),
        ("26", 20, None, True, True),
        ("52", 100, 10**9, True, False),
        ("52", 101, 100_000_001, False, False),
        ("39", 100, 10**9, True, False),
        ("39", 5, None, True, True),
        ("58", 50, 10**9, True, False),
        ("58", 51, 50_000_001, False, False),
        ("76", 51, 50_000_001, False, False),
        ("97", 3, None, None, False),
        ("", 3, None, None, False),
        ("26", None, None, None, False),
    ],
)
def test_hint_follows_the_sme_act(
    group: str, employees: int | None, capital: int | None, is_sme: bool | None, is_small: bool
) -> None:
    hint = act_hint(industry_group=group, employees=employees, capital_yen=capital)
    assert (hint.is_sme, hint.is_small) == (is_sme, is_small)
    assert hint.reasons


def test_hint_says_why() -> None:
    reasons = act_hint(industry_group="58", employees=64, capital_yen=20_000_000).reasons
    assert reasons == ("区分：小売業", "64人：基準（50人）を超えます", "2,000万円：基準（5,000万円）以内です")


def test_every_group_has_a_category_or_is_outside() -> None:
    groups = [f"{number:02}" for number in range(1, 100)]
    assert {act_category(group) for group in groups} == {"manufacturing_other", "wholesale", "service", "retail", ""}
    assert [group for group in groups if not act_category(group)] == ["97", "98", "99"]


def test_names_change_with_the_organisation_and_keep_what_was_given(organisation: Organisation, lead: User) -> None:
    set_names(organisation, ["あだ名"])
    change_organisation(organisation=organisation, facts={"name_ja": "有限会社架空つばめ"}, by=lead)
    names = set(organisation.names.values_list("name", "is_derived"))
    assert names >= {("あだ名", False), ("架空つばめ", True), ("(有)架空つばめ", True)}
    assert not any("架空製作所" in name for name, _derived in names)


def test_corporate_number_of_another_is_refused(organisation: Organisation, lead: User) -> None:
    OrganisationFactory(corporate_number="7000012050002")
    with pytest.raises(ValidationError, match="別の組織"):
        change_organisation(organisation=organisation, facts={"corporate_number": "7000012050002"}, by=lead)


def test_colleague_changes_nothing(organisation: Organisation, colleague: User) -> None:
    with pytest.raises(PermissionDenied):
        change_organisation(organisation=organisation, facts={"name_ja": "x"}, by=colleague)
    with pytest.raises(PermissionDenied):
        name_responsible(organisation=organisation, user=colleague, by=colleague)


def test_several_people_can_be_responsible(organisation: Organisation, lead: User, colleague: User) -> None:
    assert is_last_responsible(lead, organisation)
    name_responsible(organisation=organisation, user=colleague, by=lead)
    assert leads(colleague, organisation)
    assert not is_last_responsible(lead, organisation)
    stand_down(organisation=organisation, user=lead, by=lead)
    assert not leads(lead, organisation)


def test_last_one_responsible_cannot_just_go(organisation: Organisation, lead: User, colleague: User) -> None:
    with pytest.raises(ValidationError, match="責任者はあなただけ"):
        leave_organisation(organisation=organisation, user=lead, by=lead)
    with pytest.raises(ValidationError):
        stand_down(organisation=organisation, user=lead, by=lead)
    assert leads(lead, organisation)


def test_hand_over_to_a_colleague(organisation: Organisation, lead: User, colleague: User) -> None:
    leave_organisation(organisation=organisation, user=lead, by=lead, successor=colleague)
    assert leads(colleague, organisation)
    assert not Affiliation.objects.filter(user=lead).exists()
    assert is_member(lead)


def test_successor_must_work_there(organisation: Organisation, lead: User, make_person: Make) -> None:
    with pytest.raises(ValidationError):
        leave_organisation(organisation=organisation, user=lead, by=lead, successor=make_person("member"))
    assert leads(lead, organisation)


def test_secretariat_stands_in_and_names_somebody(
    organisation: Organisation, lead: User, colleague: User, secretariat: User
) -> None:
    leave_organisation(organisation=organisation, user=lead, by=lead, to_secretariat=True)
    assert list(organisations_in_trust()) == [organisation]
    name_responsible(organisation=organisation, user=colleague, by=secretariat)
    assert leads(colleague, organisation)
    assert not organisations_in_trust().exists()


def test_secretariat_removes_the_last_one_and_stands_in(
    organisation: Organisation, lead: User, secretariat: User
) -> None:
    leave_organisation(organisation=organisation, user=lead, by=secretariat)
    assert list(organisations_in_trust()) == [organisation]


def test_one_person_in_several_organisations(organisation: Organisation, lead: User) -> None:
    other = OrganisationFactory()
    belong(lead, other)
    leave_organisation(organisation=other, user=lead, by=lead)
    assert list(lead.affiliations.values_list("organisation", flat=True)) == [organisation.pk]


def test_leaving_the_hub_ends_everything_at_once(
    organisation: Organisation, lead: User, colleague: User, sign_in: Callable
) -> None:
    client = sign_in(lead)
    assert client.get("/members/").status_code == 200
    leave_hub(user=lead, successors={organisation.pk: colleague})
    assert client.get("/members/")["Location"].startswith("/accounts/login/")
    person = User.objects.get(pk=lead.pk)
    assert not person.is_active
    assert not person.role_grants.exists()
    assert leads(colleague, organisation)


def test_leaving_without_a_successor_changes_nothing(organisation: Organisation, lead: User) -> None:
    with pytest.raises(ValidationError):
        leave_hub(user=lead)
    assert User.objects.get(pk=lead.pk).is_active
    assert leads(lead, organisation)
    assert not Departure.objects.exists()


def test_leaving_while_membership_rests_asks_for_a_successor_too(organisation: Organisation, lead: User) -> None:
    agree(lead)
    withdraw_consent(user=lead, kind="bylaws")
    with pytest.raises(ValidationError):
        leave_hub(user=lead)
    leave_hub(user=lead, successors={organisation.pk: None})
    assert list(organisations_in_trust()) == [organisation]


def test_who_left_can_come_back_and_who_was_shut_out_cannot(make_person: Make) -> None:
    left, shut_out = make_person("member"), make_person("member")
    leave_hub(user=left)
    assert is_member(admit_person(email=left.email, name="戻る人"))
    assert not Departure.objects.exists()
    User.objects.filter(pk=shut_out.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="閉じられています"):
        admit_person(email=shut_out.email, name="x")


def test_last_administrator_stays(make_person: Make) -> None:
    administrator = make_person("administrator")
    with pytest.raises(ValidationError):
        leave_hub(user=administrator)
    assert User.objects.get(pk=administrator.pk).is_active


def test_deletion_is_due_after_thirty_days(make_person: Make) -> None:
    person = make_person("member")
    leave_hub(user=person)
    today = timezone.localdate()
    assert not people_due_for_deletion(today + timedelta(days=30)).exists()
    assert list(people_due_for_deletion(today + timedelta(days=31))) == [person]
    assert not people_due_for_deletion(date(2000, 1, 1)).exists()


def test_pages_of_an_organisation_are_for_its_people(
    organisation: Organisation, lead: User, colleague: User, make_person: Make, sign_in: Callable
) -> None:
    stranger = make_person("member")
    agree(lead, colleague, stranger)
    path = f"/members/organisations/{organisation.key}/"
    statuses = {
        name: [sign_in(person).get(f"{path}{page}").status_code for page in ("", "edit/", "listing/", "people/")]
        for name, person in (("lead", lead), ("colleague", colleague), ("stranger", stranger))
    }
    assert statuses == {"lead": [200] * 4, "colleague": [200, 403, 403, 403], "stranger": [404] * 4}


def test_lead_changes_the_facts_by_the_form(organisation: Organisation, lead: User, sign_in: Callable) -> None:
    client, path = sign_in(lead), f"/members/organisations/{organisation.key}/"
    assert client.post(f"{path}edit/", ORGANISATION_STEP)["Location"] == path
    text = client.get(path).content.decode()
    for words in ("株式会社架空あおば製作所", "8999900009901", "(株)架空あおば製作所", "aoba.example"):
        assert words in text
    wrong = client.post(f"{path}edit/", ORGANISATION_STEP | {"corporate_number": "1234567890123"})
    assert wrong.status_code == 422
    assert "1234567890123" in wrong.content.decode()


def test_last_lead_leaves_by_the_form(
    organisation: Organisation, lead: User, colleague: User, sign_in: Callable
) -> None:
    client, path = sign_in(lead), f"/members/organisations/{organisation.key}/leave/"
    client.post(path, {})
    assert leads(lead, organisation)
    client.post(path, {"successor": str(colleague.pk)})
    assert leads(colleague, organisation)
    assert not leads(lead, organisation)


def test_person_leaves_the_hub_by_the_form(organisation: Organisation, lead: User, sign_in: Callable) -> None:
    client = sign_in(lead)
    assert client.post("/members/leave/", {}).status_code == 200
    assert User.objects.get(pk=lead.pk).is_active
    answer = client.post("/members/leave/", {f"{organisation.key}-successor": "secretariat"})
    assert "退会しました" in answer.content.decode()
    assert not User.objects.get(pk=lead.pk).is_active
    assert list(organisations_in_trust()) == [organisation]
