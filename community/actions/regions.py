"""A region gets its pages, its groups, its files and its four-eyes workflow."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from community.actions.roles import follow_roles
from community.models import FourEyesTask, Region, RegionIndexPage, RegionPage, RegionTeam, User

ORGANISER_PAGE_RIGHTS = ("add", "change")
REVIEWER_PAGE_RIGHTS = ("change",)
ORGANISER_FILE_RIGHTS = ("add", "change", "choose")
REVIEWER_FILE_RIGHTS = ("choose",)


@transaction.atomic
def create_region(
    *, region: Region, parents: Mapping[str, RegionIndexPage], intros: Mapping[str, str] | None = None
) -> RegionTeam:
    """Make what `region` needs: one published page below each parent (by language code), the groups of organisers
    and reviewers with their rights there, the collection of files, the four-eyes workflow.

    Running it again adds what is missing and changes no text. `intros`: first text of the page by language code.
    """
    team = RegionTeam.objects.filter(region=region).first() or _create_team(region)
    for page in _region_pages(region, parents, intros or {}):
        _grant_page(page, team.organisers, ORGANISER_PAGE_RIGHTS)
        _grant_page(page, team.reviewers, REVIEWER_PAGE_RIGHTS)
        WorkflowPage.objects.update_or_create(page=page.page_ptr, defaults={"workflow": team.workflow})
    for user in User.objects.filter(role_grants__region=region).distinct():
        follow_roles(user)
    return team


@transaction.atomic
def copy_page_rights(*, source: Page, target: Page) -> None:
    """Give the translation `target` the group rights and the workflow of `source`; wagtail-localize copies neither."""
    for right in source.group_permissions.all():
        GroupPagePermission.objects.get_or_create(group=right.group, page_id=target.pk, permission=right.permission)
    own = WorkflowPage.objects.filter(page_id=source.pk).first()
    if own is not None:
        WorkflowPage.objects.update_or_create(page_id=target.pk, defaults={"workflow": own.workflow})


def _create_team(region: Region) -> RegionTeam:
    organisers = _group(f"{region.name_ja} 運営者")
    reviewers = _group(f"{region.name_ja} 審査者")
    collection = _root_collection().add_child(name=region.name_ja)
    _grant_files(collection, organisers, ORGANISER_FILE_RIGHTS)
    _grant_files(collection, reviewers, REVIEWER_FILE_RIGHTS)
    return RegionTeam.objects.create(
        region=region,
        organisers=organisers,
        reviewers=reviewers,
        collection=collection,
        workflow=_four_eyes(region, reviewers),
    )


def _group(name: str) -> Group:
    group, _ = Group.objects.get_or_create(name=name)
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group


def _root_collection() -> Collection:
    return Collection.get_first_root_node() or Collection.add_root(name="Root")


def _four_eyes(region: Region, reviewers: Group) -> Workflow:
    workflow = Workflow.objects.create(name=f"{region.name_ja} 公開前の確認")
    task = FourEyesTask.objects.create(name=f"{region.name_ja} 二人目の確認")
    task.groups.add(reviewers)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow


def _region_pages(
    region: Region, parents: Mapping[str, RegionIndexPage], intros: Mapping[str, str]
) -> list[RegionPage]:
    """The pages of `region`, all translations of the first one."""
    pages: list[RegionPage] = []
    for language, parent in parents.items():
        page = RegionPage.objects.child_of(parent).filter(region=region).first()
        page = page or _publish_page(region, parent, intros.get(language, ""), translation_of=pages[:1])
        pages.append(page)
    return pages


def _publish_page(region: Region, parent: RegionIndexPage, intro: str, translation_of: list[RegionPage]) -> RegionPage:
    title = region.name_in(parent.locale.language_code)
    page = RegionPage(title=title, slug=region.code, region=region, intro=intro, locale=parent.locale, live=False)
    if translation_of:
        page.translation_key = translation_of[0].translation_key
    # The caller's instance may be older than the tree it names.
    RegionIndexPage.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _grant_page(page: Page, group: Group, rights: Iterable[str]) -> None:
    for codename in (f"{right}_page" for right in rights):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def _grant_files(collection: Collection, group: Group, rights: Iterable[str]) -> None:
    wanted = [f"{right}_{kind}" for right in rights for kind in ("image", "document")]
    labels = ["wagtailimages", "wagtaildocs"]
    for permission in Permission.objects.filter(content_type__app_label__in=labels, codename__in=wanted):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
