"""The members' directory: found by what is shown, shown only to whom it is for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry

from community.forms.directory import CIRCLES
from community.models import Contact, DirectoryEntry, Organisation, User
from community.queries.directory import DirectoryQuestion, contact_for, find_entries, shown_to
from tests.factories.community import OrganisationFactory, belong

Make = Callable[..., User]

pytestmark = pytest.mark.usefixtures("content_tree")


@pytest.fixture
def reader(make_person: Make) -> User:
    """A member whose organisation sits in Osaka, in the Kinki region."""
    person = make_person("member")
    belong(person, OrganisationFactory(prefecture_id="27"))
    return person


def listed(prefecture: str = "27", **fields: Any) -> DirectoryEntry:
    organisation = OrganisationFactory(
        prefecture_id=prefecture, industry_id="E", size_band_id="s3", name_ja=f"架空{fields.pop('name', '製作所')}"
    )
    return DirectoryEntry.objects.create(organisation=organisation, is_listed=True, **fields)


def found(reader: User, **question: Any) -> list[DirectoryEntry]:
    return list(find_entries(reader, DirectoryQuestion(**question)))


def test_who_is_not_listed_is_not_found(reader: User) -> None:
    entry = listed()
    DirectoryEntry.objects.update(is_listed=False)
    assert entry not in found(reader)


def test_nobody_but_members_finds_anything(make_person: Make) -> None:
    listed()
    assert found(make_person()) == []


@pytest.mark.parametrize(
    ("question", "circle"),
    [
        ({"region": "kinki"}, "place_for"),
        ({"industry": "E"}, "industry_for"),
        ({"size": "medium"}, "size_for"),
        ({"size": "s3"}, "size_for"),
        ({"offers": ("can_lecture",)}, "offers_for"),
    ],
)
def test_filter_finds_only_what_the_reader_may_know(reader: User, question: dict[str, Any], circle: str) -> None:
    near, far = listed("27", can_lecture=True), listed("27", can_lecture=True)
    DirectoryEntry.objects.filter(pk=near.pk).update(**{circle: "members"})
    DirectoryEntry.objects.filter(pk=far.pk).update(**{circle: "nobody"})
    assert found(reader, **question) == [near]


def test_circle_of_the_region_ends_at_its_border(reader: User, make_person: Make) -> None:
    entry = listed("26", industry_for="region")
    outside = make_person("member")
    belong(outside, OrganisationFactory(prefecture_id="01"))
    assert found(reader, industry="E") == [entry]
    assert found(outside, industry="E") == []
    assert shown_to(reader, entry).industry == "製造業"
    assert shown_to(outside, entry).industry == ""


def test_wrong_filter_values_find_nothing_wrong(reader: User) -> None:
    listed()
    assert found(reader, industry="A") == []
    assert found(reader, region="kanto") == []
    assert found(reader, offers=("can_lend_room",)) == []


def test_name_is_found_by_its_other_writings(reader: User) -> None:
    entry = listed(name="あおば製作所")
    entry.organisation.names.create(name="AOBA")
    assert found(reader, words="ａｏｂａ") == [entry]
    assert found(reader, words="あおば") == [entry]
    assert found(reader, words="みどり") == []


def test_individuals_stand_beside_organisations(reader: User, make_person: Make) -> None:
    person = make_person("member", name="個人 太郎")
    entry = DirectoryEntry.objects.create(user=person, is_listed=True, prefecture_id="27", industry_id="L")
    organisation = listed()
    assert set(found(reader)) == {entry, organisation}
    assert found(reader, membership_class="individual") == [entry]
    assert found(reader, region="kinki", industry="L") == [entry]


def test_person_who_left_is_gone(reader: User, make_person: Make) -> None:
    person = make_person("member")
    DirectoryEntry.objects.create(user=person, is_listed=True)
    person.role_grants.all().delete()
    assert found(reader) == []


def test_organisation_with_many_people_is_one_entry(reader: User, make_person: Make) -> None:
    entry = listed()
    for _number in range(3):
        belong(make_person("member"), entry.organisation, is_responsible=True)
    entry.organisation.names.create(name="一つ")
    entry.organisation.names.create(name="一つめ")
    assert found(reader, words="一つ") == [entry]


def test_responsible_people_show_only_where_allowed(reader: User, make_person: Make) -> None:
    entry = listed(people_for="members")
    belong(make_person("member", name="責任 花子"), entry.organisation, is_responsible=True)
    belong(make_person("member", name="同僚 次郎"), entry.organisation)
    assert shown_to(reader, entry).people == ["責任 花子"]
    entry.people_for = "nobody"
    assert shown_to(reader, entry).people == []


def contact_of(organisation: Organisation) -> Contact:
    return Contact.objects.create(organisation=organisation, name="窓口", email="madoguchi@example.jp", phone="06-0000")


def test_contact_is_sealed_and_shown_only_where_allowed(reader: User) -> None:
    entry = listed()
    contact = contact_of(entry.organisation)
    assert contact_for(reader, entry) is None
    entry.contact_for = "members"
    assert contact_for(reader, entry) == contact
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, email, phone FROM community_contact")
        stored = str(cursor.fetchall())
    assert "madoguchi" not in stored
    assert "06-0000" not in stored


def test_looking_at_a_contact_is_noted(reader: User, sign_in: Callable) -> None:
    entry = listed(contact_for="members")
    contact = contact_of(entry.organisation)
    client = sign_in(reader)
    page = client.get(f"/members/directory/{entry.pk}/").content.decode()
    assert "madoguchi" not in page
    assert "madoguchi@example.jp" in client.get(f"/members/directory/{entry.pk}/contact/").content.decode()
    log = ModelLogEntry.objects.get(action="secunity.access", object_id=str(contact.pk))
    assert (log.user, log.data["data_class"]) == (reader, "P2")
    assert "madoguchi" not in str(log.data) + log.label


def test_hidden_contact_is_not_there(reader: User, sign_in: Callable) -> None:
    entry = listed()
    contact_of(entry.organisation)
    assert sign_in(reader).get(f"/members/directory/{entry.pk}/contact/").status_code == 404


def test_page_lists_and_narrows(reader: User, sign_in: Callable) -> None:
    listed(name="あおば製作所", can_lecture=True)
    listed(name="みどり商店")
    client = sign_in(reader)
    everybody = client.get("/members/directory/").content.decode()
    assert "架空あおば製作所" in everybody
    assert "架空みどり商店" in everybody
    narrowed = client.get("/members/directory/?offers=can_lecture&industry=nonsense").content.decode()
    assert "架空あおば製作所" in narrowed
    assert "架空みどり商店" not in narrowed


ALL_FILTERS = {"kind": "corp", "region": "kinki", "industry": "E", "size": "medium", "offers": "can_lecture"}


@pytest.mark.parametrize(
    ("filters", "is_found"),
    [
        (ALL_FILTERS, True),
        (ALL_FILTERS | {"kind": "org"}, False),
        (ALL_FILTERS | {"region": "kanto"}, False),
        (ALL_FILTERS | {"industry": "I"}, False),
        (ALL_FILTERS | {"size": "large"}, False),
        (ALL_FILTERS | {"offers": "can_lend_room"}, False),
    ],
)
def test_filters_of_the_page_are_all_asked_at_once(
    reader: User, sign_in: Callable, filters: dict[str, str], is_found: bool
) -> None:
    entry = listed(name="あおば製作所", can_lecture=True, **dict.fromkeys(CIRCLES, "members"))
    Organisation.objects.filter(pk=entry.organisation_id).update(membership_class="corp")
    page = sign_in(reader).get("/members/directory/", filters).content.decode()
    assert ("架空あおば製作所" in page) is is_found
    assert "<details open>" in page


@pytest.mark.parametrize("number", [1, 12])
def test_list_costs_the_same_for_many(
    reader: User, sign_in: Callable, number: int, django_assert_max_num_queries: Callable
) -> None:
    for _each in range(number):
        listed()
    client = sign_in(reader)
    client.get("/members/directory/")
    with django_assert_max_num_queries(32):
        client.get("/members/directory/")


def test_person_keeps_their_own_profile(reader: User, sign_in: Callable) -> None:
    client = sign_in(reader)
    fields = {
        "name": "新しい 名前",
        "is_listed": "on",
        "introduction": "こんにちは。",
        "contact-email": "me@example.jp",
    }
    circles = dict.fromkeys(("place_for", "industry_for", "offers_for", "contact_for"), "members")
    assert client.post("/members/profile/", fields | circles)["Location"] == "/members/profile/"
    assert User.objects.get(pk=reader.pk).name == "新しい 名前"
    assert reader.entry.introduction == "こんにちは。"
    assert Contact.objects.get(user=reader).email == "me@example.jp"
    wrong = client.post("/members/profile/", fields | circles | {"contact-email": "no address", "name": "あ" * 81})
    assert wrong.status_code == 422
    assert "no address" in wrong.content.decode()
    assert User.objects.get(pk=reader.pk).name == "新しい 名前"


def test_profile_is_japanese_throughout(reader: User, sign_in: Callable) -> None:
    page = sign_in(reader).get("/members/profile/").content.decode()
    assert "都道府県" in page
    assert "Prefecture" not in page
    assert "Industry" not in page
