"""Fixtures that every test may build on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from wagtail.models import Collection, Locale, Page, Site

from community.actions import create_person, create_region, grant_role
from community.models import (
    GROUP_ROLES,
    REGIONAL_ROLES,
    Region,
    RegionIndexPage,
    RegionTeam,
    User,
    WorkingGroup,
    WorkingGroupIndexPage,
)
from search.queries import index
from secunity.core.actions import load_vocabularies
from secunity.home.models import HomePage

# How long an example takes says more of the machine than of the code.
hypothesis_settings.register_profile("hub", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("hub")

LANGUAGES = ("ja", "en")
PASSWORD = "correct-horse-battery"
AnyPage = TypeVar("AnyPage", bound=Page)


@dataclass(frozen=True)
class Tree:
    """The pages every test starts from, by language code; `en` pages are translations of the `ja` ones."""

    wagtail_site: Site
    home: dict[str, HomePage]
    regions: dict[str, RegionIndexPage]
    working_groups: dict[str, WorkingGroupIndexPage]


@pytest.fixture(autouse=True, scope="session")
def _static_root() -> None:
    """WhiteNoise warns about a folder that is not there."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _japanese() -> Iterator[None]:
    """Every test begins in Japanese, whatever a request before it has activated."""
    with translation.override("ja"):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Cached pages, used codes and counted attempts belong to one test."""
    cache.clear()


@pytest.fixture
def vocabularies(db: None) -> None:
    """Every controlled vocabulary, as `secunity load_vocabularies` loads it."""
    load_vocabularies()


@pytest.fixture
def content_tree(vocabularies: None) -> Tree:
    """Locales ja and en, root page and collection, home pages, region and working-group indexes, a Wagtail site."""
    Collection.add_root(name="Root")
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES]
    root = Page.add_root(instance=Page(title="Root", slug="root", locale=locales[0]))
    home = in_each_language(HomePage, dict.fromkeys(LANGUAGES, root), title="SECUNITY")
    return Tree(
        wagtail_site=Site.objects.create(hostname="testserver", root_page=home["ja"], is_default_site=True),
        home=home,
        regions=in_each_language(RegionIndexPage, home, title="Regions", slug="regions"),
        working_groups=in_each_language(WorkingGroupIndexPage, home, title="Groups", slug="working-groups"),
    )


def in_each_language(model: type[AnyPage], parents: Mapping[str, Page], **fields: Any) -> dict[str, AnyPage]:
    """A live page of `model` below each parent (by language code), translations of one another."""
    pages: dict[str, AnyPage] = {}
    for code, parent in parents.items():
        locale = Locale.objects.get(language_code=code)
        page = model(**{"slug": f"{model.__name__.lower()}-{code}", **fields}, locale=locale)
        if pages:
            page.translation_key = next(iter(pages.values())).translation_key
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        pages[code] = page
    return pages


@pytest.fixture
def make_region(content_tree: Tree) -> Callable[[str], RegionTeam]:
    """A region with its pages, groups and workflow, by its code: `make_region("kinki")`."""

    def make(code: str) -> RegionTeam:
        return create_region(region=Region.objects.get(code=code), parents=content_tree.regions)

    return make


@pytest.fixture
def make_person(vocabularies: None) -> Callable[..., User]:
    """A person with a confirmed address and the roles asked for: `make_person("organiser", region="kinki")`,
    `make_person("chair", working_group="sme")` (a group or its code)."""
    numbers = count(1)

    def make(
        *roles: str, region: str | None = None, working_group: WorkingGroup | str | None = None, **fields: Any
    ) -> User:
        number = next(numbers)
        person = create_person(
            **{"email": f"person{number}@example.jp", "name": f"試験 {number}", "password": PASSWORD, **fields}
        )
        group = WorkingGroup.objects.get(pk=working_group) if isinstance(working_group, str) else working_group
        for role in roles:
            place = Region.objects.get(code=region) if role in REGIONAL_ROLES else None
            grant_role(user=person, role=role, region=place, working_group=group if role in GROUP_ROLES else None)
        return person

    return make


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """A client signed in as a person, by default with a proven second factor: `sign_in(person).get("/members/")`."""

    def make(person: User, *, second_factor: bool = True) -> Client:
        client = Client()
        client.force_login(person)
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, person, method="password")
        if second_factor:
            record_authentication(request, person, method="mfa", type="totp")
        request.session.save()
        return client

    return make


@pytest.fixture(autouse=True)
def _synonyms_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that do not ask for the table of words do without: it is looked at every few seconds."""
    monkeypatch.setattr(index, "_taken", index._Taken())
