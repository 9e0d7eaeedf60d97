"""The secretariat's table of words that mean the same."""

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from search.actions import change_group, note_failed_question, note_found_question
from search.analysis.synonyms import default_entries
from search.models import SynonymGroup
from search.queries.index import engine, register_synonyms
from search.queries.synonyms import SOURCE, table_entries
from tests.factories.practices import make_case

Update = Callable[[], int]
SignIn = Callable[..., Client]


@pytest.fixture
def office(make_person: Any, sign_in: SignIn) -> Client:
    return sign_in(make_person("secretariat"))


@pytest.fixture(autouse=True)
def table(db: None) -> None:
    """The table as the migration leaves it."""
    import_module("search.migrations.0002_synonyms").take_over_the_file(apps, None)


def group() -> SynonymGroup:
    return SynonymGroup.objects.get(terms__term="ランサムウエア")


def test_table_begins_with_the_words_of_the_file() -> None:
    assert sorted(table_entries()) == sorted(default_entries())


def test_list_finds_groups_by_a_word(office: Client) -> None:
    page = office.get(reverse("search:synonyms"), {"q": "ﾗﾝｻﾑｳｴｱ"}).content.decode()
    assert reverse("search:synonym-group", args=[group().code]) in page
    assert page.count("/members/synonyms/syn") < 5


def test_the_offices_pages_lead_to_the_table(lists: Any, office: Client) -> None:
    for name in ("members:home", "members:rights"):
        assert reverse("search:synonyms") in office.get(reverse(name)).content.decode()


def test_preview_says_which_questions_change_and_stores_nothing(office: Client, index: Update) -> None:
    make_case(ja={"title": "ぽんぽこが出た話"})
    index()
    address = reverse("search:synonym-new")
    page = office.post(address, {"words": "ぐるぐる\nぽんぽこ", "preview": ""}).content.decode()
    assert "ぐるぐる <span" in page
    assert not SynonymGroup.objects.filter(terms__term="ぐるぐる").exists()


def changes(page: str) -> tuple[list[str], list[str]]:
    """The questions of the preview that change, and the words of the group that do."""
    shown = page[page.index('id="preview"') : page.index("</section>")]
    questions, words = shown.split("この組の言葉")
    return tuple(re.findall(r"<li>(\S+) <span", part) for part in (questions, words))  # type: ignore[return-value]


def test_preview_is_over_what_people_really_ask(office: Client, index: Update) -> None:
    make_case(ja={"title": "ぽんぽこが出た話"})
    index()
    for person in "abc":
        note_failed_question(text="ぐるぐる", person=person)
        note_found_question(text="ぽんぽこ", person=person)
        note_found_question(text="出た話", person=person)
    note_failed_question(text="ぐるぐるが一人", person="a")
    page = office.post(reverse("search:synonym-new"), {"words": "ぐるぐる\nぽんぽこ", "preview": ""}).content.decode()
    assert "よくある質問3件のうち、1件で" in page
    assert "この組の言葉2語のうち、1語で" in page
    assert changes(page) == (["ぐるぐる"], ["ぐるぐる"])
    assert "3人以上が調べた質問がまだない" not in page
    assert "一人" not in page


def test_hub_without_counted_questions_tries_plain_words_and_says_so(office: Client, index: Update) -> None:
    index()
    page = office.post(reverse("search:synonym-new"), {"words": "甲乙\n丙丁", "preview": ""}).content.decode()
    assert "3人以上が調べた質問がまだない" in page


@pytest.mark.parametrize(
    ("given", "changed"),
    [
        ({"words": "ぐるぐる\nぽんぽこ"}, ["ぐるぐる", "ぐるぐる現象", "ぽんぽこ"]),
        ({"words": "ぐるぐる", "narrower": "ぽんぽこ"}, ["ぐるぐる", "ぐるぐる現象"]),
        ({"words": "ぽんぽこ", "narrower": "ぐるぐる"}, ["ぽんぽこ"]),
        ({"words": "ぐるぐる\nぽんぽこ", "whole": "ぐるぐる"}, ["ぐるぐる", "ぽんぽこ"]),
        ({"words": "ぐるぐる\nぽんぽこ", "never": "ぽんぽこ"}, ["ぽんぽこ"]),
    ],
    ids=["both ways", "one way", "the other way", "whole word only", "never in place of another"],
)
def test_preview_follows_the_direction_and_the_flags(
    office: Client, index: Update, given: dict[str, str], changed: list[str]
) -> None:
    make_case(ja={"title": "ぽんぽこが出た話", "what_happened": "現象"})
    make_case(ja={"title": "ぐるぐるが出た話", "what_happened": "現象"})
    index()
    for question in ("ぐるぐる", "ぽんぽこ", "ぐるぐる現象"):
        for person in "abc":
            note_found_question(text=question, person=person)
    page = office.post(reverse("search:synonym-new"), {**given, "preview": ""}).content.decode()
    assert sorted(changes(page)[0]) == changed


def test_saved_words_are_found_and_noted(office: Client, index: Update) -> None:
    make_case(ja={"title": "ぽんぽこが出た話"})
    index()
    office.post(reverse("search:synonym-new"), {"words": "ぐるぐる\nぽんぽこ", "save": ""})
    register_synonyms(SOURCE)
    assert "ぐるぐる" in engine().synonyms.words
    assert "話" in office.get("/cases/?q=ぐるぐる").content.decode()
    entry = ModelLogEntry.objects.get(action="search.synonyms_added")
    assert entry.data == {"words": 2}


def test_flags_of_words_are_kept(office: Client) -> None:
    address = reverse("search:synonym-group", args=[group().code])
    given = {"words": "甲乙\n丙丁", "narrower": "戊己", "whole": "丙丁", "never": "甲乙", "save": ""}
    office.post(address, given)
    kept = {entry.term: entry[2:] for entry in SynonymGroup.objects.get(terms__term="甲乙").entries}
    assert kept == {"甲乙": (False, False, False), "丙丁": (False, True, True), "戊己": (True, False, True)}


@pytest.mark.parametrize(
    "given", [{"words": ""}, {"words": "甲", "narrower": "甲"}, {"words": "甲", "whole": "乙"}, {"words": "あ" * 121}]
)
def test_wrong_input_is_said_and_kept(office: Client, given: dict[str, str]) -> None:
    response = office.post(reverse("search:synonym-new"), {**given, "save": ""})
    assert response.status_code == 422
    assert "field-invalid" in response.content.decode()
    assert given["words"] in response.content.decode()


def test_removed_group_is_gone(office: Client) -> None:
    address = reverse("search:synonym-group", args=[group().code])
    office.post(address, {"remove": ""})
    assert office.get(address).status_code == 404
    assert ModelLogEntry.objects.filter(action="search.synonyms_removed").exists()


def test_members_do_not_change_the_table(make_person: Any, sign_in: SignIn) -> None:
    person = make_person()
    with pytest.raises(PermissionDenied):
        change_group(group=group(), entries=(), actor=person)
    assert sign_in(person).get(reverse("search:synonyms")).status_code == 403
