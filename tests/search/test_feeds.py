"""Feeds of the lists."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.factories.practices import make_case, make_practice

Update = Callable[[], int]
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: Client, address: str) -> ElementTree.Element:
    """The feed at `address`."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own feed


def titles(root: ElementTree.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in root.iter(f"{ATOM}entry")]


def test_feed_has_the_filters_of_the_page(client: Client, index: Update) -> None:
    make_case(ja={"title": "近畿の話"}, region="kinki")
    make_case(ja={"title": "関東の話"}, region="kanto")
    index()
    assert titles(feed(client, "/cases/feed.atom?region=kinki")) == ["近畿の話"]
    assert set(titles(feed(client, "/cases/feed.atom"))) == {"関東の話", "近畿の話"}


def test_feed_is_whole_atom_with_stable_ids(client: Client, index: Update) -> None:
    case = make_case(ja={"title": "図面"})
    index()
    root = feed(client, "/cases/feed.atom")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ja"
    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None
    (entry,) = root.iter(f"{ATOM}entry")
    assert (entry.findtext(f"{ATOM}id") or "").endswith(f"case:{case.public_id}")
    assert entry.findtext(f"{ATOM}updated")
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/cases/{case.public_id}/"  # type: ignore[union-attr]


def test_english_feed_is_english(client: Client, index: Update) -> None:
    make_case(ja={"title": "図面"}, en={"title": "Drawings"})
    index()
    root = feed(client, "/en/cases/feed.atom?page=7&size=1")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert titles(root) == ["Drawings"]


def test_practice_feed(client: Client, index: Update, make_region: Any) -> None:
    make_practice(make_region("kinki").region.pages.get(locale__language_code="ja"), title="棚卸し週間")
    index()
    assert titles(feed(client, "/practices/feed.atom?region=kinki")) == ["棚卸し週間"]


@pytest.mark.parametrize("asked", ["region=atlantis", "q=%00", "colour=red"])
def test_feed_answers_what_it_does_not_understand(client: Client, index: Update, asked: str) -> None:
    make_case()
    index()
    feed(client, f"/cases/feed.atom?{asked}")
