"""An imported record on its whole way: draft, decisions, gate, two people, the provider's consent, release."""

import re
import unicodedata
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client

from community.actions import grant_role
from community.models import Organisation, Region, Role
from practices.actions.consents import answer_request
from practices.actions.drafting import start_review
from practices.actions.publication import check_public, release_review
from practices.actions.redactions import accept_proposals, add_by_words, decide
from practices.actions.review import approve_review, choose_level, submit_review
from practices.anonymize.known.names import without_form
from practices.models import CHANNELS, Case, CaseReview, IncidentReport
from practices.queries.exports import export_of
from practices.queries.findings import marks_of
from practices.queries.projection import projection_of
from practices.queries.promises import broken_in_words
from practices.queries.reviews import latest_check, pending
from practices.queries.surfaces import public_outputs, stored_surfaces
from search.models import IndexJob
from secunity.core.queries import content_version
from tests.factories.reviews import People, asked, make_people

PUBLIC = (
    *(
        "/",
        "/en/",
        "/cases/",
        "/cases/feed.atom",
        "/sitemap.xml",
        "/statistics/",
        "/api/v1/cases",
        "/api/v1/stats/cases",
    ),
    *("/api/v1/stats/reports", "/api/v1/regions", "/api/v1/industries"),
)
MOST_ROUNDS = 6
_SHORTEST = 4


def make_hub(members: int = 60) -> People:
    """Four people as the whole way needs them, and so many member organisations of all industries and sizes."""
    people = make_people()
    for number in range(members):
        facts = {
            "industry_id": "EGHIPQRO"[number % 8],
            "size_band_id": ("small", "medium", "upper", "large")[number % 4],
        }
        Organisation.objects.create(key=f"m{number}", name_ja=f"試験会員{number}号", prefecture_id="27", **facts)
    grant_role(user=people.organiser, role=Role.REVIEWER, region=Region.objects.get(pk="kinki"))
    return people


def public_state(client: Client) -> dict[str, object]:
    """Everything the public gets, as far as it is about cases: pages, feeds, sitemap, counts and exports."""
    answers = {path: client.get(path) for path in PUBLIC}
    state: dict[str, object] = {path: (answer.status_code, read(answer)) for path, answer in answers.items()}
    return {**state, "export": export_of().records, "version": content_version(), "jobs": IndexJob.objects.count()}


def read(answer: HttpResponse) -> bytes:
    """What an address answered, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def released(report: IncidentReport, people: People, index: Callable[[], object]) -> Case:
    """Take a report to its public case, as people would: accept what is proposed, keep what is only a doubt, hide what
    the last check still names. Raises ValidationError with what is in the way."""
    review = start_review(report=report, actor=people.organiser)
    review = accept_proposals(review=review, actor=people.organiser, revision=review.revision)
    review = _submitted(_all_decided(review, people), people)
    review = approve_review(review=review, actor=people.reviewer, revision=review.revision)
    answer_request(token=asked(review, people.reviewer), agrees=True, channels=CHANNELS, name="提供者")
    review.refresh_from_db()
    case = release_review(review=review).case
    index()
    if broken := check_public(case):
        raise ValidationError([f"{each.place}: {each.found}" for each in broken])
    return case


def _all_decided(review: CaseReview, people: People) -> CaseReview:
    while left := pending(marks_of(review.findings)):
        review = decide(
            review=review, actor=people.organiser, number=left[0].number, decision="keep", revision=review.revision
        )
    check = latest_check(review)
    return choose_level(review=review, actor=people.organiser, level=check.level if check else None)


def _submitted(review: CaseReview, people: People) -> CaseReview:
    for _round in range(MOST_ROUNDS):
        try:
            return submit_review(review=review, actor=people.organiser, revision=review.revision)
        except ValidationError:
            review.refresh_from_db()
            marks, check = marks_of(review.findings), latest_check(review)
            assert check is not None
            left = broken_in_words(review, marks, projection_of(review, marks, check))
            if not left:
                raise
            for each in left:
                review = add_by_words(review=review, actor=people.organiser, words=each.found, kind="ORG")
    raise ValidationError("still in the way")


def places_with_name(case: Case, victim: str, *, around: str = "") -> list[str]:
    """Where in public a way to write the victim's name stands; `around` is a page of the hub without the case.

    Looked for without the hub's own matcher, so that its blind spots are not this check's: the name as it is, without
    its legal form, each of its lines, whatever stands between the letters, and its initials.
    """
    places = {**stored_surfaces(case), **public_outputs(case)}
    patterns = [*_ways(victim), *_initials(victim)]
    shown_anyway = [pattern for pattern in patterns if pattern.search(_plain(around))]
    return [
        f"{place}: {pattern.pattern}"
        for place, text in places.items()
        for pattern in patterns
        if pattern not in shown_anyway and pattern.search(_plain(text))
    ]


def _ways(victim: str) -> list[re.Pattern[str]]:
    lines = [line.strip() for line in victim.splitlines()]
    ways = {_letters(way) for line in lines for way in (line, without_form(line), re.sub(r"\(.*?\)", "", line))}
    return [_written(way) for way in sorted(ways) if len(way) >= _SHORTEST]


def _written(letters: str) -> re.Pattern[str]:
    """These letters with anything between that is none, and no further Latin letter before or behind."""
    between = r"[\W_]{0,3}".join(map(re.escape, letters))
    return re.compile(f"(?<![a-z0-9]){between}(?![a-z0-9])", re.IGNORECASE)


def _initials(victim: str) -> list[re.Pattern[str]]:
    words = re.findall(r"[A-Z][A-Za-z]+", victim)
    return [re.compile(rf"\b{''.join(word[0] for word in words)}\b")] if len(words) >= 3 else []


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _letters(text: str) -> str:
    return "".join(char for char in _plain(text).casefold() if char.isalnum())
