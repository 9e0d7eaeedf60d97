"""The editors' own search on PostgreSQL: in a process of its own, which chooses the index's tables at its start."""

import json
from collections.abc import Callable, Iterator

import pytest

from tests.served import run_command
from tests.servers import postgres_server

TITLES = ["情報漏えいを防ぐ", "サーバーの棚卸し", "京都の集まり", "東京都の集まり", "Encrypted backups"]
ASKED = {
    "漏洩": {"情報漏えいを防ぐ"},
    "漏えい 防ぐ": {"情報漏えいを防ぐ"},
    "ｻｰﾊﾞｰ": {"サーバーの棚卸し"},
    "京都": {"京都の集まり"},
    "集まり": {"京都の集まり", "東京都の集まり"},
    "encrypting": {"Encrypted backups"},
    "存在しない": set(),
    "「」\"'* | & ! ( :*": set(),
}
TYPED = {"encryp": {"Encrypted backups"}, "サーバ": {"サーバーの棚卸し"}, "漏えい": {"情報漏えいを防ぐ"}, "':*": set()}
SCRIPT = """
import json
from modelsearch.index import insert_or_update_object
from wagtail.models import Page
from secunity.home.models import ContentPage
root = Page.get_first_root_node()
for number, title in enumerate({titles!r}):
    page = ContentPage(title=title, slug=f"p{{number}}", locale=root.locale)
    root.add_child(instance=page)
    insert_or_update_object(page)
def titles(found):
    return sorted(page.title for page in found)
asked = {{words: titles(ContentPage.objects.search(words)) for words in {asked!r}}}
typed = {{words: titles(ContentPage.objects.autocomplete(words)) for words in {typed!r}}}
print(json.dumps([asked, typed]))
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Commands of a hub on PostgreSQL with its tables."""
    with postgres_server() as server:
        env = {"SECUNITY_DATABASE_URL": server.create("editors")}
        folder = tmp_path_factory.mktemp("editors")
        run_command(folder, ("migrate", "--verbosity=0"), env)
        yield lambda *command: run_command(folder, command, env)


def test_pages_are_found_in_japanese_on_postgresql(run: Callable[..., str]) -> None:
    script = SCRIPT.format(titles=TITLES, asked=list(ASKED), typed=list(TYPED))
    asked, typed = json.loads(run("shell", "--no-imports", "--command", script).splitlines()[-1])
    assert {words: set(found) for words, found in asked.items()} == ASKED
    assert {words: set(found) for words, found in typed.items()} == TYPED
