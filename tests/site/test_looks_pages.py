"""The frame that every page shares: language, landmarks, translations, and what errors say."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import Client

from secunity.home.models import ContentPage
from tests.conftest import Tree, in_each_language

pytestmark = pytest.mark.django_db


def _text(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def _has_the_frame(html: str, language: str) -> bool:
    return (
        f'<html lang="{language}">' in html
        and len(re.findall("<h1[ >]", html)) == 1
        and 'class="skip-link" href="#main"' in html
        and len(re.findall('<main id="main"', html)) == 1
    )


@pytest.mark.parametrize(("path", "language"), [("/components/", "ja"), ("/en/components/", "en")])
def test_component_page_shows_the_frame(client: Client, path: str, language: str) -> None:
    assert _has_the_frame(_text(client, path), language)


@pytest.mark.parametrize(
    "name", ["login/", "password/reset/", "password/reset/done/", "inactive/", "confirm-email/", "signup/"]
)
@pytest.mark.parametrize(("prefix", "language"), [("", "ja"), ("/en", "en")])
def test_account_pages_show_the_frame(client: Client, prefix: str, language: str, name: str) -> None:
    assert _has_the_frame(_text(client, f"{prefix}/accounts/{name}"), language)


def test_page_names_its_translations(client: Client, content_tree: Tree) -> None:
    in_each_language(ContentPage, content_tree.home, title="About", slug="about", lead="What this is.")

    html = _text(client, "/about/")

    assert 'rel="alternate" hreflang="ja"' in html
    assert re.search(r'rel="alternate" hreflang="en" href="[^"]*/en/about/"', html)
    assert re.search(r'rel="canonical" href="http[^"]*/about/"', html)
    assert '<meta name="description" content="What this is.">' in html
    assert '<meta property="og:title" content="About">' in html


def test_untranslated_page_switches_to_the_page_above_it(client: Client, content_tree: Tree) -> None:
    in_each_language(ContentPage, {"ja": content_tree.home["ja"]}, title="近況", slug="news")

    html = _text(client, "/news/")

    assert 'hreflang="en" href="http' not in html
    assert re.search(r'<a href="/en/" lang="en" hreflang="en"', html)


def test_page_shows_where_it_stands(client: Client, content_tree: Tree) -> None:
    in_each_language(ContentPage, content_tree.home, title="Privacy", slug="privacy")

    html = _text(client, "/en/privacy/")

    assert re.search(
        r'class="breadcrumbs[^>]*>.*<a href="/en/">Home</a>.*aria-current="page">Privacy<', html, re.DOTALL
    )


def test_search_words_stay_when_the_language_changes(client: Client) -> None:
    html = unescape(_text(client, "/components/?q=VPN&page=2"))

    assert 'href="/en/components/?q=VPN&page=2" lang="en"' in html


@pytest.mark.usefixtures("content_tree")
@pytest.mark.parametrize(("path", "language"), [("/nothing/", "ja"), ("/en/nothing/", "en")])
def test_unknown_address_names_it_and_the_next_steps(client: Client, path: str, language: str) -> None:
    html = _text(client, path, 404)

    assert _has_the_frame(html, language)
    assert path in html
    assert 'name="q"' in html
    assert "canonical" not in html


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_broken_page_is_readable_in_both_languages_without_a_request(name: str) -> None:
    html = render_to_string(name)

    assert '<html lang="ja">' in html
    assert '<div lang="en"' in html
    assert 'href="/en/"' in html
    assert len(re.findall("<h1[ >]", html)) == 1


@pytest.mark.parametrize("path", ["/events/mine/", "/members/minutes/"])
def test_menu_leads_members_to_their_meetings_and_actions(
    client: Client, content_tree: Tree, make_person: Callable, sign_in: Callable, path: str
) -> None:
    inside = sign_in(make_person("member"))
    for language in ("", "/en"):
        link = f'<a href="{language}{path}">'
        assert _text(inside, f"{language}/members/").count(link) >= 2
        current = f'<a href="{language}{path}" aria-current="page">'
        page = _text(inside, f"{language}{path}")
        assert page.count(current) == 2
        assert f'<a href="{language}/events/" aria-current' not in page
    assert path not in _text(client, "/")


@pytest.mark.parametrize("path", ["/nothing/", "/en/nothing/"])
def test_two_search_forms_of_a_page_have_names_of_their_own(client: Client, content_tree: Tree, path: str) -> None:
    html = _text(client, path, status=404)
    in_body = html[html.index('id="main"') :]
    inside, around = (
        set(re.findall(r'role="search"[^>]*aria-label="([^"]+)"', part))
        for part in (in_body, html.replace(in_body, ""))
    )
    assert inside
    assert around
    assert inside.isdisjoint(around)
