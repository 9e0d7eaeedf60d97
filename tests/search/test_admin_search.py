"""Editors find Japanese in the admin's own search, by the same analysis as readers."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from modelsearch.index import insert_or_update_object

from search.adapters import asked_text, indexed_text
from secunity.home.models import ContentPage

TABLE = "wagtailsearch_indexentry"
COLUMNS = "title, body, autocomplete"
NEW = ", ".join(f"NEW.{name}" for name in COLUMNS.split(", "))
# What Wagtail's migrations make; the tests' database has an ordinary table in its place.
FULL_TEXT = (
    f"DROP TABLE {TABLE}_fts",
    f"CREATE VIRTUAL TABLE {TABLE}_fts USING fts5({COLUMNS})",
    f"CREATE TRIGGER added AFTER INSERT ON {TABLE} BEGIN "  # noqa: S608 - all names stand above
    f"INSERT INTO {TABLE}_fts({COLUMNS}, rowid) VALUES ({NEW}, NEW.id); END",
    f"CREATE TRIGGER changed AFTER UPDATE ON {TABLE} BEGIN "  # noqa: S608 - all names stand above
    f"UPDATE {TABLE}_fts SET title=NEW.title, body=NEW.body, autocomplete=NEW.autocomplete WHERE rowid=NEW.id; END",
)
TITLES = ("情報漏えいを防ぐ", "サーバーの棚卸し", "京都の集まり", "東京都の集まり", "Encrypted backups")


@pytest.fixture
def pages(content_tree: Any) -> list[ContentPage]:
    """Pages in a database with Wagtail's full-text index."""
    with connection.cursor() as cursor:
        for statement in FULL_TEXT:
            cursor.execute(statement)
    home = content_tree.home["ja"]
    made = []
    for number, title in enumerate(TITLES):
        page = ContentPage(title=title, slug=f"p{number}", locale=home.locale)
        home.add_child(instance=page)
        insert_or_update_object(page)
        made.append(page)
    return made


def titles(client: Client, text: str) -> set[str]:
    answer = client.get(reverse("wagtailadmin_pages:search"), {"q": text})
    assert answer.status_code == 200
    return {page.title for page in answer.context["pages"]}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("漏洩", {"情報漏えいを防ぐ"}),
        ("漏えい 防ぐ", {"情報漏えいを防ぐ"}),
        ("サーバ", {"サーバーの棚卸し"}),
        ("ｻｰﾊﾞｰ", {"サーバーの棚卸し"}),
        ("京都", {"京都の集まり"}),
        ("集まり", {"京都の集まり", "東京都の集まり"}),
        ("encryp", {"Encrypted backups"}),
        ("backup", {"Encrypted backups"}),
        ("存在しない", set()),
        ("「」\"'*", set()),
    ],
)
def test_pages_are_found_in_the_admin(
    pages: list[ContentPage], make_person: Any, sign_in: Any, typed: str, expected: set[str]
) -> None:
    assert titles(sign_in(make_person("administrator")), typed) == expected


def test_a_changed_title_is_found_by_its_new_words(pages: list[ContentPage], make_person: Any, sign_in: Any) -> None:
    client = sign_in(make_person("administrator"))
    pages[0].title = "ウィルス対策"
    pages[0].save_revision().publish()
    insert_or_update_object(pages[0])
    assert titles(client, "ウイルス") == {"ウィルス対策"}
    assert titles(client, "漏洩") == set()


def test_whole_words_are_found_by_their_stem_and_spelling(pages: list[ContentPage]) -> None:
    assert [page.title for page in ContentPage.objects.search("encrypting")] == ["Encrypted backups"]
    assert {page.pk for page in ContentPage.objects.search("集り")} == {pages[2].pk, pages[3].pk}


def test_terms_and_words_stand_in_the_index() -> None:
    assert indexed_text("サーバーの漏えい").split() == ["サーバ", "漏洩", "サーバーの漏えい"]
    assert asked_text("漏えい Encryp", is_typing=True) == "漏洩 encryp"
    assert asked_text("漏えい Encrypting", is_typing=False) == "漏洩 encrypt"
    assert asked_text("！", is_typing=True) == "!"
