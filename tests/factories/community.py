"""Organisations, communities and working groups for tests."""

from typing import Any

import factory
from wagtail.models import Page

from community.models import (
    CommunityPage,
    Organisation,
    Prefecture,
    RegionPage,
    WorkingGroup,
    WorkingGroupIndexPage,
    WorkingGroupPage,
)


class OrganisationFactory(factory.django.DjangoModelFactory):
    """`OrganisationFactory(prefecture_id="27")`; vocabularies must be loaded for codes."""

    class Meta:
        model = Organisation

    key = factory.Sequence(lambda n: f"org-{n}")
    name_ja = factory.Sequence(lambda n: f"架空製作所{n}")
    name_en = factory.Sequence(lambda n: f"Fictional Works {n}")


class WorkingGroupFactory(factory.django.DjangoModelFactory):
    """`WorkingGroupFactory(code="sme")`."""

    class Meta:
        model = WorkingGroup
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"wg{n}")
    name_ja = factory.Sequence(lambda n: f"第{n}WG")
    name_en = factory.Sequence(lambda n: f"Working group {n}")
    aim_ja = "話し合います。"
    aim_en = "Talks things over."


def community_page(region_page: RegionPage, *, prefectures: tuple[str, ...] = (), **fields: Any) -> CommunityPage:
    """A live community below `region_page`, in the prefectures of these codes."""
    page = CommunityPage(**{"title": "見本コミュニティ", "locale": region_page.locale, **fields})
    _add(region_page, page)
    page.prefectures.set(Prefecture.objects.filter(code__in=prefectures))
    page.save()
    return page


def working_group_page(index: WorkingGroupIndexPage, group: WorkingGroup, **fields: Any) -> WorkingGroupPage:
    """A live page of `group` below `index`."""
    page = WorkingGroupPage(**{"title": group.name_ja, "slug": group.code, "locale": index.locale, **fields})
    page.working_group = group
    _add(index, page)
    return page


def _add(parent: Page, page: Page) -> None:
    Page.objects.get(pk=parent.pk).add_child(instance=page)
