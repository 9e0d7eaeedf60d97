"""Readers write to organisers; addresses stay hidden."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from community.models import Affiliation, CommunityOrganiser, CommunityPage, Problem, RegionPage, RegionTeam, User
from community.queries.places import contact_addresses
from secunity.core.models import OutgoingMail
from tests.factories.community import OrganisationFactory, community_page

Make = Callable[..., User]
REGION = "/regions/kinki/contact/"
COMMUNITY = "/regions/kinki/osaka/contact/"
WORDS = {"name": "読者 春子", "email": "reader@example.com", "message": "はじめまして。", "website": ""}


@pytest.fixture
def kinki(make_region: Callable[[str], RegionTeam]) -> RegionPage:
    make_region("kinki")
    return RegionPage.objects.get(locale__language_code="ja")


@pytest.fixture
def community(kinki: RegionPage) -> CommunityPage:
    return community_page(kinki, title="大阪の会", slug="osaka", prefectures=("27",))


@pytest.fixture
def organiser(make_person: Make, kinki: RegionPage) -> User:
    return make_person("organiser", region="kinki", email="organiser@example.jp")


def send(client: Client, address: str = COMMUNITY, **words: str) -> Any:
    return client.post(address, WORDS | words)


def test_message_reaches_the_organisers_and_shows_no_address(
    client: Client, community: CommunityPage, organiser: User, django_capture_on_commit_callbacks: Any
) -> None:
    page = client.get(COMMUNITY)
    assert "organiser@example.jp" not in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = send(client)
    assert response["Location"] == f"{COMMUNITY}?sent=1"
    assert [message.to for message in mail.outbox] == [["organiser@example.jp"]]
    for words in ("大阪の会", "読者 春子", "reader@example.com", "はじめまして。"):
        assert words in mail.outbox[0].subject + mail.outbox[0].body
    assert "organiser@example.jp" not in client.get(response["Location"]).content.decode()
    assert not OutgoingMail.objects.exists()


def test_form_is_in_no_cache(client: Client, community: CommunityPage) -> None:
    for address in (REGION, COMMUNITY):
        cache.clear()
        assert "no-store" in client.get(address)["Cache-Control"]
        assert not [key for key in cache._cache if "page:" in key]  # type: ignore[attr-defined]


def test_responsible_people_of_the_community_come_first(
    community: CommunityPage, organiser: User, make_person: Make
) -> None:
    organisation, responsible = OrganisationFactory(), make_person("member", email="lead@example.jp")
    community.organisers.add(CommunityOrganiser(organisation=organisation))
    community.save()
    Affiliation.objects.create(user=responsible, organisation=organisation, is_responsible=True)
    Affiliation.objects.create(user=make_person("member"), organisation=organisation)
    assert contact_addresses(community) == {"lead@example.jp": "ja"}
    responsible.is_active = False
    responsible.save()
    assert contact_addresses(community) == {"organiser@example.jp": "ja"}


def test_region_without_organisers_reaches_the_secretariat(kinki: RegionPage, settings: Any) -> None:
    assert contact_addresses(kinki) == {settings.CONTACT_EMAIL: "ja"}


def test_machines_learn_nothing_and_send_nothing(client: Client, community: CommunityPage, organiser: User) -> None:
    response = send(client, website="https://spam.example")
    assert response["Location"] == f"{COMMUNITY}?sent=1"
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("email", "no address"), ("message", ""), ("message", "長" * 3001), ("name", "名" * 10_000)]
)
def test_wrong_input_is_said_and_nothing_typed_is_lost(
    client: Client, community: CommunityPage, organiser: User, field: str, value: str
) -> None:
    response = send(client, **{field: value})
    assert response.status_code == 422
    text = response.content.decode()
    for words in {**WORDS, field: value}.values():
        assert words in text
    assert 'class="field-error"' in text
    assert not OutgoingMail.objects.exists()


def test_mail_header_takes_no_second_line(
    client: Client, community: CommunityPage, organiser: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send(client, name="春子\r\nBcc: all@example.com")
    assert all("\n" not in message.subject for message in mail.outbox)
    assert [message.recipients() for message in mail.outbox] in ([], [["organiser@example.jp"]])


def test_many_messages_have_to_wait(client: Client, community: CommunityPage, organiser: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}
    answers = [send(client, message=f"{number}回目").status_code for number in range(8)]
    assert answers == [302] * 6 + [429] * 2
    last = send(client, message="消えてはいけない文")
    assert "消えてはいけない文" in last.content.decode()
    assert OutgoingMail.objects.count() == 6


def test_answer_to_a_problem_begins_with_it(client: Client, community: CommunityPage, kinki: RegionPage) -> None:
    own = Problem.objects.create(community_key=community.translation_key, region=kinki.region, text_ja="人手がない。")
    assert "人手がない。" in client.get(f"{COMMUNITY}?problem={own.pk}").content.decode()
    for other in ("0", "x", "9" * 400, "-1"):
        assert client.get(f"{COMMUNITY}?problem={other}").status_code == 200


def test_places_that_are_not_public_have_no_form(client: Client, kinki: RegionPage) -> None:
    community_page(kinki, title="下書き", slug="draft", live=False)
    for address in ("/regions/kinki/draft/contact/", "/regions/kanto/contact/", "/regions/kinki/none/contact/"):
        assert client.get(address).status_code == 404


def test_pages_lead_to_their_forms_in_both_languages(client: Client, community: CommunityPage) -> None:
    for url in (community.url, "/regions/kinki/"):
        text = client.get(url).content.decode()
        form = re.search(r'href="(/[^"]+/contact/)"', text)
        assert form is not None
        assert client.get(form[1]).status_code == 200
    # A community that is not translated is written to from the English side all the same.
    assert "Write to 大阪の会" in client.get(f"/en{COMMUNITY}").content.decode()
