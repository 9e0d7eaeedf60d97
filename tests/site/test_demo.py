"""The demo: a place that looks lived in, and says everywhere that it is invented."""

import html
import json
import re
from collections.abc import Iterator
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import DjangoDbBlocker
from wagtail.models import Page

import secunity.home
from community.models import CommunityPage, Organisation, Region, Role, User, WorkingGroup, WorkingGroupMembership
from events.models import MeetingPage, Room, RoomEvent
from practices.models import (
    Case,
    CasePage,
    CasePractice,
    CaseVersion,
    IncidentType,
    PracticeAdoption,
    PracticePage,
    ResponseType,
)
from search.engines.base import Query
from search.queries import find
from search.tasks import rebuild_index
from secunity.home.actions import load_demo, prepare_hub
from tests.site.test_founding import LOOKED_FOR

pytestmark = pytest.mark.django_db

FOLDER = Path(secunity.home.__file__).parent / "content" / "demo"
FIRM = re.compile(
    r"[\w・]*(?:株式会社|有限会社|合同会社|㈱|（株）|\(株\))[\w・]*"
    r"|(?:[A-Z][\w-]* )+(?:Co\.|Inc\.|Ltd\.?|Corp\.?|Corporation|LLC|K\.K\.)"
)
# Makers and services that texts about incidents easily name.
BRANDS = re.compile(
    r"三菱|NEC|日立|富士通|東芝|パナソニック|ソニー|トヨタ|楽天|ヤフー|ソフトバンク|\b(?:NTT|KDDI|LINE|Microsoft|Google|Amazon"
    r"|Apple|Fortinet|FortiGate|Cisco|Yahoo|Zoom|Slack|Dropbox|Facebook|PayPay|OpenAI)\b|マイクロソフト|グーグル|アマゾン"
)
INVENTED = {"ja": "架空", "en": "invented"}
ROLES = {"admin", "organiser", "organiser2", "member", "member2", "reviewer", "visitor"}


