"""The steps of a report: saved as one goes, on and back without loss, wrong answers explained, gaps allowed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client
from wagtail.models import ModelLogEntry

from community.models import Organisation, Role, User
from practices.models import IncidentReport
from tests.conftest import Tree
from tests.factories.community import OrganisationFactory
from tests.factories.practices import make_report, make_reporter

People = Callable[..., User]
NEW = "/members/reports/new/"


@pytest.fixture
def firm(content_tree: Tree) -> Organisation:
    return OrganisationFactory(prefecture_id="27", industry_id="E")


@pytest.fixture
def reporter(make_person: People, firm: Organisation) -> User:
    return make_reporter(make_person(Role.MEMBER), firm)


@pytest.fixture
def writer(reporter: User, sign_in: Callable[..., Client]) -> Client:
    return sign_in(reporter)


def start(writer: Client, firm: Organisation, **given: Any) -> IncidentReport:
    writer.post(NEW, {"organisation": firm.pk, "prefecture": "27", "next": "", **given})
    return IncidentReport.objects.get()


def step(report: IncidentReport, name: str) -> str:
    return f"/members/reports/{report.key}/{name}/"


def fresh(report: IncidentReport) -> IncidentReport:
    return IncidentReport.objects.get(pk=report.pk)


def test_first_page_knows_the_only_organisation_and_its_place(writer: Client, firm: Organisation) -> None:
    page = writer.get(NEW).content.decode()
    assert f'<option value="{firm.pk}" selected>' in page
    assert '<option value="27" selected>' in page
    assert '<option value="E" selected>' in page


def test_report_is_only_created_by_saving(writer: Client, firm: Organisation) -> None:
    writer.get(NEW)
    assert not IncidentReport.objects.exists()
    report = start(writer, firm)
    assert (report.organisation, report.state) == (firm, "draft")


def test_walk_through_all_steps_hands_in_a_whole_report(writer: Client, firm: Organisation) -> None:
    report = start(writer, firm)
    answers = {
        "event": {"incident_types": ["ransomware", "vuln_exploit"], "what_happened": "朝、開かなかった。"},
        "time": {"noticed": "2026年6月3日", "occurred": "2026/05"},
        "damage": {"damage_kind": "actual", "damage_yen": "55万円", "records_count": "120"},
        "lesson": {"cause": "古いVPN装置", "what_helped": "電源を切った"},
        "technique": {"techniques": "t1190, T1486", "veris_actions": ["malware.Ransomware"]},
        "disclosure": {"tlp": "AMBER+STRICT", "nda": "yes", "discovered": "2026-06-03"},
        "files": {},
    }
    address = step(report, "event")
    for given in answers.values():
        address = writer.post(address, {**given, "next": ""})["Location"]
    assert address == step(report, "check")
    handed_in = writer.post(address, follow=True)
    facts = fresh(report).facts
    assert fresh(report).state == "submitted"
    assert facts["noticed"] == "2026-06-03"
    assert facts["occurred"] == "2026-05"
    assert facts["damage_yen"] == 550_000
    assert facts["techniques"] == ["T1190", "T1486"]
    shown = handed_in.content.decode()
    assert "古いVPN装置" in shown
    assert "2026年6月3日（水）" in shown
    assert "2026年5月" in shown
    assert "2026-06-03" not in shown


def test_every_step_can_be_left_empty(writer: Client, firm: Organisation) -> None:
    report = start(writer, firm)
    for name in ("event", "time", "damage", "lesson", "technique", "files"):
        assert writer.post(step(report, name), {"next": ""}).status_code == 302


def test_buttons_lead_on_back_and_out(writer: Client, firm: Organisation) -> None:
    report = start(writer, firm)
    given = {"cause": "原因"}
    assert writer.post(step(report, "lesson"), {**given, "next": ""})["Location"] == step(report, "technique")
    assert writer.post(step(report, "lesson"), {**given, "back": ""})["Location"] == step(report, "damage")
    assert writer.post(step(report, "lesson"), {**given, "leave": ""})["Location"] == "/members/reports/"
    assert "原因" in writer.get(step(report, "lesson")).content.decode()


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("time", {"noticed": "昨日のどこか"}, {"how_noticed": "電話"}),
        ("time", {"noticed": "2999-01"}, {"how_noticed": "電話"}),
        ("time", {"occurred": "2026-06-05", "noticed": "2026-06-01"}, {"how_noticed": "電話"}),
        ("damage", {"damage_yen": "たくさん"}, {"business_impact": "三日止まった"}),
        ("technique", {"techniques": "phishing"}, {"indicators": "198.51.100.7"}),
        ("disclosure", {"discovered": "2999-01-01"}, {"shared": "yes"}),
    ],
)
def test_wrong_answer_is_explained_kept_on_the_page_and_costs_no_other(
    name: str, wrong: dict[str, str], right: dict[str, str], writer: Client, firm: Organisation
) -> None:
    report = start(writer, firm)
    response = writer.post(step(report, name), {**wrong, **right, "tlp": "AMBER+STRICT", "next": ""})
    page = response.content.decode()
    assert response.status_code == 422
    assert "field-error" in page
    assert all(value in page for value in wrong.values())
    (key, value) = next(iter(right.items()))
    assert fresh(report).answer(key) == value


def test_wrong_answer_leaves_the_one_before_in_place(writer: Client, firm: Organisation) -> None:
    report = start(writer, firm)
    writer.post(step(report, "time"), {"noticed": "2026-06-03", "next": ""})
    writer.post(step(report, "time"), {"noticed": "??", "next": ""})
    assert fresh(report).answer("noticed") == "2026-06-03"


def test_check_page_names_what_is_missing_with_its_step(writer: Client, firm: Organisation) -> None:
    report = start(writer, firm)
    response = writer.post(step(report, "check"))
    page = response.content.decode()
    assert response.status_code == 422
    assert f"{step(report, 'event')}#id_what_happened" in page
    assert f"{step(report, 'time')}#id_noticed" in page
    assert fresh(report).state == "draft"


def test_answers_of_the_guideline_check_are_carried_along(writer: Client, firm: Organisation) -> None:
    query = (
        "?nda=yes&attack=ransomware&told=jpcert&told=police&incident_types=ransomware&discovered=2026-06-03&nonsense=1"
    )
    page = writer.get(NEW + query).content.decode()
    carried = dict(re.findall(r'name="(carried-[a-z_]+)" value="([^"]*)"', page))
    assert carried["carried-nda"] == "yes"
    report = start(writer, firm, **{**carried, "carried-told": ["jpcert", "police"]})
    assert report.facts["nda"] == "yes"
    assert report.facts["told"] == ["jpcert", "police"]
    assert report.facts["incident_types"] == ["ransomware"]
    assert "nonsense" not in report.facts


def test_wrong_answers_in_the_query_fall_away(writer: Client, firm: Organisation) -> None:
    assert writer.get(f"{NEW}?nda=perhaps&discovered=soon&prefecture=99").status_code == 200


def test_markup_in_an_answer_is_shown_as_text(writer: Client, firm: Organisation) -> None:
    report = start(writer, firm)
    writer.post(step(report, "event"), {"what_happened": "<script>alert(1)</script>", "next": ""})
    assert "<script>alert" not in writer.get(f"/members/reports/{report.key}/").content.decode()


@pytest.mark.parametrize("name", ["", "place/", "check/", "files/", "withdraw/", "helpers/", "lanes/", "form/all.txt"])
def test_strangers_and_other_members_find_nothing(
    name: str, reporter: User, firm: Organisation, make_person: People, sign_in: Callable[..., Client]
) -> None:
    report = make_report(reporter, firm)
    address = f"/members/reports/{report.key}/{name}"
    assert Client().get(address).status_code == 302
    assert sign_in(make_person(Role.MEMBER)).get(address).status_code == 404
    assert sign_in(make_person(Role.ADMINISTRATOR, is_superuser=True)).get(address).status_code == 404


def test_reviewer_reads_but_does_not_write_and_every_opening_is_noted(
    reporter: User, firm: Organisation, make_person: People, sign_in: Callable[..., Client]
) -> None:
    report, reviewer = make_report(reporter, firm), make_person(Role.REVIEWER, region="kinki")
    client = sign_in(reviewer)
    listed = client.get("/members/reports/").content.decode()
    assert report.key in listed
    assert report.title not in listed
    assert report.title in client.get(f"/members/reports/{report.key}/").content.decode()
    for name in ("place", "check", "files", "withdraw", "helpers"):
        assert client.post(step(report, name), {"next": ""}).status_code == 404
    [entry] = ModelLogEntry.objects.filter(action="secunity.access")
    assert (entry.user, entry.data["data_class"]) == (reviewer, "P3")


def test_own_people_leave_no_trace_by_reading(writer: Client, reporter: User, firm: Organisation) -> None:
    writer.get(f"/members/reports/{make_report(reporter, firm).key}/")
    assert not ModelLogEntry.objects.filter(action="secunity.access").exists()


def test_withdrawal_asks_first(writer: Client, reporter: User, firm: Organisation) -> None:
    report = make_report(reporter, firm)
    writer.get(step(report, "withdraw"))
    assert fresh(report).state == "submitted"
    writer.post(step(report, "withdraw"))
    assert fresh(report).state == "withdrawn"
    assert writer.get(step(report, "event"))["Location"] == f"/members/reports/{report.key}/"


def test_pages_are_not_kept_by_caches(writer: Client, reporter: User, firm: Organisation) -> None:
    for address in ("/members/reports/", f"/members/reports/{make_report(reporter, firm).key}/", NEW):
        assert "no-store" in writer.get(address)["Cache-Control"]


def test_english_pages_are_whole(writer: Client, reporter: User, firm: Organisation) -> None:
    report = make_report(reporter, firm)
    for address in (
        "/en/members/reports/",
        f"/en/members/reports/{report.key}/",
        f"/en/members/reports/{report.key}/event/",
    ):
        assert writer.get(address).status_code == 200


def test_list_takes_no_more_questions_for_more_reports(
    writer: Client, reporter: User, firm: Organisation, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        make_report(reporter, firm)
    with django_assert_max_num_queries(30):
        writer.get("/members/reports/")


def test_links_on_the_members_own_page_lead_on(reporter: User, firm: Organisation) -> None:
    draft, request = make_report(reporter, firm, is_handed_in=False), HttpRequest()
    request.user = reporter
    shown = Template("{% load reports_tags %}{% report_links %}").render(Context({"request": request}))
    assert f"/members/reports/{draft.key}/check/" in shown
    assert NEW in shown
    assert "/members/responses/" not in shown
