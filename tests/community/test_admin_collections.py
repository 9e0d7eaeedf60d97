"""What a region or a working group rests on is not deleted under it, whoever asks."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from community.models import RegionTeam, User, WorkingGroup
from tests.factories.community import WorkingGroupFactory


@pytest.fixture
def team(make_region: Callable[[str], RegionTeam]) -> RegionTeam:
    return make_region("kinki")


@pytest.fixture
def admin(make_person: Callable[..., User], sign_in: Callable[..., Client]) -> Client:
    return sign_in(make_person("administrator"))


def test_collection_of_a_region_stays_and_the_page_says_why(admin: Client, team: RegionTeam) -> None:
    address = reverse("wagtailadmin_collections:delete", args=[team.collection_id])
    assert "近畿がこれから使うファイル" in admin.get(address).content.decode()
    assert admin.post(address).status_code == 403
    assert Collection.objects.filter(pk=team.collection_id).exists()


def test_collection_above_one_in_use_stays(admin: Client, team: RegionTeam) -> None:
    group: WorkingGroup = WorkingGroupFactory(code="sme")
    above = Collection.get_first_root_node().add_child(name="棚")
    group.collection = above.add_child(name="WG")
    group.save()
    assert admin.post(reverse("wagtailadmin_collections:delete", args=[above.pk])).status_code == 403
    assert Collection.objects.filter(name="WG").exists()


def test_empty_collection_goes(admin: Client, team: RegionTeam) -> None:
    shelf = Collection.get_first_root_node().add_child(name="棚")
    assert admin.post(reverse("wagtailadmin_collections:delete", args=[shelf.pk])).status_code == 302
    assert not Collection.objects.filter(pk=shelf.pk).exists()


def test_group_of_a_region_stays_and_the_page_says_why(admin: Client, team: RegionTeam) -> None:
    address = reverse("wagtailusers_groups:delete", args=[team.organisers_id])
    answer = admin.post(address)
    assert answer["Location"] == address
    assert "何も削除していません" in admin.get(address).content.decode()
    assert Group.objects.filter(pk=team.organisers_id).exists()
