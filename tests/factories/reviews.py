"""Reports on their way to a case: a firm of Osaka among many like it, and people of different organisations."""

from dataclasses import dataclass
from typing import Any

from django.core import mail

from community.actions import create_person, grant_role
from community.models import Affiliation, Organisation, Region, Role, User
from practices.actions.consents import answer_request, ask_provider
from practices.actions.drafting import start_review
from practices.actions.redactions import accept_proposals, decide
from practices.actions.review import approve_review, choose_level, submit_review
from practices.models import CaseReview, IncidentReport
from practices.queries.findings import marks_of
from practices.queries.reviews import latest_check, pending
from secunity.core.models import OutgoingMail

TEXTS = {
    "title": "みなと精密でランサムウェア",
    "what_happened": "株式会社みなと精密の山田太郎です。2024年5月3日の朝、サーバーの画面が開かなくなりました。"
    "電話は06-1234-5678です。みなと精密では取引先の図面も暗号化されました。CVE-2024-1234 を突かれました。",
    "how_noticed": "社員が気づき、山田が止めました。",
    "would_do_first": "ネットワークから外します。",
    "victim": "みなと精密",
    "contacts": "山田太郎 yamada@minato-seimitsu.example",
}
FACTS = {
    "prefecture": "27",
    "industry": "E",
    "size_band": "s3",
    "noticed": "2024-05-03",
    "recovered": "2024-05-10",
    "incident_types": ["ransomware"],
    "entry_route": "vpn",
    "damage_kind": "actual",
    "damage_yen": 5_500_000,
}
PROVIDER = "president@minato-seimitsu.example"


@dataclass(frozen=True)
class People:
    """Who takes part: each works for another organisation."""

    reporter: User
    organiser: User
    reviewer: User
    organisation: Organisation


def make_people(*, alike: int = 9) -> People:
    """A reporter with their firm, an organiser, a reviewer, and `alike` other firms of the same kind."""
    own = _organisation("minato", "株式会社みなと精密", kana="ミナトセイミツ", name_en="Minato Seimitsu Co., Ltd.")
    for number in range(alike):
        _organisation(f"alike-{number}", f"架空金属{'一二三四五六七八九十'[number % 10]}号")
    people = {}
    for name, role, organisation in (
        ("reporter", Role.MEMBER, own),
        ("organiser", Role.ORGANISER, _organisation("chamber", "浪速商工連盟", industry_id="R")),
        ("reviewer", Role.REVIEWER, _organisation("institute", "近畿防犯研究所", industry_id="L")),
    ):
        person = create_person(email=f"{name}@example.jp", name=f"試験 {name}", password="correct-horse-battery")
        grant_role(user=person, role=role, region=None if role == Role.MEMBER else Region.objects.get(pk="kinki"))
        Affiliation.objects.create(user=person, organisation=organisation)
        people[name] = person
    return People(**people, organisation=own)


def make_report(people: People, **changed: Any) -> IncidentReport:
    """A report that was handed in."""
    fields = {
        "organisation": people.organisation,
        "reporter": people.reporter,
        "region_id": "kinki",
        "state": IncidentReport.State.SUBMITTED,
        "facts": {**FACTS, **changed.pop("facts", {})},
        "texts": {**TEXTS, **changed.pop("texts", {})},
    }
    return IncidentReport.objects.create(**{**fields, **changed})


def decided(people: People, report: IncidentReport | None = None) -> CaseReview:
    """A review with every finding decided and a level chosen."""
    review = start_review(report=report or make_report(people), actor=people.reporter)
    review = accept_proposals(review=review, actor=people.reporter, revision=review.revision)
    while left := pending(marks_of(review.findings)):
        review = decide(
            review=review, actor=people.reporter, number=left[0].number, decision="keep", revision=review.revision
        )
    check = latest_check(review)
    return choose_level(review=review, actor=people.reporter, level=check.level if check else None)


def approved(people: People, report: IncidentReport | None = None) -> CaseReview:
    """A review that two people stand for."""
    review = decided(people, report)
    review = submit_review(review=review, actor=people.reporter, revision=review.revision)
    return approve_review(review=review, actor=people.reviewer, revision=review.revision)


def ready(people: People, report: IncidentReport | None = None, channels: tuple[str, ...] = ("site",)) -> CaseReview:
    """A review whose provider agreed."""
    review = approved(people, report)
    answer_request(token=asked(review, people.reviewer), agrees=True, channels=channels, name="社長")
    review.refresh_from_db()
    return review


def asked(review: CaseReview, actor: User) -> str:
    """The token of the address that the provider got."""
    ask_provider(review=review, actor=actor, recipient=PROVIDER)
    return token_in_mail()


def token_in_mail() -> str:
    """The token of the address in the mail written last, sent or not."""
    waiting = OutgoingMail.objects.order_by("pk").last()
    body = waiting.body if waiting else str(mail.outbox[-1].body)
    return body.split("/consent/")[1].split("/")[0]


def _organisation(key: str, name: str, **fields: Any) -> Organisation:
    facts = {"prefecture_id": "27", "industry_id": "E", "size_band_id": "medium", **fields}
    return Organisation.objects.create(key=key, name_ja=name, **facts)
