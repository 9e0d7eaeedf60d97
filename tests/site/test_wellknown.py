"""What machines read: robots.txt, security.txt, the sitemap."""

import datetime as dt
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from practices.actions import withdraw_case
from secunity.home.models import ContentPage
from tests.conftest import Tree, in_each_language
from tests.factories.events import meeting, meeting_index
from tests.factories.practices import make_case
from tests.factories.search import lists

__all__ = ["lists"]
pytestmark = pytest.mark.django_db
PUBLIC = "https://hub.example"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(autouse=True)
def public_address(settings: Any) -> None:
    settings.BASE_URL = f"{PUBLIC}/"


def test_robots_read_what_is_public(client: Client) -> None:
    response = client.get("/robots.txt")
    lines = response.content.decode().splitlines()
    assert response["Content-Type"].startswith("text/plain")
    assert lines[0] == "User-agent: *"
    assert f"Sitemap: {PUBLIC}/sitemap.xml" in lines
    closed = {line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")}
    assert {"/admin/", "/rooms/", "/en/rooms/", "/members/", "/en/members/"} <= closed
    assert not {"/", "/cases/", "/en/"} & closed


def test_security_txt_follows_rfc_9116(client: Client, settings: Any) -> None:
    settings.CONTACT_EMAIL = "security@hub.example"
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(re.findall(r"^([A-Z][\w-]+): (\S.*)$", response.content.decode(), re.MULTILINE))
    assert fields["Contact"] == "mailto:security@hub.example"
    assert fields["Canonical"] == f"{PUBLIC}/.well-known/security.txt"
    assert fields["Policy"] == f"{PUBLIC}/security/"
    assert fields["Preferred-Languages"] == "ja, en"
    left = dt.datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert dt.timedelta(days=90) < left < dt.timedelta(days=365)


def test_sitemap_lists_both_languages_as_translations(client: Client, content_tree: Tree) -> None:
    in_each_language(ContentPage, content_tree.home, title="About", slug="about")
    entries = _entries(client)
    links = {"ja": f"{PUBLIC}/about/", "en": f"{PUBLIC}/en/about/"}
    assert entries[links["ja"]] == entries[links["en"]] == links
    assert {f"{PUBLIC}/", f"{PUBLIC}/en/", f"{PUBLIC}/regions/"} <= entries.keys()


def test_sitemap_lists_released_cases_and_announced_meetings(
    client: Client, content_tree: Tree, lists: dict[str, Any]
) -> None:
    case = make_case(ja={}, en={})
    meeting(meeting_index(content_tree.home["ja"]), slug="open-to-all")
    addresses = _entries(client).keys()
    assert {f"{PUBLIC}/cases/{case.public_id}/", f"{PUBLIC}/en/cases/{case.public_id}/"} <= addresses
    assert f"{PUBLIC}/events/open-to-all/" in addresses


def test_sitemap_lists_nothing_that_is_not_public(client: Client, content_tree: Tree, lists: dict[str, Any]) -> None:
    withdrawn = make_case(ja={})
    withdraw_case(case=withdrawn)
    meeting(meeting_index(content_tree.home["ja"]), slug="members-only", is_public=False)
    in_each_language(ContentPage, content_tree.home, title="Draft", slug="draft", live=False)
    closed = in_each_language(ContentPage, content_tree.home, title="Closed", slug="closed")["ja"]
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    addresses = " ".join(_entries(client))
    for word in (withdrawn.public_id, "members-only", "draft", f"{PUBLIC}/closed/"):
        assert word not in addresses


def _entries(client: Client) -> dict[str, dict[str, str]]:
    """Of each address in the sitemap, the addresses of its translations by language."""
    response = client.get("/sitemap.xml")
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own answer
    return {
        str(url.findtext("s:loc", namespaces=NAMES)): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", NAMES)
        }
        for url in root.findall("s:url", NAMES)
    }
