"""create_region, and the rights of translations."""

from collections.abc import Callable

from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission, Locale, Page, WorkflowPage

from community.actions import create_region
from community.models import Region, RegionPage, RegionTeam
from tests.conftest import Tree
from tests.factories.community import community_page


def _rights(group: Group, page: Page) -> set[str]:
    rights = GroupPagePermission.objects.filter(group=group, page_id=page.pk)
    return set(rights.values_list("permission__codename", flat=True))


def test_create_region_makes_pages_that_translate_each_other(make_region: Callable[[str], RegionTeam]) -> None:
    make_region("kinki")
    ja, en = RegionPage.objects.order_by("pk")
    assert (ja.title, en.title) == ("近畿", "Kinki")
    assert ja.slug == en.slug == "kinki"
    assert ja.live
    assert en.live
    assert ja.get_translation(Locale.objects.get(language_code="en")) == en


def test_create_region_lets_organisers_write_but_not_publish(make_region: Callable[[str], RegionTeam]) -> None:
    team = make_region("kinki")
    assert team.organisers.name == "近畿 運営者"
    for page in RegionPage.objects.all():
        assert _rights(team.organisers, page) == {"add_page", "change_page"}
        assert _rights(team.reviewers, page) == {"change_page"}
        assert page.get_workflow() == team.workflow


def test_create_region_gives_files_of_its_own(make_region: Callable[[str], RegionTeam]) -> None:
    team = make_region("kinki")
    rights = team.organisers.collection_permissions.values_list("permission__codename", flat=True)
    assert set(rights) == {f"{verb}_{kind}" for verb in ("add", "change", "choose") for kind in ("image", "document")}
    assert set(team.organisers.collection_permissions.values_list("collection", flat=True)) == {team.collection_id}


def test_create_region_twice_changes_nothing(content_tree: Tree, make_region: Callable[[str], RegionTeam]) -> None:
    first = make_region("kinki")
    counts = [m.objects.count() for m in (Page, Group, GroupPagePermission, WorkflowPage)]
    again = create_region(region=Region.objects.get(code="kinki"), parents=content_tree.regions)
    assert again == first
    assert [m.objects.count() for m in (Page, Group, GroupPagePermission, WorkflowPage)] == counts


def test_create_region_takes_in_roles_granted_before(
    make_person: Callable, make_region: Callable[[str], RegionTeam]
) -> None:
    organiser = make_person("organiser", region="kinki")
    team = make_region("kinki")
    assert list(organiser.groups.all()) == [team.organisers]


def test_region_page_keeps_its_code_as_address(make_region: Callable[[str], RegionTeam]) -> None:
    make_region("kinki")
    page = RegionPage.objects.first()
    page.slug = "elsewhere"
    page.save()
    assert page.slug == "kinki"


def test_translation_made_later_gets_rights_and_workflow(
    content_tree: Tree, make_region: Callable[[str], RegionTeam]
) -> None:
    team = make_region("kinki")
    japanese = RegionPage.objects.get(locale__language_code="ja")
    japanese.get_translations().get().delete()
    english = Page.objects.get(pk=japanese.pk).specific.copy_for_translation(Locale.objects.get(language_code="en"))
    assert _rights(team.organisers, english) == {"add_page", "change_page"}
    assert WorkflowPage.objects.get(page_id=english.pk).workflow == team.workflow


def test_translation_below_a_region_inherits_its_workflow(
    content_tree: Tree, make_region: Callable[[str], RegionTeam]
) -> None:
    team = make_region("kinki")
    page = community_page(RegionPage.objects.get(locale__language_code="ja"), prefectures=("27",))
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    assert english.get_workflow() == team.workflow
    assert [p.pk for p in english.prefectures.all()] == ["27"]
