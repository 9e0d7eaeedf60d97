"""Everything about oneself in one file, nothing about others, nothing that opens a door."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from community.actions.proposals import propose_role
from community.models import Affiliation, Contact, DirectoryEntry, User
from community.queries.personal import SKIPPED, links_to_people, personal_data
from tests.conftest import Tree
from tests.factories.community import OrganisationFactory

Make = Callable[..., User]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FILE = "/members/my-data/file/"


@pytest.fixture
def person(content_tree: Tree, make_person: Make) -> User:
    person = make_person("member", totp_secret=SECRET, name="本人")
    Contact.objects.create(user=person, phone="06-1234-5678")
    DirectoryEntry.objects.create(user=person, introduction="印刷のことなら")
    Affiliation.objects.create(user=person, organisation=OrganisationFactory(name_ja="架空印刷"))
    return person


@pytest.fixture
def other(person: User, make_person: Make) -> User:
    other = make_person("administrator", name="他人の名前", email="other@example.jp")
    Contact.objects.create(user=other, phone="03-9999-9999")
    propose_role(user=person, role="secretariat", proposed_by=other, reason="推薦")
    propose_role(user=make_person(name="第三者"), role="secretariat", proposed_by=other, reason="別件の理由")
    log(instance=person, action="community.sign_in", user=other)
    return other


def download(client: Any) -> dict[str, Any]:
    answer = client.post(FILE)
    assert answer["Content-Disposition"].startswith('attachment; filename="my-data-')
    return json.loads(answer.content)


def test_file_holds_account_and_records_of_every_table(person: User, sign_in: Callable) -> None:
    data = download(sign_in(person))
    assert data["account"]["email"] == person.email
    assert data["records"]["community.Contact"][0]["phone"] == "06-1234-5678"
    assert data["records"]["community.DirectoryEntry"][0]["introduction"] == "印刷のことなら"
    assert {"community.Affiliation", "community.RoleGrant", "account.EmailAddress"} <= data["records"].keys()


def test_file_holds_nothing_about_others(person: User, other: User, sign_in: Callable) -> None:
    data = download(sign_in(person))
    text = json.dumps(data, ensure_ascii=False)
    for words in ("他人の名前", "other@example.jp", "03-9999-9999", "第三者", "別件の理由"):
        assert words not in text
    assert data["records"]["community.RoleProposal"][0]["proposed_by"] == "somebody else"
    assert {"at", "what", "by", "about"} == data["audit"][0].keys()


def test_file_holds_no_secret(person: User, sign_in: Callable) -> None:
    text = json.dumps(download(sign_in(person)))
    assert SECRET not in text
    assert person.password not in text
    assert "gAAAA" not in text


def test_who_proposed_has_only_the_act_in_the_file(person: User, other: User) -> None:
    acts = personal_data(other)["acts"]
    assert {"community.RoleProposal"} <= {act["table"] for act in acts}
    assert all(act.keys() == {"table", "id", "as"} for act in acts)


def test_download_is_noted(person: User, sign_in: Callable) -> None:
    download(sign_in(person))
    entry = ModelLogEntry.objects.get(action="community.exported_own_data")
    assert (entry.object_id, entry.user_id) == (str(person.pk), person.pk)


def test_password_alone_gives_nothing_out(person: User, sign_in: Callable) -> None:
    client = sign_in(person, second_factor=False)
    assert client.post(FILE)["Location"].startswith("/accounts/2fa/")
    assert not ModelLogEntry.objects.filter(action="community.exported_own_data").exists()


def test_page_offers_the_file(person: User, sign_in: Callable) -> None:
    assert f'action="{FILE}"' in sign_in(person).get("/members/my-data/").content.decode()


def test_every_table_that_names_people_is_gathered(person: User) -> None:
    """Also one that nobody had thought of when this was written."""
    naming = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if field.is_relation and field.related_model is User
    }
    assert {model._meta.label for model, _field in links_to_people()} == naming - SKIPPED