@pytest.fixture(autouse=True, scope="module")
def _lived_in(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The hub with its demo content and an index of it, loaded once and gone after this module."""
    index = tmp_path_factory.mktemp("demo") / "index"
    with django_db_blocker.unblock(), override_settings(SEARCH_INDEX_DIR=index), transaction.atomic():
        prepare_hub()
        load_demo()
        rebuild_index()
        yield
        transaction.set_rollback(True)


def demo_versions() -> list[CaseVersion]:
    """The released version of every demo case."""
    return [case.latest for case in Case.objects.filter(origin=Case.Origin.DEMO) if case.latest]


def words_at(client: Client, address: str) -> str:
    """What a reader sees in the main part of a page."""
    response = client.get(address)
    assert response.status_code == 200, address
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return html.unescape(strip_tags(f"<main{main}"))


def strings_in(value: Any) -> Iterator[str]:
    """Every text in a parsed JSON file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        yield from chain.from_iterable(
            strings_in(each) for each in (value.values() if isinstance(value, dict) else value)
        )


def accounts() -> list[dict[str, Any]]:
    """What `demo_accounts --json` prints."""
    printed = StringIO()
    call_command("demo_accounts", "--json", stdout=printed)
    found: list[dict[str, Any]] = json.loads(printed.getvalue())
    return found


def test_cases_cover_what_may_be_looked_for() -> None:
    versions = demo_versions()

    assert len(versions) >= 60
    assert {v.region_id for v in versions} == {region.pk for region in Region.objects.all()}
    assert len({v.industry_division_id for v in versions}) >= 14
    assert {v.size_band_id for v in versions} == {"small", "medium", "upper", "large"}
    assert {v.response_type_id for v in versions} == {kind.pk for kind in ResponseType.objects.all()}
    kinds = {kind.pk for v in versions for kind in v.incident_types.all()}
    assert kinds == {kind.pk for kind in IncidentType.objects.all()}
    assert len({v.year for v in versions}) >= 6


def test_cases_are_whole_and_a_third_is_in_english_too() -> None:
    texts = [text for version in demo_versions() for text in version.texts.all()]
    needed = (
        "title",
        "summary",
        "what_happened",
        "how_noticed",
        "damage",
        "cause",
        "what_helped",
        "would_do_first",
        "lesson",
    )

    assert [(t.title, name) for t in texts for name in needed if not getattr(t, name)] == []
    assert [t.title for t in texts if not t.checklist or not t.timeline] == []
    assert sum(t.language == "en" for t in texts) * 3 >= len(demo_versions())


def test_every_region_has_communities_and_practices() -> None:
    communities = CommunityPage.objects.live().filter(locale__language_code="ja")
    practices = PracticePage.objects.live().filter(locale__language_code="ja")

    assert practices.count() == 24
    assert PracticePage.objects.live().filter(locale__language_code="en").count() >= 8
    for region in Region.objects.all():
        assert communities.in_region(region).exists(), region
        assert any(practice.region == region for practice in practices), region


def test_every_linked_practice_exists() -> None:
    keys = set(PracticePage.objects.live().values_list("translation_key", flat=True))

    assert set(CasePractice.objects.values_list("practice_key", flat=True)) <= keys
    assert Case.objects.filter(origin=Case.Origin.SEED, practice_links__isnull=True).count() == 0


def test_meetings_are_past_today_and_to_come() -> None:
    meetings = MeetingPage.objects.live().filter(locale__language_code="ja")
    now = timezone.now()
    states = [meeting.state_at(now) for meeting in meetings]

    assert len(states) == 13
    assert states.count("past") >= 4
    assert states.count("coming") >= 4
    assert all(meeting.decisions for meeting in meetings if meeting.state_at(now) == "past")
    assert any(timezone.localdate(meeting.starts_at) == timezone.localdate() for meeting in meetings)
    rooms = [room for room in Room.objects.all() if room.is_open]
    assert len(rooms) == 1
    assert RoomEvent.objects.filter(room=rooms[0], at__lte=now).count() == rooms[0].head >= 10


def test_three_working_groups_have_people() -> None:
    groups = WorkingGroup.objects.all()

    assert groups.count() == 3
    assert all(WorkingGroupMembership.objects.filter(working_group=group).exists() for group in groups)


@pytest.mark.parametrize("model", [CasePage, PracticePage, MeetingPage, CommunityPage])
def test_demo_page_says_that_it_is_invented(client: Client, model: type[Page]) -> None:
    pages = model.objects.live().select_related("locale")
    pages = pages.filter(case__origin=Case.Origin.DEMO) if model is CasePage else pages
    shown = [page for page in pages if model is not MeetingPage or page.is_public]

    assert {page.locale.language_code for page in shown} == {"ja", "en"}
    silent = [p.title for p in shown if INVENTED[p.locale.language_code] not in words_at(client, p.get_url())]
    assert silent == []


@pytest.mark.parametrize("path", ["/cases/", "/practices/", "/regions/kinki/", "/events/"])
@pytest.mark.parametrize(("prefix", "language"), [("", "ja"), ("/en", "en")])
def test_list_says_of_each_that_it_is_invented(client: Client, path: str, prefix: str, language: str) -> None:
    assert INVENTED[language] in words_at(client, prefix + path).lower()


def test_texts_name_no_firm_that_was_not_invented() -> None:
    invented = {
        name for organisation in Organisation.objects.filter(is_demo=True) for name in organisation_names(organisation)
    }
    files = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]
    named = {match[0] for text in strings_in(files) for match in FIRM.finditer(text)}

    assert {name for name in named if not any(name in own for own in invented)} == set()
    assert [match[0] for text in strings_in(files) for match in BRANDS.finditer(text)] == []


