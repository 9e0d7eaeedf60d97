"""Which lanes apply, to whom, and why."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.lanes import (
    DUTIES,
    AnswerError,
    Answers,
    Lane,
    answers_from,
    common_form,
    form_headings,
    groups,
    has_joint_form,
    propose_lanes,
    query_of,
    questions,
    recipients,
)
from community.lanes.deadlines import deadlines_of

MIN, MAX = date(2000, 1, 1), date(2098, 12, 31)
NOTHING = {
    "nda": "no",
    "export_technology": "no",
    "board_matter": "no",
    "attack": "none",
    "outage": "no",
    "personal_data": "no",
    "contractor": "none",
    "sector": "none",
    "support": "no",
}


def lanes(**answers: object) -> dict[str, Lane]:
    return {lane.code: lane for lane in propose_lanes(answers_from(NOTHING | answers))}


def codes(lane: Lane, *, certain: bool | None = None) -> set[str]:
    return {step.recipient.code for step in lane.steps if certain is None or step.is_certain is certain}


@st.composite
def answers(draw: st.DrawFn) -> Answers:
    said: dict[str, object] = {}
    for question in questions():
        offered = [choice.code for choice in question.choices]
        if question.kind == "one":
            said[question.code] = draw(st.sampled_from([*offered, ""]))
        elif question.kind == "many":
            said[question.code] = draw(st.lists(st.sampled_from(offered), unique=True))
        elif question.kind == "number":
            said[question.code] = draw(st.one_of(st.just(""), st.integers(1, 365).map(str)))
        else:
            said[question.code] = draw(st.one_of(st.just(""), st.dates(MIN, MAX).map(str)))
    return answers_from(said)


def test_package_knows_no_django() -> None:
    code = "import sys, community.lanes; print([m for m in sys.modules if m.partition('.')[0] in ('django','wagtail')])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_three_questions_lead_to_the_three_lanes() -> None:
    assert [question.code for question in questions()[:3]] == ["nda", "export_technology", "board_matter"]
    for answer, lane, recipient in (
        ({"nda": "yes"}, "share", "partners"),
        ({"export_technology": "yes"}, "report", "meti_tech"),
        ({"board_matter": "yes"}, "announce", "public"),
    ):
        found = lanes(**answer)
        assert found[lane].verdict == "yes"
        assert recipient in codes(found[lane], certain=True)
        assert {code for code, each in found.items() if each.verdict != "no"} == {lane}


def test_nothing_applies_where_every_answer_is_no_and_help_is_still_offered() -> None:
    found = lanes()
    assert {lane.verdict for lane in found.values()} == {"no"}
    assert codes(found["share"]) == {"community"}
    assert codes(found["report"]) == {"ipa_org"}
    assert not codes(found["announce"])


def test_unanswered_is_maybe_and_never_certain() -> None:
    found = propose_lanes(Answers())
    assert [lane.verdict for lane in found] == ["maybe", "maybe", "maybe"]
    assert not any(codes(lane, certain=True) for lane in found)


def test_an_attack_on_personal_data_is_reported_to_commission_and_told_to_people() -> None:
    report = lanes(personal_data="yes", attack="other")["report"]
    assert {"ppc", "subjects"} <= codes(report, certain=True)
    assert {"police", "jpcert", "ipa_report"} <= codes(report, certain=False)


@pytest.mark.parametrize("kind", ["sensitive", "financial", "malicious", "many"])
def test_each_of_the_four_cases_asks_for_a_report(kind: str) -> None:
    assert "ppc" in codes(lanes(personal_data="yes", appi_kinds=[kind])["report"], certain=True)


def test_lost_personal_data_outside_the_four_cases_stays_open() -> None:
    assert "ppc" in codes(lanes(personal_data="yes")["report"], certain=False)


def test_protected_data_needs_no_report() -> None:
    assert "ppc" not in codes(lanes(personal_data="yes", appi_kinds=["many", "protected"])["report"])


def test_contractor_tells_its_principal() -> None:
    found = lanes(personal_data="yes", appi_kinds=["many"], contractor="for_others")
    assert "principal" in codes(found["share"], certain=True)
    assert any("委託元へ通知すれば" in reason.ja for reason in found["report"].reasons)


@pytest.mark.parametrize(("discovered", "expected"), [("2026-09-30", False), ("2026-10-01", True), ("", True)])
def test_critical_infrastructure_has_a_duty_of_its_own_since_october_2026(discovered: str, expected: bool) -> None:
    report = lanes(sector="critical", attack="other", discovered=discovered)["report"]
    assert ("cyber_law" in codes(report)) is expected
    assert "supervisor" in codes(report, certain=True)


def test_who_was_told_is_marked() -> None:
    steps = lanes(nda="yes", told=["partners"])["share"].steps
    assert {step.recipient.code: step.is_told for step in steps} == {"partners": True, "community": False}


@pytest.mark.parametrize(
    ("attack", "discovered", "expected"),
    [("ransomware", "", True), ("ddos", "2025-10-01", True), ("ddos", "2025-09-30", False), ("other", "", False)],
)
def test_joint_form_is_for_ransomware_and_ddos(attack: str, discovered: str, expected: bool) -> None:
    assert has_joint_form(answers_from({"attack": attack, "discovered": discovered})) is expected


@given(answers())
def test_every_proposal_is_whole(given_answers: Answers) -> None:
    found = propose_lanes(given_answers)
    assert [lane.code for lane in found] == ["share", "report", "announce"]
    for lane in found:
        assert {each.lane for each in lane.recipients} <= {lane.code}
        assert (lane.verdict == "yes") is any(step.is_certain for step in lane.steps)
        for step in lane.steps:
            assert step.reasons
            assert step.recipient.source
            assert {deadline.recipient for deadline in step.deadlines} <= {step.recipient.code}


@given(answers())
def test_no_deadline_is_lost_between_the_lanes(given_answers: Answers) -> None:
    shown = [deadline for lane in propose_lanes(given_answers) for deadline in lane.deadlines]
    assert sorted(d.code for d in shown) == sorted(d.code for d in deadlines_of(given_answers))


@given(answers())
def test_query_gives_the_same_answers_again(given_answers: Answers) -> None:
    query: dict[str, list[str]] = {}
    for name, value in query_of(given_answers):
        query.setdefault(name, []).append(value)
    assert answers_from(query) == given_answers


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"nda": "perhaps"}, "選べる答え"),
        ({"appi_kinds": ["many", "moon"]}, "選べる答え"),
        ({"discovered": "令和8年"}, "2026-04-30"),
        ({"discovered": "2026-02-30"}, "2026-04-30"),
        ({"discovered": "2026-11-26"}, "今日より前"),
        ({"discovered": "1999-12-31"}, "2000年"),
        ({"contract_days": "0"}, "1から365"),
        ({"contract_days": "366"}, "1から365"),
        ({"contract_days": "９"}, "1から365"),
        ({"sector_days": "9" * 10_000}, "1から365"),
    ],
)
def test_an_answer_that_is_none_is_named(bad: dict[str, object], words: str) -> None:
    with pytest.raises(AnswerError) as problem:
        answers_from(bad, today=date(2026, 11, 25))
    assert problem.value.question in bad
    assert words in problem.value.words.ja
    assert problem.value.words.en


def test_technique_is_kept_apart_from_the_victim() -> None:
    assert recipients()["community"].victim == ()
    assert recipients()["subjects"].technique == ()
    assert {heading.part for heading in form_headings(Answers())} == {"head", "technique", "victim"}
    text = common_form(answers_from({"discovered": "2026-04-30", "attack": "ransomware"}))
    first, second = text.split("■ B ")
    assert "2026年4月30日（木）" in first
    assert "ランサムウェア" in first
    assert "会社名" in second
    assert "会社名" not in first


def test_form_is_written_in_english_too() -> None:
    text = common_form(answers_from({"told": ["police"], "outage": "yes"}), "en")
    assert "[Told already]\nPolice" in text
    assert not any("\u3040" <= letter <= "\u9fff" for letter in text)


def test_everything_is_said_in_both_languages() -> None:
    said = [*groups().values(), *DUTIES.values(), *(q.text for q in questions())]
    said += [choice.label for question in questions() for choice in question.choices]
    for each in recipients().values():
        said += [each.name, each.what, each.when, each.how, each.basis, *each.technique, *each.victim]
    assert all(words.ja and words.en for words in said)
    assert not any("\u3040" <= letter <= "\u9fff" for words in said for letter in words.en)
