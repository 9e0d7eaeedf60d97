"""News of a search by mail: asked for by anybody, turned on by the address itself, ended by one click."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from community.models import User
from search.actions.alerts import MOST_OF_AN_ADDRESS, forget_unconfirmed, stop_alert
from search.models import SavedSearch, SavedSearchFind
from secunity.core.models import OutgoingMail
from tests.factories.practices import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
ADDRESS = "midori@example.jp"
LINK = re.compile(r"http://testserver(/\S*search/alerts/\S+)|http://127\.0\.0\.1:8000(/\S*search/alerts/\S+)")
Mailed = Callable[..., Any]


@pytest.fixture
def ask(client: Client, django_capture_on_commit_callbacks: Any) -> Mailed:
    """Ask for news as a browser does; what it sends is in the outbox."""

    def asked(question: str = "of=case&q=VPN&region=kinki", prefix: str = "", status: int = 302, **typed: str) -> Any:
        given = {"email": ADDRESS, "frequency": "daily", **typed}
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(iri_to_uri(f"{prefix}/search/alerts/new/?{question}"), given)
        assert response.status_code == status, response.content.decode()
        return response

    return asked


def link_in(message: Any, what: str) -> str:
    """The path of the link of a mail that confirms or stops."""
    paths = [first or second for first, second in LINK.findall(message.body)]
    (path,) = [path for path in paths if f"/{what}/" in path]
    return path


def test_page_says_the_question_in_words(client: Client) -> None:
    response = client.get("/search/alerts/new/?of=case&q=VPN&region=kinki&region=atlantis&page=3&sort=newest")
    page = response.content.decode()
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert '<span class="tag">「VPN」</span>' in page
    assert "近畿" in page
    assert "atlantis" in page
    assert 'href="/cases/?q=VPN&amp;region=kinki"' in page


@pytest.mark.parametrize(
    "asked", ["", "of=nothing", "of=case&q=%00%01", f"q={'あ' * 9000}", "of=meeting&working_group=x"]
)
def test_any_question_gets_a_page(client: Client, asked: str) -> None:
    assert client.get(iri_to_uri(f"/search/alerts/new/?{asked}")).status_code == 200


def test_list_and_empty_list_lead_to_the_page(client: Client, index: Any) -> None:
    assert (
        "/search/alerts/new/?of=case&amp;q=zzz&amp;region=kinki"
        in client.get("/cases/?q=zzz&region=kinki").content.decode()
    )
    make_case()
    index()
    assert 'href="/search/alerts/new/?of=case"' in client.get("/cases/").content.decode()


def test_nothing_is_on_before_the_address_says_yes(ask: Mailed, client: Client) -> None:
    assert ask()["Location"] == "/search/alerts/sent/"
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert "「VPN」" in sent.body
    assert "近畿" in sent.body
    search = SavedSearch.objects.get()
    assert (search.confirmed_at, search.email, search.kind) == (None, ADDRESS, "case")
    link = link_in(sent, "confirm")
    assert client.get(link).status_code == 200
    search.refresh_from_db()
    assert search.confirmed_at is None, "a filter that opens links turns nothing on"
    page = Client(enforce_csrf_checks=True).post(link)
    assert page.status_code == 200
    search.refresh_from_db()
    assert search.confirmed_at is not None
    first = search.confirmed_at
    client.post(link)
    search.refresh_from_db()
    assert search.confirmed_at == first


def test_address_and_words_are_sealed(ask: Mailed) -> None:
    ask()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM search_savedsearch")
        row = repr(cursor.fetchall())
    assert "midori" not in row
    assert "VPN" not in row
    assert "kinki" not in row


def test_answer_is_the_same_for_every_address(ask: Mailed, client: Client) -> None:
    first = ask()
    client.post(link_in(mail.outbox[0], "confirm"))
    second = ask()
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert SavedSearch.objects.count() == 1
    assert "すでに" in mail.outbox[1].body
    assert "すでに" not in mail.outbox[0].body


def test_same_question_in_other_letters_is_the_same(ask: Mailed) -> None:
    ask("of=case&q=VPN&region=kinki")
    ask("of=case&q=ｖｐｎ&region=kinki", email=" MIDORI@example.jp")
    assert SavedSearch.objects.count() == 1
    ask("of=practice&q=VPN&region=kinki")
    assert SavedSearch.objects.count() == 2


def test_how_often_changes_only_by_a_link_of_the_address(ask: Mailed, client: Client) -> None:
    ask()
    client.post(link_in(mail.outbox[0], "confirm"))
    ask(frequency="weekly")
    assert SavedSearch.objects.get().frequency == "daily"
    assert client.post(link_in(mail.outbox[0], "confirm")).status_code == 404, "an older link is worthless"
    client.post(link_in(mail.outbox[1], "confirm"))
    assert SavedSearch.objects.get().frequency == "weekly"


def test_mail_is_in_the_language_of_the_page(ask: Mailed) -> None:
    ask("of=case&q=VPN", prefix="/en")
    (sent,) = mail.outbox
    assert sent.subject == "Please confirm: news of a search in SECUNITY Hub"
    assert "Cases: with the words “VPN”" in sent.body
    assert link_in(sent, "confirm").startswith("/en/search/alerts/confirm/")


def test_one_click_stops_and_deletes(ask: Mailed, client: Client) -> None:
    ask()
    client.post(link_in(mail.outbox[0], "confirm"))
    ask()
    stop = link_in(mail.outbox[1], "stop")
    assert client.get(stop).status_code == 200
    assert SavedSearch.objects.exists(), "opening it alone stops nothing"
    one_click = Client(enforce_csrf_checks=True).post(stop, {"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 200, "RFC 8058 forbids a redirect"
    assert not one_click.cookies
    assert not SavedSearch.objects.exists()
    assert client.post(stop).status_code == 404


@pytest.mark.parametrize("link", ["x", "0" * 64, "あ", "../../etc"])
def test_made_up_link_opens_nothing(client: Client, link: str, ask: Mailed) -> None:
    ask()
    for what in ("confirm", "stop"):
        assert client.post(iri_to_uri(f"/search/alerts/{what}/{link}/")).status_code == 404
    key = SavedSearch.objects.get().key.hex
    assert client.post(f"/search/alerts/stop/{key}{'0' * 32}/").status_code == 404
    confirm = link_in(mail.outbox[0], "confirm").replace("/confirm/", "/stop/")
    assert client.post(confirm).status_code == 404, "a link does one thing only"
    assert SavedSearch.objects.count() == 1


def test_what_nobody_confirms_is_over_and_erased(ask: Mailed, client: Client) -> None:
    ask()
    ask("of=case&q=別")
    client.post(link_in(mail.outbox[1], "confirm"))
    now = timezone.now()
    SavedSearch.objects.update(asked_at=now - timedelta(days=3, minutes=1))
    assert client.post(link_in(mail.outbox[0], "confirm")).status_code == 404
    assert client.post(link_in(mail.outbox[1], "confirm")).status_code == 200
    assert forget_unconfirmed(now - timedelta(days=3)) == 1
    assert SavedSearch.objects.get().confirmed_at is not None


@pytest.mark.parametrize(
    "typed", [{"email": "none"}, {"email": ""}, {"frequency": "hourly"}, {"email": "a@b\r\nBcc: c@d.jp"}]
)
def test_wrong_input_is_said_and_nothing_typed_is_lost(ask: Mailed, typed: dict[str, str]) -> None:
    page = ask(status=422, **typed).content.decode()
    assert "field-invalid" in page
    assert "近畿" in page
    assert typed.get("email", ADDRESS) in page or "\r" in typed.get("email", "")
    assert not SavedSearch.objects.exists()


def test_machine_learns_nothing(ask: Mailed) -> None:
    assert ask(website="http://spam.example")["Location"] == "/search/alerts/sent/"
    assert not mail.outbox


def test_limits_hold_and_do_not_tell_about_an_address(ask: Mailed, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}
    for number in range(7):
        assert ask(f"of=case&q={number}")["Location"] == "/search/alerts/sent/"
    assert len(mail.outbox) == 5
    for number in range(13):
        ask(f"of=case&q={number}", email=f"p{number}@example.jp")
    assert "多くの申し込み" in ask(email="x@example.jp", status=429).content.decode()


def test_address_has_so_many_and_hears_it_by_mail_only(ask: Mailed) -> None:
    for number in range(MOST_OF_AN_ADDRESS):
        ask(f"of=case&q={number}")
    assert ask("of=case&q=VPN")["Location"] == "/search/alerts/sent/"
    assert str(MOST_OF_AN_ADDRESS) in mail.outbox[-1].body
    assert SavedSearch.objects.count() == MOST_OF_AN_ADDRESS
    ask("of=case&q=1")
    assert "confirm" in mail.outbox[-1].body


def test_secretariat_sees_numbers_only(
    ask: Mailed, client: Client, make_person: Callable[..., User], sign_in: Callable[..., Client]
) -> None:
    for number in range(3):
        ask(email=f"p{number}@example.jp")
        client.post(link_in(mail.outbox[-1], "confirm"))
    ask("of=case&q=別")
    office = sign_in(make_person("secretariat"))
    page = office.get("/members/alerts/").content.decode()
    row = page[page.index("事例</th>") :].partition("</tr>")[0]
    assert re.findall(r'num">([^<]+)', row) == ["3", "0", "3件未満"]
    assert ADDRESS not in page
    assert "VPN" not in page
    assert "/members/alerts/" in office.get("/members/").content.decode()
    assert sign_in(make_person("member")).get("/members/alerts/").status_code == 403


def test_stopping_takes_the_waiting_mail_along(ask: Mailed, client: Client) -> None:
    ask()
    search = SavedSearch.objects.get()
    waiting = OutgoingMail.objects.create(recipient=ADDRESS, subject="x", body="y")
    SavedSearchFind.objects.create(search=search, kind="case", object_key="abc", mail=waiting, mailed_at=timezone.now())
    stop_alert(search=search)
    assert not OutgoingMail.objects.exists()