def organisation_names(organisation: Organisation) -> tuple[str, str]:
    """Its names in both languages."""
    return organisation.name_ja, organisation.name_en


def test_cases_name_no_firm_at_all() -> None:
    files = [json.loads((FOLDER / name).read_text(encoding="utf-8")) for name in ("cases_a.json", "cases_b.json")]

    assert [match[0] for text in strings_in(files) for match in FIRM.finditer(text)] == []


def test_invented_organisations_say_so_in_their_names() -> None:
    names = Organisation.objects.filter(is_demo=True).values_list("name_ja", "name_en")

    assert [ja for ja, _ in names if not re.search("架空|見本|デモ", ja)] == []
    assert [en for _, en in names if not re.search("fictional|demo", en, re.IGNORECASE)] == []


def test_accounts_are_one_per_role_with_two_regions() -> None:
    found = accounts()
    by_role = {account["role"]: account for account in found}

    assert by_role.keys() == ROLES
    assert all(account.keys() == {"role", "email", "password", "totp_secret", "region"} for account in found)
    assert by_role["organiser"]["region"] != by_role["organiser2"]["region"]
    assert by_role["reviewer"]["region"] == by_role["organiser"]["region"]
    assert Authenticator.objects.filter(last_used_at__isnull=False).count() == 0
    held = {
        role: set(User.objects.get(email=a["email"]).role_grants.values_list("role", flat=True))
        for role, a in by_role.items()
    }
    assert held["admin"] >= {Role.ADMINISTRATOR}
    assert held["member"] == {Role.MEMBER}
    assert held["visitor"] == set()


@pytest.mark.parametrize("role", sorted(ROLES))
def test_account_signs_in_with_the_code_of_its_secret(client: Client, role: str) -> None:
    account = next(each for each in accounts() if each["role"] == role)
    client.post("/accounts/login/", {"login": account["email"], "password": account["password"]})
    assert client.get("/members/").status_code == 302, "the password alone opens nothing"

    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(account["totp_secret"], counter))
    client.post("/accounts/2fa/authenticate/", {"code": code})

    assert client.get("/members/").status_code == (403 if role == "visitor" else 200)


def test_practices_of_the_demo_have_travelled(client: Client) -> None:
    told = client.get("/api/v1/stats/adoption").json()["practices"]
    assert len(told) >= 10
    assert max(each["total"]["count"] or 0 for each in told) >= 8
    states = set(PracticeAdoption.objects.values_list("state", flat=True))
    assert states == set(PracticeAdoption.State.values)


def test_accounts_are_refused_where_the_demo_was_not_loaded() -> None:
    User.objects.all().delete()

    with pytest.raises(CommandError) as refusal:
        call_command("demo_accounts", "--json", stdout=StringIO())
    assert refusal.value.returncode == 2


def test_demo_is_refused_where_it_is_not_allowed() -> None:
    with override_settings(DEMO_ALLOWED=False), pytest.raises(CommandError) as refusal:
        call_command("load_demo")
    assert refusal.value.returncode == 2


def test_loading_twice_changes_nothing() -> None:
    case_page = CommunityPage.objects.first()
    assert case_page is not None
    case_page.title = "運営者が直した名前"
    case_page.save()
    models = [
        model for model in apps.get_models() if model._meta.managed and model._meta.label != "core.ContentVersion"
    ]
    before = {model: model._default_manager.count() for model in models}
    secrets = accounts()

    load_demo()

    assert {model: model._default_manager.count() for model in models} == before
    assert accounts() == secrets
    case_page.refresh_from_db()
    assert case_page.title == "運営者が直した名前"


@pytest.mark.parametrize(("key", "words"), [(key, words) for key, each in LOOKED_FOR.items() for words in each])
def test_seed_case_is_among_the_first_five_of_many(key: str, words: str) -> None:
    found = find(Query(text=words, kinds=("case",), size=5))

    assert key in [item.thing.case.external_id for item in found.items]
