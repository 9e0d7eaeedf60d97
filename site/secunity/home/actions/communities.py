"""The demo's communities: their pages in both languages, their problems, and when their facts were last looked over."""

import datetime as dt
from typing import Any

from wagtail.models import Page

from community.models import (
    CommunityOrganiser,
    CommunityPage,
    FactCheck,
    Organisation,
    Prefecture,
    Problem,
    RegionPage,
)
from secunity.home.actions.pages import LANGUAGES, ensure_pair


def load_community(text: dict[str, Any], organisations: dict[str, Organisation]) -> dict[str, CommunityPage]:
    """The pages of one entry of communities.json by language code; made once, then left alone."""

    def finish(page: CommunityPage) -> None:
        page.prefectures.set(Prefecture.objects.filter(code__in=text["prefectures"]))
        page.organisers.set([CommunityOrganiser(organisation=organisations[key]) for key in text["organisers"]])

    words = {lang: _words(text, lang) for lang in LANGUAGES}
    slug = text["key"].removeprefix("c-")
    pages = ensure_pair(_region_pages(text["region"]), CommunityPage, slug, words, finish)
    _load_facts(text, pages["ja"])
    return pages


def _region_pages(region: str) -> dict[str, Page]:
    return {page.locale.language_code: page for page in RegionPage.objects.filter(region_id=region)}


def _words(text: dict[str, Any], language: str) -> dict[str, Any]:
    words = text[language]
    lead, stop, intro = words["intro"].partition("。" if language == "ja" else ". ")
    recognised_on = text.get("recognised_on")
    return {
        "title": words["name"],
        "lead": f"{lead}{stop}".strip(),
        "intro": intro,
        "contact": words["contact"],
        "since": text["since"],
        "recognised_by": (text["recognised_by"] or {}).get(language, ""),
        "recognised_on": dt.date.fromisoformat(recognised_on) if recognised_on else None,
    }


def _load_facts(text: dict[str, Any], page: CommunityPage) -> None:
    if not Problem.objects.of_community(page).exists():
        Problem.objects.bulk_create([_problem(each, text, page) for each in text["problems"]])
    days = {name: dt.date.fromisoformat(text[name]) for name in ("checked_on", "review_by")}
    FactCheck.objects.get_or_create(page_key=page.translation_key, defaults={"region_id": text["region"], **days})


def _problem(each: dict[str, Any], text: dict[str, Any], page: CommunityPage) -> Problem:
    outcome = each.get("outcome", {})
    state = Problem.State(each.get("state", Problem.State.OPEN))
    checked_on = dt.date.fromisoformat(text["checked_on"])
    return Problem(
        community_key=page.translation_key,
        region_id=text["region"],
        text_ja=each["ja"],
        text_en=each["en"],
        state=state,
        outcome_ja=outcome.get("ja", ""),
        outcome_en=outcome.get("en", ""),
        opened_on=checked_on,
        closed_on=checked_on if state in {Problem.State.SOLVED, Problem.State.CLOSED} else None,
    )
