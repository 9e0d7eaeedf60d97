"""Who opens which class of data of whom, the page that shows every right, and no way round the four eyes."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from community.models import (
    Affiliation,
    ConsentDocument,
    ConsentRecord,
    Contact,
    DirectoryEntry,
    Organisation,
    Prefecture,
    Role,
    User,
)
from community.queries.access import GRANTS, PersonalClass, all_grants, may_open
from community.queries.grants import fits_scope, grantable_roles, may_grant
from community.views.addresses import ADMITTED, Standing, all_addresses
from tests.conftest import Tree
from tests.factories.community import OrganisationFactory

Make = Callable[..., User]


@pytest.fixture
def firm(vocabularies: None) -> Organisation:
    return OrganisationFactory(prefecture=Prefecture.objects.get(code="27"))


@pytest.fixture
def person(firm: Organisation, make_person: Make) -> User:
    person = make_person("member")
    Affiliation.objects.create(user=person, organisation=firm)
    return person


@pytest.fixture
def people(firm: Organisation, person: User, make_person: Make) -> dict[str, User]:
    lead = make_person("member")
    Affiliation.objects.create(user=lead, organisation=firm, is_responsible=True)
    elsewhere = make_person("member")
    Affiliation.objects.create(user=elsewhere, organisation=OrganisationFactory(), is_responsible=True)
    return {
        "self": person,
        "nobody": make_person(),
        "member": make_person("member"),
        "lead": lead,
        "lead elsewhere": elsewhere,
        "organiser": make_person("organiser", region="kinki"),
        "organiser elsewhere": make_person("organiser", region="kanto"),
        "reviewer": make_person("reviewer", region="kinki"),
        "secretariat": make_person("secretariat"),
        "administrator": make_person("administrator"),
    }


def openers(people: dict[str, User], data_class: str, subject: object) -> set[str]:
    return {name for name, user in people.items() if may_open(user, data_class, subject)}


OFFICE = {"secretariat", "administrator"}


def test_contact_of_a_person(people: dict[str, User], person: User) -> None:
    contact = Contact.objects.create(user=person, phone="06-0000-0000")
    assert openers(people, "P2", contact) == {"self", "organiser", *OFFICE}
    assert openers(people, "P2", person) == {"self", "lead", "organiser", *OFFICE}


def test_contact_of_an_organisation(people: dict[str, User], firm: Organisation) -> None:
    contact = Contact.objects.create(organisation=firm, phone="06-0000-0000")
    assert openers(people, "P2", contact) == {"lead", "organiser", *OFFICE}


def test_contact_that_its_owner_shows(people: dict[str, User], person: User) -> None:
    contact = Contact.objects.create(user=person, phone="06-0000-0000")
    DirectoryEntry.objects.create(user=person, is_listed=True, contact_for="members")
    assert openers(people, "P2", contact) == set(people) - {"nobody"}


def test_consent_records(people: dict[str, User], person: User) -> None:
    document = ConsentDocument.objects.create(kind="bylaws", version=1, text_ja="文", text_en="Text")
    record = ConsentRecord.objects.create(document=document, user=person, text_hash="h")
    assert openers(people, "P3", record) == {"self", *OFFICE}


def test_what_no_row_names_opens_nobody(people: dict[str, User], firm: Organisation) -> None:
    assert openers(people, "P3", firm) == set()
    assert openers(people, "P0", firm) == set(people)


def test_inactive_person_opens_nothing(people: dict[str, User], person: User) -> None:
    people["administrator"].is_active = False
    assert not may_open(people["administrator"], "P2", person)


def test_every_class_has_rows_with_words() -> None:
    assert {grant.data_class for grant in GRANTS} == set(PersonalClass) - {PersonalClass.P0}
    assert all(grant.subject_name and str(grant.holder) for grant in all_grants())


@pytest.mark.parametrize("role", list(Role))
def test_no_member_gives_any_role(make_person: Make, role: Role) -> None:
    assert not may_grant(make_person("member"), role)
    assert grantable_roles(make_person("member")) == []


def test_every_role_has_exactly_one_scope(vocabularies: None) -> None:
    from community.models import GROUP_ROLES, HUB_ROLES, REGIONAL_ROLES

    assert {*GROUP_ROLES, *HUB_ROLES, *REGIONAL_ROLES} == set(Role)
    assert all(fits_scope(role, None, None) == (role in HUB_ROLES) for role in Role)


def test_page_shows_every_own_address_and_every_standing(
    content_tree: Tree, make_person: Make, sign_in: Callable
) -> None:
    text = sign_in(make_person("secretariat")).get("/members/rights/").content.decode()
    for address in (each for each in all_addresses() if each.is_own and each.route.startswith("members/")):
        assert f"/{address.route}".replace("<", "&lt;").replace(">", "&gt;") in text
    for standing in Standing:
        assert str(standing.label) in text
    assert "P3 事例の事実と同意の記録" in text


@pytest.mark.parametrize("role", ["member", "organiser", "reviewer"])
def test_page_is_for_the_office(content_tree: Tree, make_person: Make, sign_in: Callable, role: str) -> None:
    assert sign_in(make_person(role, region="kinki")).get("/members/rights/").status_code == 403


def test_every_audience_names_who_is_admitted() -> None:
    assert all(ADMITTED[each.audience] for each in all_addresses() if each.audience)


@pytest.fixture
def administrator_client(content_tree: Tree, make_person: Make, sign_in: Callable) -> object:
    return sign_in(make_person("administrator"))


def test_admin_makes_no_administrator_alone(administrator_client: object, person: User) -> None:
    url = reverse("wagtailusers_users:edit", args=[person.pk])
    fields = {"email": person.email, "name": person.name, "first_name": "a", "last_name": "b", "is_superuser": "on"}
    assert administrator_client.post(url, fields).status_code == 403
    assert not User.objects.get(pk=person.pk).is_superuser


def test_admin_puts_nobody_into_a_group_alone(
    administrator_client: object, make_region: Callable, person: User
) -> None:
    group = make_region("kinki").organisers
    url = reverse("wagtailusers_users:edit", args=[person.pk])
    assert administrator_client.post(url, {"email": person.email, "groups": [group.pk]}).status_code == 403
    bulk = reverse("wagtail_bulk_action", args=["community", "user", "assign_role"])
    administrator_client.post(f"{bulk}?id={person.pk}", {"role": group.pk})
    assert not person.groups.exists()


def test_admin_neither_makes_nor_deletes_people(administrator_client: object, person: User) -> None:
    assert administrator_client.post(reverse("wagtailusers_users:add"), {"email": "x@example.jp"}).status_code == 403
    administrator_client.post(reverse("wagtailusers_users:delete", args=[person.pk]))
    bulk = reverse("wagtail_bulk_action", args=["community", "user", "delete"])
    administrator_client.post(f"{bulk}?id={person.pk}", {})
    assert User.objects.filter(pk=person.pk).exists()
    assert not ModelLogEntry.objects.filter(action="wagtail.delete").exists()


def test_account_opened_in_the_admin_is_noted(administrator_client: object, person: User) -> None:
    assert administrator_client.get(reverse("wagtailusers_users:edit", args=[person.pk])).status_code == 200
    entry = ModelLogEntry.objects.get(action="secunity.access")
    assert (entry.object_id, entry.data["data_class"]) == (str(person.pk), "P2")
