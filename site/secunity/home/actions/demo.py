"""The demo content: invented people, communities, practices, cases and meetings, each marked as invented."""

import datetime as dt
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from community.actions import create_person, grant_role
from community.actions.consents import give_consents_of_set_up
from community.models import (
    CommunityPage,
    Region,
    Role,
    User,
    WorkingGroup,
    WorkingGroupMembership,
)
from practices.actions import release_case
from practices.models import Case, PracticePage
from secunity.home.actions.adoptions import load_adoptions
from secunity.home.actions.cases import draft_of
from secunity.home.actions.communities import load_community
from secunity.home.actions.content import read_content, rich_text
from secunity.home.actions.meetings import load_meetings
from secunity.home.actions.organisations import affiliate, load_organisation
from secunity.home.actions.pages import LANGUAGES, ensure_pair
from secunity.home.actions.working_groups import load_demo_resources

DEMO_DOMAIN = "@demo.secunity.example"
DEMO_PASSWORD = "demo-no-kagi-2026"  # noqa: S105 - printed for everybody who runs the demo; production refuses it
# role in `demo_accounts`: (name, role, region, working groups)
DEMO_PEOPLE: dict[str, tuple[str, Role | None, str | None, tuple[str, ...]]] = {
    "admin": ("見本 あかり", Role.ADMINISTRATOR, None, ("sme", "secunity", "hr")),
    "organiser": ("架空 みなと", Role.ORGANISER, "kinki", ("sme", "secunity")),
    "organiser2": ("架空 ゆきの", Role.ORGANISER, "hokkaido", ("secunity",)),
    "reviewer": ("見本 さとる", Role.REVIEWER, "kinki", ("secunity", "hr")),
    "member": ("試作 はるか", Role.MEMBER, None, ("secunity", "sme")),
    "member2": ("試作 けんじ", Role.MEMBER, None, ("secunity",)),
    "visitor": ("見学 ひろし", None, None, ()),
}


@transaction.atomic
def load_demo() -> None:
    """Load everything once; refuses where demo content is not allowed."""
    if not settings.DEMO_ALLOWED:
        raise ImproperlyConfigured("Demo content is not allowed with these settings.")
    people = _people()
    organisations = {text["key"]: load_organisation(text) for text in read_content("demo/organisations.json")}
    affiliate(people, organisations)
    give_consents_of_set_up(people.values())
    communities = {t["key"]: load_community(t, organisations) for t in read_content("demo/communities.json")}
    practices = {t["key"]: _practice(t, communities) for t in read_content("demo/practices.json")}
    for name in ("cases_a", "cases_b"):
        for text in read_content(f"demo/{name}.json"):
            _case(text, practices)
    _link_seed_cases(practices)
    load_adoptions(read_content("demo/adoptions.json"), organisations, practices)
    load_demo_resources()
    load_meetings(people)


def demo_accounts() -> list[dict[str, Any]]:
    """Role, address, password, second-factor secret and region of every demo person; none where none were loaded."""
    users = {user.email: user for user in User.objects.filter(email__endswith=DEMO_DOMAIN)}
    return [
        {
            "role": key,
            "email": _address(key),
            "password": DEMO_PASSWORD,
            "totp_secret": _secret(users[_address(key)]),
            "region": region,
        }
        for key, (_name, _role, region, _groups) in DEMO_PEOPLE.items()
        if _address(key) in users
    ]


def _address(key: str) -> str:
    return f"{key}{DEMO_DOMAIN}"


def _secret(user: User) -> str:
    authenticator = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return decrypt(authenticator.data["secret"])


def _people() -> dict[str, User]:
    return {key: _person(key) for key in DEMO_PEOPLE}


def _person(key: str) -> User:
    name, role, region, groups = DEMO_PEOPLE[key]
    user = User.objects.filter(email=_address(key)).first()
    user = user or create_person(
        email=_address(key), name=name, password=DEMO_PASSWORD, totp_secret=generate_totp_secret()
    )
    if role:
        grant_role(user=user, role=role, region=Region.objects.get(code=region) if region else None)
    for code in groups:
        WorkingGroupMembership.objects.get_or_create(user=user, working_group=WorkingGroup.objects.get(code=code))
    return user


def _practice(text: dict[str, Any], communities: dict[str, dict[str, CommunityPage]]) -> UUID:
    def finish(page: PracticePage) -> None:
        page.themes.set(text["themes"])
        page.partner_types.set(text["partner_types"])
        page.activity_types.set(text["activity_types"])

    words = {lang: _practice_words(text, lang) for lang in LANGUAGES if lang in text}
    pages = ensure_pair(communities[text["community"]], PracticePage, text["key"], words, finish)
    return pages["ja"].translation_key


def _practice_words(text: dict[str, Any], language: str) -> dict[str, Any]:
    words = text[language]
    headed = {name: rich_text(words[name]) for name in PracticePage.HEADINGS if words.get(name)}
    facts = ("year", "stage", "effort_band", "budget_band")
    return {
        "title": words["title"],
        "subtitle": words["subtitle"],
        "lead": words["summary"][:400],
        "search_description": words["summary"][:300],
        "org": words["org"],
        "keywords": ", ".join(words["keywords"]),
        "last_checked": dt.date.fromisoformat(text["last_checked"]),
        "review_by": dt.date.fromisoformat(text["review_by"]),
        "is_demo": True,
        **{name: text[name] for name in facts},
        **headed,
    }


def _case(text: dict[str, Any], practices: dict[str, UUID]) -> None:
    if Case.objects.filter(external_id=text["key"]).exists():
        return
    case = Case(external_id=text["key"], origin=Case.Origin.DEMO)
    release_case(case=case, draft=draft_of(text, practices))


def _link_seed_cases(practices: dict[str, UUID]) -> None:
    """The seed cases name practices that exist only in the demo."""
    for text in read_content("founding/seed_cases.json"):
        case = Case.objects.get(external_id=text["key"])
        if not case.practice_links.exists():
            for key, relation in draft_of(text, practices).practices:
                case.practice_links.create(practice_key=key, relation=relation)
