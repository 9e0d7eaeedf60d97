"""The helper team's log: its order, who keeps and sees it, and its figures without small counts."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from community.models import Organisation, Region, Role, User
from practices.actions.reports import name_helper
from practices.actions.responses import next_stages, open_response, record_response
from practices.models import ResponseEntry, ResponseFigures, ResponseLog
from practices.queries.responses import COLUMNS, response_table
from practices.tasks.responses import make_response_figures
from tests.conftest import Tree
from tests.factories.community import OrganisationFactory
from tests.factories.practices import make_report, make_reporter

People = Callable[..., User]
Stage = ResponseEntry.Stage
BEGIN = timezone.now() - dt.timedelta(days=3)
ORDERS = {
    "not_judged": [],
    "not_serious": [Stage.NOT_SERIOUS, Stage.CLOSED],
    "by_phone": [Stage.SERIOUS, Stage.PHONE_REMOTE, Stage.CLOSED],
    "with_visit": [Stage.SERIOUS, Stage.PHONE_REMOTE, Stage.ON_SITE, Stage.CLOSED],
}


@pytest.fixture
def organiser(content_tree: Tree, make_person: People) -> User:
    return make_person(Role.ORGANISER, region="kinki")


def begin(organiser: User, region: str = "kinki", **given: Any) -> ResponseLog:
    given = {"at": BEGIN, "subject": "監視装置の警報", **given}
    return open_response(region=Region.objects.get(pk=region), opener=organiser, **given)


def go(response: ResponseLog, recorder: User, *stages: str, **given: Any) -> None:
    for hour, stage in enumerate(stages, start=1):
        record_response(response=response, recorder=recorder, stage=stage, at=BEGIN + dt.timedelta(hours=hour), **given)


@pytest.mark.parametrize("stages", ORDERS.values(), ids=ORDERS)
def test_orders_that_can_be(stages: list[str], organiser: User) -> None:
    response = begin(organiser)
    go(response, organiser, *stages)
    assert [entry.stage for entry in response.entries.all()] == [Stage.ALERT, *stages]


@pytest.mark.parametrize(
    "stages",
    [
        [Stage.ALERT],
        [Stage.PHONE_REMOTE],
        [Stage.CLOSED],
        [Stage.SERIOUS, Stage.NOT_SERIOUS],
        [Stage.SERIOUS, Stage.SERIOUS],
        [Stage.SERIOUS, Stage.ON_SITE],
        [Stage.SERIOUS, Stage.CLOSED],
        [Stage.NOT_SERIOUS, Stage.PHONE_REMOTE],
        [Stage.NOT_SERIOUS, Stage.CLOSED, Stage.CLOSED],
        [Stage.NOT_SERIOUS, Stage.CLOSED, Stage.PHONE_REMOTE],
    ],
)
def test_orders_that_cannot_be(stages: list[str], organiser: User) -> None:
    response = begin(organiser)
    go(response, organiser, *stages[:-1])
    assert stages[-1] not in next_stages(ResponseLog.objects.get(pk=response.pk))
    with pytest.raises(ValidationError):
        record_response(
            response=response, recorder=organiser, stage=stages[-1], at=BEGIN + dt.timedelta(hours=len(stages))
        )
    assert response.entries.count() == len(stages)


@pytest.mark.parametrize("at", [BEGIN - dt.timedelta(minutes=1), timezone.now() + dt.timedelta(days=1)])
def test_times_go_forward_and_not_into_the_future(at: dt.datetime, organiser: User) -> None:
    with pytest.raises(ValidationError):
        record_response(response=begin(organiser), recorder=organiser, stage=Stage.SERIOUS, at=at)


def test_entry_keeps_hours_people_and_who_bears_the_cost(organiser: User) -> None:
    response = begin(organiser)
    go(response, organiser, Stage.SERIOUS)
    given = {"at": timezone.now(), "hours": Decimal("2.5"), "who": "救助員A", "cost_yen": 30_000}
    with pytest.raises(ValidationError):
        record_response(response=response, recorder=organiser, stage=Stage.PHONE_REMOTE, **given)
    entry = record_response(
        response=response, recorder=organiser, stage=Stage.PHONE_REMOTE, cost_bearer="insurance", **given
    )
    entry.refresh_from_db()
    assert (entry.hours, entry.who, entry.cost_yen, entry.cost_bearer) == (
        Decimal("2.5"),
        "救助員A",
        30_000,
        "insurance",
    )


def test_judging_and_closing_mark_the_log(organiser: User) -> None:
    response = begin(organiser)
    go(response, organiser, Stage.NOT_SERIOUS, Stage.CLOSED)
    response.refresh_from_db()
    assert response.is_serious is False
    assert response.closed_at == BEGIN + dt.timedelta(hours=2)


def test_log_without_a_report_is_for_organisers_and_reviewers_of_its_region(
    organiser: User, make_person: People
) -> None:
    response = begin(organiser)
    reviewer, member = make_person(Role.REVIEWER, region="kinki"), make_person(Role.MEMBER)
    other = make_person(Role.ORGANISER, region="kanto")
    seen = {person: ResponseLog.objects.visible_to(person).exists() for person in (organiser, reviewer, member, other)}
    assert seen == {organiser: True, reviewer: True, member: False, other: False}
    with pytest.raises(ValidationError):
        record_response(response=response, recorder=other, stage=Stage.SERIOUS, at=timezone.now())
    with pytest.raises(ValidationError):
        begin(other)


def test_log_of_a_report_is_kept_by_its_helpers_and_hidden_from_organisers(
    organiser: User, make_person: People
) -> None:
    firm = OrganisationFactory(prefecture_id="27")
    reporter, helper = make_reporter(make_person(Role.MEMBER), firm), make_person(Role.MEMBER)
    report = make_report(reporter, firm)
    name_helper(report=report, editor=reporter, email=helper.email)
    with pytest.raises(ValidationError):
        begin(organiser, report=report)
    begin(helper, report=report)
    assert ResponseLog.objects.visible_to(reporter).exists()
    assert not ResponseLog.objects.visible_to(organiser).exists()


def test_pages_open_a_log_and_lead_through_it(
    organiser: User, make_person: People, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(organiser)
    form = {"region": "kinki", "subject": "警報", "at": f"{timezone.localtime(BEGIN):%Y-%m-%dT%H:%M}"}
    address = client.post("/members/responses/new/", form)["Location"]
    assert "警報" in client.get(address).content.decode()
    step = {"at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", "hours": "1.5"}
    assert client.post(address, {**step, "stage": "serious"}).status_code == 302
    assert client.post(address, {**step, "stage": "on_site", "who": "残る"}).status_code == 422
    assert ResponseEntry.objects.count() == 2
    assert sign_in(make_person(Role.MEMBER)).get(address).status_code == 404
    assert sign_in(make_person(Role.MEMBER)).get("/members/responses/new/").status_code == 403
    assert "警報" not in client.get("/members/responses/").content.decode()


def many(organiser: User, counts: dict[str, int]) -> None:
    for outcome, number in counts.items():
        for _ in range(number):
            go(begin(organiser), organiser, *ORDERS[outcome])


def figures(year: int = 0) -> dict[str, int | None]:
    make_response_figures()
    table = response_table(year)
    assert table is not None
    return dict(zip(COLUMNS, [cell.count for cell in table.total], strict=True))


def test_table_counts_visits_among_phone_and_remote(organiser: User) -> None:
    many(organiser, {"not_judged": 3, "not_serious": 4, "by_phone": 5, "with_visit": 3})
    assert figures() == {"alerts": 15, "serious": 8, "phone_remote": 8, "on_site": 3}
    assert figures(BEGIN.year)["alerts"] == 15


def test_small_counts_are_hidden_and_do_not_follow_from_others(organiser: User) -> None:
    many(organiser, {"not_serious": 4, "by_phone": 5, "with_visit": 2})
    shown = figures()
    assert shown["on_site"] is None
    assert shown["phone_remote"] is None
    assert shown["serious"] is None


def test_figures_stand_for_a_month(organiser: User) -> None:
    many(organiser, {"not_serious": 4})
    assert figures()["alerts"] == 4
    many(organiser, {"not_serious": 1})
    assert figures()["alerts"] == 4


def test_next_month_does_not_tell_a_change_of_one(organiser: User) -> None:
    many(organiser, {"not_serious": 4})
    figures()
    ResponseFigures.objects.update(month="2000-01")
    many(organiser, {"not_serious": 1})
    assert figures()["alerts"] is None
    ResponseFigures.objects.exclude(month="2000-01").update(month="2000-02")
    many(organiser, {"not_serious": 6})
    assert figures()["alerts"] == 11


def test_figures_are_for_offices_and_say_how_they_count(
    organiser: User, make_person: People, sign_in: Callable[..., Client]
) -> None:
    many(organiser, {"not_serious": 4, "by_phone": 1})
    make_response_figures()
    address = "/members/responses/figures/"
    page = sign_in(organiser).get(address).content.decode()
    assert "3件未満" in page
    assert "一次対応" in page
    assert sign_in(make_person(Role.SECRETARIAT)).get(f"{address}?year={BEGIN.year}").status_code == 200
    assert sign_in(organiser).get(f"{address}?year=nonsense").status_code == 200
    assert sign_in(make_person(Role.MEMBER)).get(address).status_code == 403


def test_new_hub_says_that_there_are_no_figures_yet(organiser: User, sign_in: Callable[..., Client]) -> None:
    assert response_table() is None
    assert sign_in(organiser).get("/members/responses/figures/").status_code == 200


def test_organisation_of_the_log_may_stay_open(organiser: User) -> None:
    assert begin(organiser).organisation is None
    assert begin(organiser, organisation=Organisation.objects.create(key="x", name_ja="架空")).organisation is not None
