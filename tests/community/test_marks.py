"""Marks: a dated statement that everybody can check, with nothing promised that was not examined."""

from collections.abc import Callable
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from community.actions.marks import StatedItem, declare_mark
from community.models import (
    ConsentRecord,
    MarkDeclaration,
    MarkItemKind,
    Organisation,
    OrganisationMark,
    User,
)
from community.queries.marks import with_marks
from community.tasks.marks import remind_of_expiring_marks
from tests.factories.community import OrganisationFactory, agree, belong, consent_documents

FORBIDDEN = ("認定", "安全", "certif")
GIVEN = {"sa1": "on", "sa1-evidence": "IPAに申し込み済み", "sa1-on": "2026-04-01", "agrees": "on"}


@pytest.fixture
def organisation(content_tree: object) -> Organisation:
    return OrganisationFactory(key="aoba", name_ja="架空あおば製作所", name_en="Aoba Works (fictional)")


@pytest.fixture
def lead(make_person: Callable[..., User], organisation: Organisation) -> User:
    """A responsible person whose three consents are valid."""
    person = make_person("member")
    belong(person, organisation, is_responsible=True)
    for document in consent_documents():
        ConsentRecord.objects.create(user=person, document=document, text_hash=document.text_hash)
    return person


@pytest.fixture
def client_of_lead(lead: User, sign_in: Callable[..., Client]) -> Client:
    return sign_in(lead)


@pytest.fixture
def mark(client_of_lead: Client, organisation: Organisation) -> OrganisationMark:
    """What stands after the organisation has declared."""
    answer = client_of_lead.post("/members/organisations/aoba/mark/", GIVEN | {"prefers_marked_partners": "on"})
    assert answer.status_code == 302, answer.context["form"].errors
    return OrganisationMark.objects.get(organisation=organisation)


def move(mark: OrganisationMark, **days: int) -> None:
    """Put the days of the newest statement so far into the past."""
    newest = mark.declarations.first()
    newest.declared_on -= timedelta(**days)
    newest.expires_on -= timedelta(**days)
    newest.save()


