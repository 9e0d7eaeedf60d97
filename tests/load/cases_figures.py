"""What `make bench SUITE=cases` measures, in the process of the hub itself."""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from community.actions.consents import give_consents_of_set_up
from community.models import IndustryGroup, Organisation, Prefecture, User
from practices.actions.drafting import start_review
from practices.actions.gate import check_anonymity
from practices.actions.import_reports import import_reports
from practices.actions.publication import release_review
from practices.actions.release import withdraw_case
from practices.exchange import read_veris
from practices.models import Case, CasePage, CaseReview, IncidentReport
from search.actions import bring_index_up_to_date
from search.engines.base import Query
from search.queries.results import find
from search.tasks import start_index_worker, stop_index_worker
from tests.factories.practices import make_case
from tests.factories.reviews import People, make_people, make_report, ready
from tests.load.report import percentile
from tests.practices.exchange.records import record

ROUNDS = 20
HOST = "127.0.0.1"
RECORDS = 1082
LONGEST_WAIT_S = 30
FIELDS = (
    *("what_happened", "how_noticed", "hard_to_notice", "damage", "business_impact", "cause", "what_helped"),
    *("would_do_first", "lesson", "controls"),
)
# Twenty pages of about 950 characters.
PAGES = 20
PASSAGE = (
    "当社は2024年5月3日の朝に株式会社架空青山工業の田中一郎さんから電話 03-1234-5678 を受け、サーバーSV-01の"
    "画面が開かないことに気づきました。復旧には5,500万円かかり、担当者は大阪府堺市の工場へ向かいました。\n"
)
BANDS = ("s1", "s2", "s3", "s4", "s5", "s6", "s7")


def figures(cases: int, organisations: int) -> list[dict[str, Any]]:
    """Every row of the table."""
    say(f"Making {organisations} organisations and {cases} cases …")
    people = make_people()
    give_consents_of_set_up([people.reporter])
    _organisations(organisations)
    _cases(cases)
    bring_index_up_to_date(progress=lambda left: say(f"search index: {left} to go"))
    start_index_worker()
    try:
        return [*_review_and_gate(people), *_release_and_withdrawal(people), _import()]
    finally:
        stop_index_worker(seconds=5)


def say(words: str) -> None:
    """Progress, for the person who waits."""
    print(words, file=sys.stderr, flush=True)


def _row(what: str, times: list[float], limit_ms: int) -> dict[str, Any]:
    middle, worst = percentile(times, 0.5) * 1000, max(times) * 1000
    return {"what": what, "p50_ms": round(middle, 1), "worst_ms": round(worst, 1), "limit_ms": limit_ms}


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _organisations(number: int) -> None:
    prefectures = list(Prefecture.objects.values_list("pk", flat=True))
    groups = list(IndustryGroup.objects.values_list("pk", "division_id"))
    choice = random.Random(3)  # noqa: S311 - the same members in every run, nothing secret
    rows = []
    for index in range(number):
        group, division = choice.choice(groups)
        name = f"株式会社{choice.choice('青赤白黒緑')}{choice.choice('山川田海森')}{index}工業"
        facts = {"prefecture_id": choice.choice(prefectures), "size_band_id": choice.choice(BANDS)}
        rows.append(Organisation(key=f"b{index}", name_ja=name, industry_group_id=group, industry_id=division, **facts))
    Organisation.objects.bulk_create(rows)


def _cases(number: int) -> None:
    """Released cases, each of another organisation, through the same action as any."""
    firms = Organisation.objects.filter(key__startswith="b").order_by("pk")[:number]
    for index, firm in enumerate(firms):
        case = make_case(
            ja={"title": f"計測用の事例{index}", "what_happened": PASSAGE},
            incident_types=("ransomware",),
            region="kinki",
            occurred="2024",
        )
        report = IncidentReport.objects.create(organisation=firm, region_id="kinki", state="submitted")
        CaseReview.objects.create(report=report, case=case, version=case.latest, state=CaseReview.State.RELEASED)
        if not index % 500:
            say(f"{index} / {number}")


def _review_and_gate(people: People) -> Iterator[dict[str, Any]]:
    """A report of twenty pages on the review screen, and the gate's answers about it."""
    each = 950 * PAGES // len(FIELDS)
    words = (PASSAGE * 1000)[: each * len(FIELDS)]
    texts = {name: words[index * each : (index + 1) * each] for index, name in enumerate(FIELDS)}
    report = make_report(people, texts=texts)
    review = start_review(report=report, actor=people.reporter)
    client = signed_in(people.reporter)
    address = f"/members/reviews/{review.key}/"
    assert client.get(address).status_code == 200
    say(f"{sum(map(len, texts.values()))} characters, {len(review.findings)} findings")
    yield _row("review screen, 20 pages", [_timed(lambda: client.get(address)) for _round in range(ROUNDS)], 1000)
    yield _row("gate", [_timed(lambda: check_anonymity(review=review)) for _round in range(ROUNDS)], 100)


def signed_in(person: User) -> Client:
    """A client of a person with both factors."""
    client = Client(headers={"host": HOST})
    client.force_login(person)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, method="password")
    record_authentication(request, person, method="mfa", type="totp")
    request.session.save()
    return client


def _release_and_withdrawal(people: People) -> Iterator[dict[str, Any]]:
    """From the action until search finds a case, and until no public place shows it any more."""
    released, found, gone = [], [], []
    for number in range(ROUNDS // 4):
        mark = f"計測語{'甲乙丙丁戊'[number]}"
        firm = Organisation.objects.filter(key__startswith="b").order_by("-pk")[number]
        report = make_report(people, organisation=firm, texts={"lesson": f"{mark}を置きます。"})
        review = ready(people, report, ("site", "feed", "api", "exports"))
        started = time.perf_counter()
        case = release_review(review=review).case
        released.append(time.perf_counter() - started)
        _until(lambda mark=mark, case=case: case.public_id in _ids(mark))
        found.append(time.perf_counter() - started)
        started = time.perf_counter()
        withdraw_case(case=case)
        _until(lambda mark=mark, case=case: case.public_id not in _ids(mark) and _is_gone(case))
        gone.append(time.perf_counter() - started)
    yield _row("release itself, every promise checked", released, 1000)
    yield _row("release until found in search", found, 1000)
    yield _row("withdrawal until gone from search, page, API and feed", gone, 1000)


def _ids(words: str) -> set[str]:
    return {item.id for item in find(Query(text=words, kinds=("case",), is_exact=True)).items}


def _is_gone(case: Case) -> bool:
    client = Client(headers={"host": HOST})
    page = CasePage.objects.get(case=case).get_url()
    lists = ("/cases/feed.atom", "/api/v1/cases?sort=newest&size=100")
    shown = any(case.public_id in client.get(path).content.decode() for path in lists)
    return client.get(page).status_code == 410 and not shown


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.perf_counter() + LONGEST_WAIT_S
    while not holds():
        assert time.perf_counter() < deadline, "It took longer than anybody waits."
        time.sleep(0.01)


def _import() -> dict[str, Any]:
    """Invented records of the shapes of real ones."""
    texts = "\n".join(json.dumps(record(incident_id=f"B{number}"), ensure_ascii=False) for number in range(RECORDS))
    reads = read_veris(texts.encode())
    return _row(f"import of {RECORDS} records", [_timed(lambda: list(import_reports(reads=reads)))], 60_000)
