"""The page on which administrators and the secretariat read the audit log, and the file they take along."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from community.actions import grant_role
from community.models import User
from secunity.core.actions import record_access
from tests.conftest import Tree

Make = Callable[..., User]
PAGE = "/members/audit/"


@pytest.fixture
def person(content_tree: Tree, make_person: Make) -> User:
    return make_person("member", name="記録される人")


@pytest.fixture
def client(person: User, make_person: Make, sign_in: Callable) -> Client:
    client = sign_in(make_person("secretariat", name="事務局の人"))
    ModelLogEntry.objects.all().delete()
    return client


def table(answer: object) -> str:
    text = answer.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def test_entries_of_every_kind_are_listed_in_words(client: Client, person: User) -> None:
    log(instance=person, action="community.sign_in", user=person)
    grant_role(user=person, role="secretariat")
    record_access(actor=person, instance=person, data_class="P2", purpose="名簿の確認")
    text = table(client.get(PAGE))
    for words in ("サインインしました", "役割を付与しました：事務局", "名簿の確認", "記録される人"):
        assert words in text


@pytest.mark.parametrize(
    ("kind", "shown", "hidden"),
    [("sign-ins", "サインインしました", "名簿の確認"), ("accesses", "名簿の確認", "サインインしました")],
)
def test_kind_narrows(client: Client, person: User, kind: str, shown: str, hidden: str) -> None:
    log(instance=person, action="community.sign_in", user=person)
    record_access(actor=person, instance=person, data_class="P2", purpose="名簿の確認")
    text = table(client.get(PAGE, {"kind": kind}))
    assert shown in text
    assert hidden not in text


def test_person_narrows_to_what_they_did_and_what_was_done_to_them(
    client: Client, person: User, make_person: Make
) -> None:
    other = make_person(name="別の人")
    for about, by in ((person, other), (other, person), (other, other)):
        record_access(actor=by, instance=about, data_class="P2", purpose=f"目的{about.pk}-{by.pk}")
    text = table(client.get(PAGE, {"person": person.email}))
    assert f"目的{person.pk}-{other.pk}" in text
    assert f"目的{other.pk}-{person.pk}" in text
    assert f"目的{other.pk}-{other.pk}" not in text


def test_days_narrow_and_include_both_ends(client: Client, person: User) -> None:
    log(instance=person, action="community.sign_out", user=person)
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    assert "サインアウトしました" in table(client.get(PAGE, {"since": today, "until": today}))
    assert "サインアウトしました" not in table(client.get(PAGE, {"until": yesterday}))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"since": "2026-02-02", "until": "2026-02-01"}, "最後の日"),
        ({"since": "そのうち"}, "日付"),
        ({"kind": "everything-else"}, "everything-else"),
    ],
)
def test_wrong_question_is_answered_in_words(client: Client, asked: dict[str, str], words: str) -> None:
    answer = client.get(PAGE, asked)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_file_holds_what_the_list_shows_and_is_itself_noted(client: Client, person: User) -> None:
    log(instance=person, action="community.sign_in", user=person)
    record_access(actor=person, instance=person, data_class="P2", purpose="=SUM(A1)")
    answer = client.post(f"{PAGE}export/", {"kind": "accesses", "purpose": "年次監査"})
    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[3] for row in rows[1:]] == ["secunity.access"]
    assert rows[1][2] == "記録される人"
    entry = ModelLogEntry.objects.get(action="community.exported_audit")
    assert entry.data["purpose"] == "年次監査"
    assert (entry.data["rows"], entry.data["filters"]) == (1, {"kind": "accesses"})
    assert "年次監査" in table(client.get(PAGE, {"kind": "exports"}))


def test_cell_that_a_spreadsheet_would_run_is_made_harmless(client: Client, make_person: Make) -> None:
    person = make_person(name="=HYPERLINK(1)")
    log(instance=person, action="community.sign_in", user=person)
    answer = client.post(f"{PAGE}export/", {"purpose": "年次監査"})
    assert "'=HYPERLINK(1)" in b"".join(answer.streaming_content).decode()


def test_file_needs_a_purpose_and_keeps_the_question(client: Client) -> None:
    answer = client.post(f"{PAGE}export/", {"kind": "roles", "purpose": ""})
    assert answer.status_code == 422
    assert 'value="roles" selected' in answer.content.decode()
    assert not ModelLogEntry.objects.filter(action="community.exported_audit").exists()


def test_long_log_comes_in_pages(client: Client, person: User) -> None:
    for _number in range(51):
        log(instance=person, action="community.sign_in", user=person)
    assert "?page=2" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("role", ["member", "organiser", "reviewer"])
def test_other_roles_are_refused(content_tree: Tree, make_person: Make, sign_in: Callable, role: str) -> None:
    client = sign_in(make_person(role, region="kinki"))
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}export/", {"purpose": "のぞき見"}).status_code == 403