def read(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def test_everybody_checks_a_valid_statement(mark: OrganisationMark) -> None:
    page = read(f"/marks/{mark.code}/")
    for words in ("架空あおば製作所", "宣言は有効です", "SECURITY ACTION 一つ星を宣言しています", "IPAに申し込み済み",
                  "マークを持つ相手との取引を望んでいます", "第三者が審査したものではなく"):  # fmt: skip
        assert words in page
    assert "csrfmiddlewaretoken" not in page
    english = read(f"/en/marks/{mark.code}/")
    assert "The statement is valid" in english
    assert "Aoba Works" in english


def test_statement_runs_out_after_a_year(mark: OrganisationMark) -> None:
    newest = mark.declarations.get()
    assert newest.expires_on - newest.declared_on == timedelta(days=365)
    assert newest.state_on(newest.expires_on) == MarkDeclaration.State.CURRENT
    assert newest.state_on(newest.expires_on + timedelta(days=1)) == MarkDeclaration.State.EXPIRED
    move(mark, days=366)
    page = read(f"/marks/{mark.code}/")
    assert "宣言は期限切れです" in page
    assert "一つ星" not in page
    assert "期限切れ" in read(f"/marks/{mark.code}/badge.svg")


def test_withdrawn_statement_says_so(mark: OrganisationMark, client_of_lead: Client) -> None:
    assert "宣言は有効です" in read(f"/marks/{mark.code}/")
    client_of_lead.post("/members/organisations/aoba/mark/withdraw/")
    page = read(f"/marks/{mark.code}/")
    assert "宣言は取り下げられました" in page
    assert "一つ星" not in page
    assert "取り下げ" in read(f"/marks/{mark.code}/badge.svg")
    again = client_of_lead.post("/members/organisations/aoba/mark/withdraw/", follow=True)
    assert "取り下げられる宣言はありません" in again.content.decode()


def test_statement_rests_while_a_consent_is_missing(mark: OrganisationMark, lead: User) -> None:
    ConsentRecord.objects.filter(user=lead).first().delete()
    page = read(f"/marks/{mark.code}/")
    assert "宣言は停止中です" in page
    assert "一つ星" not in page


def test_nobody_declares_without_consents(organisation: Organisation, lead: User) -> None:
    ConsentRecord.objects.filter(user=lead).first().delete()
    with pytest.raises(ValidationError, match="足りない同意がある"):
        declare_mark(
            organisation=organisation, items=[StatedItem("sa1")], prefers_marked_partners=False, declared_by=lead
        )
    assert not OrganisationMark.objects.exists()


def test_renewal_keeps_the_address(mark: OrganisationMark, client_of_lead: Client) -> None:
    move(mark, days=400)
    form = client_of_lead.get("/members/organisations/aoba/mark/").context["form"]
    assert form["sa1"].value() is True
    assert not form["agrees"].value()
    client_of_lead.post("/members/organisations/aoba/mark/", GIVEN | {"sa2": "on", "sa2-url": "https://example.jp/"})
    assert OrganisationMark.objects.get().code == mark.code
    page = read(f"/marks/{mark.code}/")
    assert "宣言は有効です" in page
    assert "二つ星" in page


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"agrees": ""}, "agrees", "組織として宣言することを確かめて"),
        ({"sa1": ""}, "__all__", "1つ以上選んで"),
        ({"sa1-evidence": ""}, "sa1-evidence", "根拠となるもの"),
        ({"sa1-evidence": "安全と認定された"}, "sa1-evidence", "第三者の審査"),
        ({"sa1-evidence": "ＩＰＡ認 定".replace(" ", "")}, "sa1-evidence", "第三者の審査"),
        ({"sa1-evidence": "Certified by us"}, "sa1-evidence", "第三者の審査"),
        ({"sa1-url": "http://example.jp/"}, "sa1-url", "https://"),
        ({"sa1-url": "javascript:alert(1)"}, "sa1-url", "https://"),
        ({"sa1-on": "2999-01-01"}, "sa1-on", "まだ来ていない日"),
        ({"sa1-evidence": "長" * 10_000}, "sa1-evidence", "200"),
    ],
)
def test_wrong_statement_is_said_and_nothing_is_lost(
    organisation: Organisation, client_of_lead: Client, given: dict[str, str], field: str, words: str
) -> None:
    page = client_of_lead.post("/members/organisations/aoba/mark/", GIVEN | given)
    assert words in str(page.context["form"].errors[field])
    for name, value in (GIVEN | given).items():
        if value and value != "on":
            assert page.context["form"][name].value() == value
    assert not MarkDeclaration.objects.exists()


def test_only_a_responsible_person_declares(
    organisation: Organisation, make_person: Callable, sign_in: Callable
) -> None:
    colleague, boss = make_person("member"), make_person("administrator")
    belong(colleague, organisation)
    for person in (colleague, boss):
        client = sign_in(person)
        for address in ("/members/organisations/aoba/mark/", "/members/organisations/aoba/mark/withdraw/"):
            assert client.get(address).status_code == 403
            assert client.post(address, GIVEN).status_code == 403
    assert not MarkDeclaration.objects.exists()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_badge_and_code_are_pictures_that_can_be_kept(mark: OrganisationMark, prefix: str) -> None:
    for name in ("badge", "qr"):
        answer = Client().get(f"{prefix}/marks/{mark.code}/{name}.svg")
        assert answer["Content-Type"] == "image/svg+xml"
        assert "public" in answer["Cache-Control"]
        assert not answer.cookies
        assert ElementTree.fromstring(answer.content).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own
        assert "style=" not in answer.content.decode()


def test_name_cannot_break_the_badge(mark: OrganisationMark, organisation: Organisation) -> None:
    organisation.name_ja = '<script>"&架空</text>' + "長" * 90
    organisation.save()
    ElementTree.fromstring(Client().get(f"/marks/{mark.code}/badge.svg").content)  # noqa: S314 - our own


