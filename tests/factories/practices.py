"""Cases and practices as tests need them: whole, with what a test does not name filled in."""

from itertools import count
from typing import Any

from wagtail.models import Page

from community.models import Affiliation, Organisation, User
from practices.actions import CaseDraft, release_case
from practices.actions.reports import hand_in_report, save_answers
from practices.models import Case, IncidentReport, PracticePage

_numbers = count(1)

JA = {
    "title": "試験の事例",
    "summary": "画面が開かなくなり、社員が気づいて止めた。",
    "what_happened": "朝、画面が開かなくなった。",
}
EN = {"title": "Test case", "summary": "Screens locked; an employee noticed.", "what_happened": "Screens locked."}


def make_case(*, ja: dict[str, Any] | None = None, en: dict[str, Any] | None = None, **facts: Any) -> Case:
    """A released case: `ja` and `en` are fields of its texts (Japanese where none is given), `facts` of its draft.

    `origin`, `external_id` and the source's fields go to the case itself.
    """
    texts = {code: {**words, **given} for code, words, given in (("ja", JA, ja), ("en", EN, en)) if given is not None}
    own = {
        name: facts.pop(name) for name in list(facts) if name in {"origin", "external_id", "source_name", "source_url"}
    }
    case = Case(**{"origin": Case.Origin.MEMBER, **own})
    release_case(case=case, draft=CaseDraft(texts=texts or {"ja": JA}, **facts))
    return case


def make_practice(parent: Page, **fields: Any) -> PracticePage:
    """A published practice below a region's or a community's page."""
    number = next(_numbers)
    page = PracticePage(
        **{"title": f"試験の取組 {number}", "slug": f"practice-{number}", "locale": parent.locale, **fields}
    )
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return page


FACTS = {"prefecture": "27", "incident_types": ["ransomware"], "noticed": "2026-06-03"}
TEXTS = {"title": "受注サーバの暗号化", "what_happened": "朝、受注サーバのファイルが開かなくなった。"}


def make_reporter(person: User, organisation: Organisation) -> User:
    """The person, now working for the organisation."""
    Affiliation.objects.create(user=person, organisation=organisation)
    return person


def make_report(
    reporter: User,
    organisation: Organisation,
    *,
    facts: dict[str, Any] | None = None,
    texts: dict[str, str] | None = None,
    is_handed_in: bool = True,
) -> IncidentReport:
    """A report of the organisation, which the reporter has to work for; whole unless answers are taken away."""
    report = save_answers(
        report=IncidentReport(),
        editor=reporter,
        facts={**FACTS, **(facts or {})},
        texts={**TEXTS, **(texts or {})},
        organisation=organisation,
    )
    if is_handed_in:
        hand_in_report(report=report, editor=reporter)
    return report
