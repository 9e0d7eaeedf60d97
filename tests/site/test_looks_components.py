"""What the component tags and files make of what they are given."""

import re
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from secunity.core.templatetags.components import cell_class, language_links, meta_parts, page_links, tile_level


def _render(source: str, **context: Any) -> str:
    return Template("{% load components %}" + source).render(Context(context))


def test_icon_beside_words_is_silent() -> None:
    assert 'aria-hidden="true"' in _render('{% icon "search" %}')


def test_icon_alone_has_a_name() -> None:
    shape = _render('{% icon "search" "Find" %}')

    assert 'role="img"' in shape
    assert 'aria-label="Find"' in shape


@pytest.mark.parametrize(
    ("count", "level"), [(None, "l0"), (0, "l0"), (1, "l1"), (2, "l1"), (3, "l2"), (5, "l2"), (6, "l3")]
)
def test_tile_level_follows_the_legend(count: int | None, level: str) -> None:
    assert tile_level(count) == level


@pytest.mark.parametrize("value", [110, "1,064社", "14.1%", "¥5,500", "910件"])
def test_cell_class_puts_figures_at_the_right(value: object) -> None:
    assert cell_class(value) == "num"


@pytest.mark.parametrize("value", ["訪問", "2020年10月", "", "3件未満"])
def test_cell_class_leaves_words_at_the_left(value: object) -> None:
    assert cell_class(value) == ""


def test_meta_parts_break_at_the_dots() -> None:
    assert meta_parts("近畿 · 電気・ガス業 · 2024年") == ["近畿", "電気・ガス業", "2024年"]


def test_page_links_keep_the_filters_and_show_gaps() -> None:
    request = RequestFactory().get("/cases/", {"region": ["kinki", "kyushu"], "page": "5"})

    with translation.override("en"):
        links = page_links({"request": request}, 5, 12)

    assert [link["label"] for link in links] == ["Previous", "1", "…", "3", "4", "5", "6", "7", "…", "12", "Next"]
    assert links[-1]["url"] == "?region=kinki&region=kyushu&page=6"
    assert [link["label"] for link in links if link["is_current"]] == ["5"]


def test_pagination_is_left_out_where_one_page_is_all() -> None:
    links = page_links({}, 1, 1)

    assert render_to_string("components/pagination.html", {"page_links": links}).strip() == ""


def test_language_links_lead_a_plain_view_to_its_twin() -> None:
    with translation.override("en"):
        links = language_links({"request": RequestFactory().get("/en/components/")})

    assert [(link["code"], link["url"], link["is_current"], link["is_translation"]) for link in links] == [
        ("ja", "/components/", False, True),
        ("en", "/en/components/", True, True),
    ]


def test_language_links_of_no_request_are_empty() -> None:
    assert language_links({}) == []


def test_card_marks_the_language_of_a_text_in_another_language() -> None:
    with translation.override("en"):
        card = render_to_string("components/card.html", {"title": "題", "url": "/x/", "label": "New", "language": "ja"})

    assert '<article class="card" lang="ja">' in card
    assert '<p class="card-label" lang="en">New' in card


def test_table_without_rows_says_so() -> None:
    with translation.override("en"):
        shown = render_to_string("components/table.html", {"caption": "Support", "head": ["a"], "rows": []})

    assert "<table" not in shown
    assert "There is nothing here yet." in shown


def test_tile_map_says_every_count_in_tile_and_table() -> None:
    cells = [
        {"code": "27", "name": "大阪府", "short": "大阪", "x": 7, "y": 8, "count": 4, "url": "/cases/?prefecture=27"}
    ]

    shown = render_to_string("components/tile_map.html", {"cells": cells})

    assert 'class="tile x7 y8 l2"' in shown
    assert shown.count("大阪府") == 2
    assert len(re.findall(r">4<", shown)) == 2


class _Form(forms.Form):
    mail = forms.EmailField(help_text="Where we answer.")
    agreed = forms.BooleanField(required=False)


def test_field_ties_help_and_error_to_its_control() -> None:
    form = _Form({"mail": "nowhere"})

    shown = render_to_string("components/field.html", {"field": form["mail"]})

    assert 'aria-describedby="id_mail_helptext id_mail_error"' in shown
    assert 'id="id_mail_helptext"' in shown
    assert 'id="id_mail_error"' in shown
    assert "field-invalid" in shown


def test_field_names_what_may_stay_empty() -> None:
    class Optional(forms.Form):
        note = forms.CharField(required=False)

    with translation.override("en"):
        shown = render_to_string("components/field.html", {"field": Optional()["note"]})

    assert "optional" in shown


@pytest.mark.parametrize("kind", ["info", "ok", "warn", "danger"])
def test_notice_says_its_kind_by_shape_too(kind: str) -> None:
    assert "<use href=" in render_to_string("components/notice.html", {"kind": kind, "text": "…"})