def test_lead_gets_words_for_the_badge(mark: OrganisationMark, client_of_lead: Client) -> None:
    page = client_of_lead.get("/members/organisations/aoba/mark/")
    assert f"/marks/{mark.code}/badge.svg" in page.context["snippet"]
    assert 'alt="架空あおば製作所：SECUNITY Hubの見える化マーク' in page.context["snippet"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_page_calls_it_more_than_a_statement(mark: OrganisationMark, client_of_lead: Client, language: str) -> None:
    prefix = "" if language == "ja" else "/en"
    pages = [read(f"{prefix}/marks/{mark.code}/"), read(f"{prefix}/marks/{mark.code}/badge.svg")]
    pages.append(client_of_lead.get(f"{prefix}/members/organisations/aoba/mark/").content.decode())
    with translation.override(language):
        pages += [f"{kind.name} {kind.meaning}" for kind in MarkItemKind.objects.all()]
    for page in pages:
        words = page.split("<main", 1)[-1].split("</main>")[0].lower()
        assert not [word for word in FORBIDDEN if word in words]


@pytest.mark.parametrize("code", ["0" * 16, "x", "-", "a" * 200])
def test_unknown_address_is_no_mark(content_tree: object, client: Client, code: str) -> None:
    for name in ("", "badge.svg", "qr.svg"):
        assert client.get(f"/marks/{code}/{name}").status_code == 404


def test_directory_shows_valid_marks_only(mark: OrganisationMark) -> None:
    other = OrganisationFactory()
    template = Template("{% load marks %}{% for each in all %}{% organisation_mark each %}{% endfor %}")
    shown = template.render(Context({"all": with_marks(Organisation.objects.all())}))
    assert shown.count("見える化マーク（自己宣言）") == 1
    assert "マークを持つ相手との取引を望んでいます" in shown
    move(mark, days=400)
    assert not template.render(Context({"all": [mark.organisation, other]})).strip()


@pytest.mark.parametrize(
    ("days_left", "sent_before", "mails"),
    [(31, 0, 0), (30, 0, 1), (30, 1, 0), (8, 1, 0), (7, 1, 1), (7, 2, 0), (0, 0, 1), (-1, 0, 0)],
)
def test_lead_is_reminded_before_the_end(
    mark: OrganisationMark,
    lead: User,
    django_capture_on_commit_callbacks: Callable,
    days_left: int,
    sent_before: int,
    mails: int,
) -> None:
    end = timezone.localdate() + timedelta(days=days_left)
    mark.declarations.update(expires_on=end, reminders_sent=sent_before)
    with django_capture_on_commit_callbacks(execute=True):
        remind_of_expiring_marks()
        remind_of_expiring_marks()
    assert [message.to for message in mail.outbox] == [[lead.email]] * mails


def test_withdrawn_and_replaced_statements_are_not_reminded_of(mark: OrganisationMark) -> None:
    soon = timezone.localdate() + timedelta(days=3)
    mark.declarations.update(expires_on=soon)
    MarkDeclaration.objects.create(mark=mark, expires_on=date(2999, 1, 1))
    assert remind_of_expiring_marks() == 0
    mark.declarations.update(expires_on=soon, withdrawn_on=timezone.localdate())
    assert remind_of_expiring_marks() == 0


def test_marks_are_in_the_audit_log(mark: OrganisationMark, client_of_lead: Client, lead: User) -> None:
    client_of_lead.post("/members/organisations/aoba/mark/withdraw/")
    entries = ModelLogEntry.objects.filter(action__startswith="community.mark").order_by("pk")
    said = [(entry.action, entry.user) for entry in entries]
    assert said == [("community.mark_declared", lead), ("community.mark_withdrawn", lead)]


def test_secretariat_reads_why_it_states_no_mark_and_finds_the_public_page(
    mark: OrganisationMark, sign_in: Callable, make_person: Callable[..., User]
) -> None:
    office, stranger = make_person("secretariat"), make_person("member")
    agree(office, stranger)
    secretariat = sign_in(office)
    own_page = secretariat.get("/members/organisations/aoba/").content.decode()
    assert f'href="/marks/{mark.code}/"' in own_page
    assert 'href="/members/organisations/aoba/mark/"' not in own_page
    for name in ("mark/", "mark/withdraw/"):
        answer = secretariat.get(f"/members/organisations/aoba/{name}")
        assert answer.status_code == 403
        assert "責任者だけが" in answer.content.decode()
    assert sign_in(stranger).get("/members/organisations/aoba/mark/").status_code == 404
