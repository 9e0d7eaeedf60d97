"""The look is one small style sheet behind names, legible in both schemes, and strict about what a page may carry."""

import re
from pathlib import Path

import pytest

import secunity

PACKAGE = Path(secunity.__file__).parent
REPOSITORY = PACKAGE.parent.parent
STATIC = PACKAGE / "static" / "secunity"
CSS = (STATIC / "hub.css").read_text(encoding="utf-8")
LARGEST_CSS_BYTES = 26_000
APPS = ("site/secunity", "community", "practices", "events", "search")
TEMPLATES = sorted(path for app in APPS for path in (REPOSITORY / app).glob("**/templates/**/*.html"))
PAIRS_OF_TEXT = [
    *[(ink, surface) for ink in ("ink", "ink-muted", "link") for surface in ("surface", "surface-sunken")],
    *[(status, "surface") for status in ("ok", "warn", "danger")],
    ("link-visited", "surface"),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-hover"),
    ("accent", "accent-soft"),
    ("ink", "mark"),
    ("ink", "l1"),
    ("l2-ink", "l2"),
    ("l3-ink", "l3"),
]
PAIRS_OF_SHAPES = [("line-strong", "surface"), ("accent", "surface"), ("focus", "surface"), ("danger", "surface")]


def _declared(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", css))


def _scheme(name: str) -> dict[str, str]:
    light = _declared(CSS.split("@media", 1)[0])
    dark = CSS.split("@media (prefers-color-scheme: dark)", 1)[1].split("/* --- Base", 1)[0]
    return light if name == "light" else light | _declared(dark)


def _luminance(colours: dict[str, str], name: str) -> float:
    value = colours[name]
    while value.startswith("var("):
        value = colours[value.removeprefix("var(--").rstrip(")")]
    digits = value.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(colours: dict[str, str], one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(colours, one), _luminance(colours, other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_colours_contrast_with_what_is_behind_them(scheme: str) -> None:
    colours = _scheme(scheme)

    assert {pair: round(c, 2) for pair in PAIRS_OF_TEXT if (c := _contrast(colours, *pair)) < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shapes_contrast_with_what_is_behind_them(scheme: str) -> None:
    colours = _scheme(scheme)

    assert {pair: round(c, 2) for pair in PAIRS_OF_SHAPES if (c := _contrast(colours, *pair)) < 3} == {}


def test_style_sheet_stays_small() -> None:
    assert len(CSS.encode()) < LARGEST_CSS_BYTES


def test_style_sheet_loads_nothing() -> None:
    assert re.findall(r"@import|url\(", CSS) == []


def test_style_sheet_uses_only_names_it_declares() -> None:
    assert set(re.findall(r"var\(--([\w-]+)\)", CSS)) - set(re.findall(r"--([\w-]+):", CSS)) == set()


def test_every_tile_of_the_map_has_its_place_in_the_style_sheet() -> None:
    rows = (REPOSITORY / "community" / "vocabularies" / "prefectures.csv").read_text(encoding="utf-8").splitlines()
    places = [line.split(",")[-2:] for line in rows if line[:2].isdigit()]

    assert len(places) == 47
    assert [place for place in places if f".x{place[0]}{{" not in CSS or f".y{place[1]}{{" not in CSS] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_template_carries_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", text) == []
    assert [
        tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag and "application/json" not in tag
    ] == []


def test_templates_use_only_icons_of_the_sprite() -> None:
    shapes = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    used = {name for path in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', path.read_text(encoding="utf-8"))}

    assert used - shapes == set()


def test_work_of_others_names_its_licence() -> None:
    notices = (REPOSITORY / "THIRD_PARTY_LICENCES.md").read_text(encoding="utf-8")

    assert "MIT License" in CSS
    assert "ISC License" in (STATIC / "icons.svg").read_text(encoding="utf-8")
    assert "デジタル庁" in notices
    assert "Lucide Icons and Contributors" in notices
