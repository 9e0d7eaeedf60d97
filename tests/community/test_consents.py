"""Consents in versions: asked again when a text is new, access ends when one is taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from community.actions import grant_role
from community.actions.consents import (
    give_consents,
    load_consent_documents,
    publish_consent_document,
    withdraw_consent,
)
from community.models import AccessChange, ConsentDocument, ConsentRecord, User
from community.queries import is_member
from community.queries.consents import current_documents, missing_consents, organisation_consents_hold
from tests.factories.community import OrganisationFactory, agree, belong, consent_documents

Make = Callable[..., User]
TEXTS = {"ja": "新しい規約の本文です。", "en": "The new text of the bylaws."}
CHANGES = {"ja": "第8条を分かりやすくしました。", "en": "Article 8 is clearer."}

pytestmark = pytest.mark.usefixtures("content_tree")


@pytest.fixture
def member(make_person: Make) -> User:
    person = make_person("member")
    agree(person)
    return person


@pytest.fixture
def secretariat(make_person: Make) -> User:
    person = make_person()
    grant_role(user=person, role="secretariat")
    agree(person)
    return person


def publish(by: User) -> ConsentDocument:
    return publish_consent_document(kind="bylaws", texts=TEXTS, changes=CHANGES, published_by=by)


def boxes(*documents: ConsentDocument) -> dict[str, object]:
    versions = {f"{document.kind}_version": document.version for document in documents}
    return {document.kind: "on" for document in documents} | versions


def test_documents_come_with_the_hub_once(db: None) -> None:
    assert load_consent_documents() == 3
    assert load_consent_documents() == 0
    assert [document.kind for document in current_documents()] == ["policy", "guidelines", "bylaws"]
    assert all(document.text_hash == document.hash_of_text() for document in current_documents())


def test_member_who_agreed_is_let_through(member: User, sign_in: Callable) -> None:
    client = sign_in(member)
    assert client.get("/members/").status_code == 200
    assert client.session["consents_asked"] is True


def test_member_who_never_agreed_is_asked_and_comes_back(make_person: Make, sign_in: Callable) -> None:
    documents, client = consent_documents(), sign_in(make_person("member"))
    asked = client.get("/members/directory/?q=a")
    assert asked["Location"] == "/members/consents/?next=%2Fmembers%2Fdirectory%2F%3Fq%3Da"
    answer = client.post("/members/consents/", boxes(*documents) | {"next": "/members/directory/?q=a"})
    assert answer["Location"] == "/members/directory/?q=a"
    assert client.get("/members/").status_code == 200


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", ""])
def test_nobody_is_sent_elsewhere_after_agreeing(make_person: Make, sign_in: Callable, wanted: str) -> None:
    documents, client = consent_documents(), sign_in(make_person("member"))
    assert client.post("/members/consents/", boxes(*documents) | {"next": wanted})["Location"] == "/members/"


def test_admin_is_closed_too_while_consents_are_missing(
    make_region: Callable, make_person: Make, sign_in: Callable
) -> None:
    make_region("kinki")
    consent_documents()
    client = sign_in(make_person("organiser", region="kinki"))
    assert client.get("/admin/")["Location"].startswith("/members/consents/")


def test_form_sent_without_consents_is_given_back(make_person: Make, sign_in: Callable) -> None:
    consent_documents()
    answer = sign_in(make_person("member")).post("/members/profile/", {"name": "長い文章を書いていました。"})
    assert answer.status_code == 403
    assert "長い文章を書いていました。" in answer.content.decode()


def test_record_holds_version_hash_and_time_and_seals_who(member: User) -> None:
    record = ConsentRecord.objects.filter(user=member, document__kind="bylaws").get()
    assert (record.document.version, record.text_hash) == (1, record.document.hash_of_text())
    assert record.given_at <= timezone.now()
    assert record.particulars["name"] == member.name
    with connection.cursor() as cursor:
        cursor.execute("SELECT particulars FROM community_consentrecord")
        stored = str(cursor.fetchall())
    assert member.name not in stored
    assert member.email not in stored


def test_new_version_waits_for_the_next_sign_in_and_says_what_changed(
    member: User, secretariat: User, sign_in: Callable
) -> None:
    before = sign_in(member)
    document = publish(secretariat)
    assert before.get("/members/directory/").status_code == 200
    after = sign_in(member)
    assert after.get("/members/")["Location"].startswith("/members/consents/")
    text = after.get("/members/consents/").content.decode()
    assert CHANGES["ja"] in text
    assert TEXTS["ja"] in text
    assert text.count('type="checkbox"') == 1
    assert "checked" not in text
    after.post("/members/consents/", boxes(document))
    assert after.get("/members/").status_code == 200
    assert ConsentRecord.objects.filter(user=member, document__kind="bylaws").count() == 2


def test_changes_of_every_version_in_between_are_shown(member: User, secretariat: User) -> None:
    publish(secretariat)
    publish_consent_document(
        kind="bylaws", texts={"ja": "三版", "en": "third"}, changes=CHANGES, published_by=secretariat
    )
    User.objects.filter(pk=member.pk).update(last_login=timezone.now() + timedelta(seconds=1))
    [asked] = missing_consents(User.objects.get(pk=member.pk))
    assert (asked.document.version, asked.agreed_version, len(asked.newer)) == (3, 1, 2)


def test_only_the_secretariat_publishes(member: User) -> None:
    with pytest.raises(PermissionDenied):
        publish(member)


@pytest.mark.parametrize(
    ("texts", "changes"),
    [({"ja": "a", "en": ""}, CHANGES), (TEXTS, {"ja": "", "en": "b"})],
)
def test_version_needs_both_languages(secretariat: User, texts: dict[str, str], changes: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        publish_consent_document(kind="bylaws", texts=texts, changes=changes, published_by=secretariat)
    assert ConsentDocument.objects.filter(kind="bylaws").count() == 1


def test_secretariat_publishes_by_the_form(secretariat: User, member: User, sign_in: Callable) -> None:
    fields = {
        f"{name}_{lang}": words[lang] for name, words in (("text", TEXTS), ("changes", CHANGES)) for lang in TEXTS
    }
    assert sign_in(member).get("/members/consents/bylaws/new/").status_code == 403
    answer = sign_in(secretariat).post("/members/consents/bylaws/new/", fields)
    assert answer["Location"] == "/join/documents/bylaws/2/"
    assert TEXTS["ja"] in Client().get("/join/documents/bylaws/").content.decode()
    assert "新しい規約" not in Client().get("/join/documents/bylaws/1/").content.decode()


def test_taking_a_consent_back_ends_access_at_once(member: User, sign_in: Callable) -> None:
    elsewhere, here = sign_in(member), sign_in(member)
    assert elsewhere.get("/members/").status_code == 200
    answer = here.post("/members/consents/bylaws/withdraw/")
    assert "取り下げました" in answer.content.decode()
    assert here.get("/members/")["Location"].startswith("/accounts/login/")
    assert elsewhere.get("/members/").status_code == 302
    assert not UserSession.objects.filter(user=member).exists()
    assert not is_member(User.objects.get(pk=member.pk))
    assert AccessChange.objects.filter(user_id=member.pk).exists()


def test_consent_taken_back_in_mid_session_gives_back_what_was_typed(member: User, sign_in: Callable) -> None:
    client = sign_in(member)
    client.get("/members/")
    User.objects.filter(pk=member.pk).update(suspended_at=timezone.now())
    answer = client.post("/members/profile/", {"name": "書きかけの名前"})
    assert answer.status_code == 403
    assert "書きかけの名前" in answer.content.decode()


def test_giving_it_again_opens_everything(member: User, sign_in: Callable) -> None:
    withdraw_consent(user=member, kind="bylaws")
    client = sign_in(User.objects.get(pk=member.pk))
    assert client.get("/members/")["Location"].startswith("/members/consents/")
    [asked] = missing_consents(User.objects.get(pk=member.pk))
    client.post("/members/consents/", boxes(asked.document))
    assert client.get("/members/").status_code == 200
    assert is_member(User.objects.get(pk=member.pk))


def test_what_was_not_given_cannot_be_taken_back(make_person: Make) -> None:
    consent_documents()
    with pytest.raises(ValidationError):
        withdraw_consent(user=make_person("member"), kind="policy")


def test_agreeing_twice_is_one_record(member: User) -> None:
    give_consents(user=member, documents=current_documents())
    assert ConsentRecord.objects.filter(user=member).count() == 3


def test_consents_of_an_organisation_rest_on_those_responsible(member: User, make_person: Make) -> None:
    organisation = OrganisationFactory()
    belong(make_person("member"), organisation, is_responsible=True)
    assert not organisation_consents_hold(organisation)
    belong(member, organisation, is_responsible=True)
    assert organisation_consents_hold(organisation)
    withdraw_consent(user=member, kind="guidelines")
    assert not organisation_consents_hold(organisation)


def test_own_data_and_leaving_stay_open_while_consents_are_missing(make_person: Make, sign_in: Callable) -> None:
    consent_documents()
    person = make_person("member")
    client = sign_in(person)
    assert client.get("/members/").status_code == 302
    asked = client.get("/members/consents/").content.decode()
    assert 'href="/members/my-data/"' in asked
    assert 'href="/members/leave/"' in asked
    assert person.email in client.post("/members/my-data/file/").content.decode()
    assert client.get("/members/leave/").status_code == 200
    client.post("/members/leave/", {})
    person.refresh_from_db()
    assert not person.is_active
