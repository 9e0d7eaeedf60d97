"""Taking up a practice: who may, what others see of it, and what is still open."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from community.models import Organisation, RegionPage, Role, User
from practices.actions.adoption import record_adoption, remove_adoption
from practices.actions.statistics import publish_statistics
from practices.models import PracticeAdoption, PracticePage, PracticeTheme
from practices.queries.adoption import adoption_table, gaps_of, similar_practices
from tests.conftest import Tree
from tests.factories.community import OrganisationFactory
from tests.factories.practices import make_case, make_practice, make_reporter
from tests.factories.search import lists

__all__ = ["lists"]
pytestmark = pytest.mark.django_db
People = Callable[..., User]
TODAY = dt.date(2026, 11, 1)


@pytest.fixture
def practice(make_region: Callable[..., Any]) -> PracticePage:
    make_region("kinki")
    return make_practice(RegionPage.objects.get(region_id="kinki", locale__language_code="ja"))


@pytest.fixture
def organisation(content_tree: Tree) -> Organisation:
    made: Organisation = OrganisationFactory(prefecture_id="27", industry_id="E")
    return made


@pytest.fixture
def member(make_person: People, organisation: Organisation) -> User:
    return make_reporter(make_person(Role.MEMBER), organisation)


def take_up(practice: PracticePage, number: int, prefecture: str = "27", state: str = "uses") -> None:
    for _each in range(number):
        PracticeAdoption.objects.create(
            organisation=OrganisationFactory(prefecture_id=prefecture),
            practice_key=practice.translation_key,
            state=state,
        )


def record(practice: PracticePage, organisation: Organisation, actor: User, **said: Any) -> PracticeAdoption:
    said = {"state": "tries", "since": TODAY, **said}
    return record_adoption(organisation=organisation, practice_key=practice.translation_key, actor=actor, **said)


def test_a_second_answer_replaces_the_first(practice: PracticePage, organisation: Organisation, member: User) -> None:
    record(practice, organisation, member)
    record(practice, organisation, member, state="stopped", note="人手が足りない")
    (row,) = PracticeAdoption.objects.all()
    assert (row.state, row.note, row.changed_by) == ("stopped", "人手が足りない", member)


def test_only_its_own_people_speak_for_an_organisation(
    practice: PracticePage, organisation: Organisation, member: User, make_person: People
) -> None:
    stranger = make_person(Role.ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        record(practice, organisation, stranger)
    row = record(practice, organisation, member)
    assert not PracticeAdoption.objects.visible_to(stranger).exists()
    with pytest.raises(PermissionDenied):
        remove_adoption(adoption=row, actor=stranger)


@pytest.mark.parametrize(
    "said", [{"state": "stopped"}, {"since": timezone.localdate() + dt.timedelta(days=1)}], ids=["no reason", "future"]
)
def test_what_cannot_be_is_refused(
    practice: PracticePage, organisation: Organisation, member: User, said: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        record(practice, organisation, member, **said)


def test_member_takes_up_a_practice_and_takes_it_back(
    practice: PracticePage, organisation: Organisation, member: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(member)
    address = f"/members/adoption/{practice.translation_key}/"
    assert practice.title in client.get(address).content.decode()
    said = {"organisation": organisation.pk, "state": "tries", "since": "2026-11-01", "effort": "low", "note": "ためす"}
    wrong = client.post(address, {**said, "since": "2999-01-01"})
    assert wrong.status_code == 422
    assert "ためす" in wrong.content.decode()
    assert client.post(address, said).status_code == 302
    page = client.get("/members/adoption/").content.decode()
    assert practice.title in page
    assert "試している" in page
    (row,) = PracticeAdoption.objects.all()
    assert client.post(f"/members/adoption/{row.pk}/remove/").status_code == 302
    assert not PracticeAdoption.objects.exists()


def test_member_without_organisation_is_told_what_to_do(
    practice: PracticePage, make_person: People, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(make_person(Role.MEMBER))
    assert "どの組織にも" in client.get(f"/members/adoption/{practice.translation_key}/").content.decode()


def test_stranger_cannot_remove_or_see(
    practice: PracticePage,
    organisation: Organisation,
    member: User,
    make_person: People,
    sign_in: Callable[..., Client],
) -> None:
    row = record(practice, organisation, member, note="秘密の理由")
    client = sign_in(make_person(Role.MEMBER))
    assert client.post(f"/members/adoption/{row.pk}/remove/").status_code == 404
    assert "秘密の理由" not in client.get("/members/adoption/").content.decode()
    asked = f"/members/adoption/{practice.translation_key}/?organisation={organisation.pk}"
    assert "秘密の理由" not in client.get(asked).content.decode()


def test_practice_that_is_none_is_not_found(member: User, sign_in: Callable[..., Client]) -> None:
    assert sign_in(member).get("/members/adoption/00000000-0000-0000-0000-000000000001/").status_code == 404


def test_public_page_shows_numbers_above_the_threshold_only(practice: PracticePage, client: Client) -> None:
    take_up(practice, 6)
    take_up(practice, 2, "13")
    OrganisationFactory.create_batch(4, prefecture_id="13")
    take_up(practice, 4, "23")
    take_up(practice, 5, "27", state="considers")
    assert adoption_table(practice) is None
    publish_statistics()
    table = adoption_table(practice)
    assert table is not None
    regions = {name: cell.display() for name, cell in table.regions}
    assert regions["関東"] == "3件未満"
    assert "中部" not in regions
    html = client.get(practice.get_url()).content.decode()
    assert "3件未満" in html
    assert "うちでもやってみる" in html
    assert not client.get(practice.get_url()).cookies


def test_single_organisation_is_never_a_number(practice: PracticePage, client: Client) -> None:
    take_up(practice, 1)
    publish_statistics()
    table = adoption_table(practice)
    assert table is not None
    assert table.total.count is None
    assert not table.regions


def test_what_nobody_has_any_more_stays_in_the_table(practice: PracticePage) -> None:
    take_up(practice, 6)
    publish_statistics()
    PracticeAdoption.objects.all().delete()
    publish_statistics()
    assert adoption_table(practice) is not None


def test_similar_efforts_are_those_of_other_regions(practice: PracticePage, make_region: Callable[..., Any]) -> None:
    make_region("kanto")
    theme = PracticeTheme.objects.get(pk="backup")
    elsewhere = make_practice(RegionPage.objects.get(region_id="kanto", locale__language_code="ja"), themes=[theme])
    near = make_practice(RegionPage.objects.get(region_id="kinki", locale__language_code="ja"), themes=[theme])
    practice.themes.set([theme])
    practice.save()
    assert list(similar_practices(practice)) == [elsewhere]
    assert near not in similar_practices(practice)


def test_gap_is_a_way_in_without_a_practice(
    lists: Any, practice: PracticePage, organisation: Organisation, member: User
) -> None:
    link = ((str(practice.translation_key), "would_have_prevented"),)
    make_case(region="kinki", entry_route="vpn", practices=link)
    make_case(industry_division="E", entry_route="mail")
    make_case(region="kanto", entry_route="web")
    gaps = {gap.route: gap for gap in gaps_of(organisation, "ja")}
    assert set(gaps) == {"VPN装置・ネットワーク機器", "メール"}
    assert gaps["VPN装置・ネットワーク機器"].practices == [practice]
    record(practice, organisation, member)
    assert {gap.route for gap in gaps_of(organisation, "ja")} == {"メール"}
