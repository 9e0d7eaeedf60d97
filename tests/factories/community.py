"""Organisations, communities and working groups for tests."""

from typing import Any

import factory
from wagtail.models import Page

from community.actions.consents import give_consents_of_set_up, load_consent_documents
from community.actions.joining import agree_in_application, save_step, start_application, submit_application
from community.forms.joining import PersonForm
from community.forms.organisations import OrganisationForm
from community.models import (
    Affiliation,
    Application,
    CommunityPage,
    ConsentDocument,
    Organisation,
    Prefecture,
    RegionPage,
    User,
    WorkingGroup,
    WorkingGroupIndexPage,
    WorkingGroupPage,
)
from community.queries.consents import current_documents


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


def consent_documents() -> list[ConsentDocument]:
    """The three documents as they come with the hub."""
    load_consent_documents()
    return current_documents()


def agree(*users: User) -> None:
    """They have agreed to the three documents."""
    load_consent_documents()
    give_consents_of_set_up(users)


def belong(user: User, organisation: Organisation, *, is_responsible: bool = False) -> Affiliation:
    """`user` works for `organisation`."""
    return Affiliation.objects.create(user=user, organisation=organisation, is_responsible=is_responsible)


ORGANISATION_STEP = {
    "name_ja": "株式会社架空あおば製作所",
    "kana": "カブシキガイシャカクウアオバセイサクショ",
    "name_en": "Aoba Works Co., Ltd. (fictional)",
    "corporate_number": "8-9999-0000-9901",
    "industry_group": "26",
    "prefecture": "27",
    "prefectures": ["28"],
    "employees": "64",
    "capital_yen": "20000000",
    "aliases": "あおば\nＡＯＢＡ",
    "domains": "https://www.aoba.example/",
}
PERSON_STEP = {"name": "試作 みどり", "post": "総務課長", "message": "勉強会に出たいです。", "is_listed": "on"}


def application_of(email: str = "midori@example.jp", membership_class: str = "corp", **fields: Any) -> Application:
    """An application that was handed in to the Kinki region, with all three consents."""
    documents = consent_documents()
    application = start_application(email=email, membership_class=membership_class, language="ja")
    is_corporate = membership_class in {"corp", "org"}
    if is_corporate:
        form = OrganisationForm(ORGANISATION_STEP | fields)
        assert form.is_valid(), form.errors
        save_step(application=application, step="organisation", facts=form.facts())
    person = PERSON_STEP | {"prefecture": "27"}
    form = PersonForm(person, is_for_organisation=is_corporate)
    assert form.is_valid(), form.errors
    save_step(application=application, step="person", facts=form.facts())
    agree_in_application(application=application, documents=documents)
    submit_application(application=application)
    application.refresh_from_db()
    return application
