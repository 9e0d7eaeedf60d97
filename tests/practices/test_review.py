"""The review screen: who gets in, what it shows, what it refuses, and that two people do not undo one another."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from wagtail.models import ModelLogEntry

from community.models import Affiliation, User
from practices.actions.drafting import start_review
from practices.actions.reports import withdraw_report
from practices.models import CaseReview, CaseText, CaseVersion, RedactionEntry
from practices.queries.findings import marks_of
from practices.queries.reviews import latest_check, pending
from tests.factories.reviews import People, approved, decided, make_report

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def act(client: Client, review: CaseReview, name: str, **given: object) -> HttpResponse:
    review.refresh_from_db()
    return client.post(f"/members/reviews/{review.key}/{name}/", {"revision": review.revision, **given})


def page(client: Client, review: CaseReview, at: int | None = None) -> str:
    response = client.get(f"/members/reviews/{review.key}/" + (f"?at={at}" if at else ""))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


def number_of(review: CaseReview, surface: str) -> int:
    found = [mark for mark in marks_of(review.findings) if review.fields[mark.field][mark.start : mark.end] == surface]
    return found[0].number


def test_report_becomes_a_draft_with_every_finding_and_no_text_in_the_version(
    people: People, sign_in: SignIn, django_assert_max_num_queries: object
) -> None:
    report = make_report(people)
    answer = sign_in(people.reporter).post(f"/members/reports/{report.key}/case/")
    review = CaseReview.objects.get()
    assert answer["Location"] == f"/members/reviews/{review.key}/"
    found = {review.fields[mark.field][mark.start : mark.end] for mark in marks_of(review.findings)}
    assert {"株式会社みなと精密", "みなと精密", "山田太郎", "山田", "06-1234-5678"} <= found
    assert not CaseText.objects.exists()
    assert review.version.released_at is None
    assert review.case.tlp_id == report.tlp_id


def test_beginning_twice_opens_the_same_review(people: People, review: CaseReview) -> None:
    assert start_review(report=review.report, actor=people.reviewer) == review
    assert CaseVersion.objects.count() == 1


def test_only_those_who_may_read_the_report_come_in(people: People, review: CaseReview, sign_in: SignIn) -> None:
    address = f"/members/reviews/{review.key}/"
    assert sign_in(people.organiser).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert sign_in(people.reporter, second_factor=False).get(address).status_code == 302
    assert sign_in(people.reviewer).get(address).status_code == 200
    assert sign_in(people.organiser).post(f"{address}decide/", {"revision": 1}).status_code == 404


def test_opening_by_others_is_written_down_and_by_its_own_people_is_not(
    people: People, review: CaseReview, sign_in: SignIn
) -> None:
    page(sign_in(people.reporter), review)
    assert not ModelLogEntry.objects.filter(action="secunity.access").exists()
    page(sign_in(people.reviewer), review)
    assert ModelLogEntry.objects.get(action="secunity.access").user == people.reviewer


def test_findings_are_marked_by_kind_with_a_label(people: People, review: CaseReview, sign_in: SignIn) -> None:
    shown = page(sign_in(people.reporter), review)
    assert re.search(r'<mark class="found found-organisation found-sure found-pending[^"]*"', shown)
    assert re.search(r'<mark class="found found-technical', shown)
    assert "<small>組織" in shown
    assert 'data-key="a"' in shown


def test_panel_shows_the_words_around_a_finding_and_fields_without_words_stand_apart(
    people: People, review: CaseReview, sign_in: SignIn
) -> None:
    shown = page(sign_in(people.reporter), review, number_of(review, "06-1234-5678"))
    panel = shown[shown.index('id="finding"') : shown.index('id="gate"')]
    around = re.search(r'<p class="meta" dir="auto">(.*?)<b>06-1234-5678</b>(.*?)…</p>', panel)
    assert around is not None
    assert around[1].startswith("…")
    unwritten = shown[shown.index('id="unwritten-title"') : shown.index('id="finding"')]
    assert all(f'id="field-{name}"' not in shown for name in re.findall(r"/words/(\w+)/", unwritten))
    assert len(re.findall(r"/words/(\w+)/", unwritten)) > 3


def test_what_comes_next_stands_first_once_everything_is_decided(people: People, sign_in: SignIn) -> None:
    review = decided(people)
    shown = page(sign_in(people.reporter), review)
    assert shown.index('id="gate"') < shown.index('id="way-title"') < shown.index('id="finding"')
    act(sign_in(people.reporter), review, "submit")
    shown = page(sign_in(people.reviewer), review)
    assert shown.index('id="way-title"') < shown.index('id="gate"') < shown.index('id="finding"')


def test_gate_stands_beside_with_what_is_lost_and_gained(people: People, sign_in: SignIn) -> None:
    review = start_review(report=make_report(people, facts={"prefecture": "28"}), actor=people.reporter)
    shown = page(sign_in(people.reporter), review)
    assert "失うもの" in shown
    assert "0 → 10" in shown or "1 → " in shown or " → 10" in shown


def test_accepting_goes_on_to_the_next_finding(people: People, review: CaseReview, sign_in: SignIn) -> None:
    number = number_of(review, "06-1234-5678")
    answer = act(sign_in(people.reporter), review, "decide", number=number, decision="replace")
    assert answer.status_code == 302
    assert re.search(r"\?at=\d+#finding", answer["Location"])
    review.refresh_from_db()
    assert next(mark for mark in marks_of(review.findings) if mark.number == number).state == "replace"


def test_the_last_decision_leads_to_the_gate(people: People, sign_in: SignIn) -> None:
    review = decided(people)
    number = marks_of(review.findings)[0].number
    answer = act(sign_in(people.reporter), review, "decide", number=number, decision="replace")
    assert answer["Location"].endswith("#gate")


def test_keeping_needs_a_reason_and_the_choice_is_not_lost(people: People, review: CaseReview, sign_in: SignIn) -> None:
    client, number = sign_in(people.reporter), number_of(review, "山田太郎")
    refused = act(client, review, "decide", number=number, decision="keep")
    assert refused.status_code == 422
    assert "残す理由を選ぶか" in refused.content.decode()
    assert act(client, review, "decide", number=number, decision="keep", reason="public").status_code == 302


@pytest.mark.parametrize(("words", "message"), [("", "書いてください"), ("ミナト精密", "含まれています")])
def test_other_words_are_checked_and_come_back(
    people: People, review: CaseReview, sign_in: SignIn, words: str, message: str
) -> None:
    words = words.replace("ミナト", "みなと")
    number = number_of(review, "みなと精密")
    refused = act(sign_in(people.reporter), review, "decide", number=number, decision="edit", words=words)
    assert refused.status_code == 422
    assert message in refused.content.decode()
    assert f"<q>{words}</q>" in refused.content.decode() or not words


def test_two_people_at_once_the_second_is_told_and_nothing_is_lost(
    people: People, review: CaseReview, sign_in: SignIn
) -> None:
    number, seen = number_of(review, "山田太郎"), review.revision
    first, second = sign_in(people.reporter), sign_in(people.reviewer)
    given = {"number": number, "revision": seen}
    address = f"/members/reviews/{review.key}/decide/"
    assert first.post(address, {**given, "decision": "replace"}).status_code == 302
    late = second.post(address, {**given, "decision": "edit", "words": "情シス担当"})
    assert late.status_code == 409
    assert "別の人が" in late.content.decode()
    assert "情シス担当" in late.content.decode()
    review.refresh_from_db()
    assert next(mark for mark in marks_of(review.findings) if mark.number == number).state == "replace"


def test_two_people_may_decide_about_different_findings(people: People, review: CaseReview, sign_in: SignIn) -> None:
    seen, address = review.revision, f"/members/reviews/{review.key}/decide/"
    for client, surface in ((sign_in(people.reporter), "06-1234-5678"), (sign_in(people.reviewer), "2024年5月3日")):
        given = {"number": number_of(review, surface), "revision": seen, "decision": "replace"}
        assert client.post(address, given).status_code == 302


def test_words_written_at_once_come_back_with_the_words_of_the_other(
    people: People, review: CaseReview, sign_in: SignIn
) -> None:
    address = f"/members/reviews/{review.key}/words/cause/"
    given = {"revision": review.revision}
    assert sign_in(people.reporter).post(address, {**given, "text": "古い装置でした。"}).status_code == 302
    late = sign_in(people.reviewer).post(address, {**given, "text": "更新されていませんでした。"})
    assert late.status_code == 409
    assert "古い装置でした。" in late.content.decode()
    assert "更新されていませんでした。" in late.content.decode()


def test_changed_words_are_looked_through_and_decisions_hold(
    people: People, review: CaseReview, sign_in: SignIn
) -> None:
    client = sign_in(people.reporter)
    act(client, review, "decide", number=number_of(review, "みなと精密"), decision="edit", words="当社", everywhere=1)
    act(client, review, "words/cause", text="みなと精密の装置が古く、電話 03-9876-5432 の業者も知りませんでした。")
    review.refresh_from_db()
    fresh = {review.fields["cause"][m.start : m.end]: m for m in marks_of(review.findings) if m.field == "cause"}
    assert (fresh["みなと精密"].state, fresh["みなと精密"].replacement) == ("edit", "当社")
    assert fresh["03-9876-5432"].state == "pending"


def test_hidden_words_are_hidden_in_every_field(people: People, review: CaseReview, sign_in: SignIn) -> None:
    client = sign_in(people.reporter)
    assert act(client, review, "add", words="図面", kind="PRODUCT").status_code == 302
    review.refresh_from_db()
    assert RedactionEntry.objects.filter(decision="add").count() == 1
    refused = act(client, review, "add", words="どこにもない語", kind="ORG")
    assert refused.status_code == 422
    assert "どこにもない語" in refused.content.decode()


def test_publishing_is_blocked_while_anything_is_open(people: People, review: CaseReview, sign_in: SignIn) -> None:
    client = sign_in(people.reporter)
    check = latest_check(review)
    act(client, review, "level", level="-".join(map(str, check.level if check else [])))
    refused = act(client, review, "submit")
    assert refused.status_code == 422
    assert "まだ決まっていない" in refused.content.decode()
    review.refresh_from_db()
    assert review.state == CaseReview.State.OPEN


def test_whoever_edited_last_does_not_approve(people: People, sign_in: SignIn) -> None:
    review = decided(people)
    act(sign_in(people.reviewer), review, "words/cause", text="古い装置でした。")
    act(sign_in(people.reviewer), review, "submit")
    review.refresh_from_db()
    assert review.state == CaseReview.State.SUBMITTED
    assert act(sign_in(people.reviewer), review, "approve").status_code == 403
    assert "ほかの人が承認" in page(sign_in(people.reviewer), review)


def test_second_person_comes_from_another_organisation(
    people: People, sign_in: SignIn, make_person: Callable[..., User]
) -> None:
    review = decided(people)
    act(sign_in(people.reporter), review, "submit")
    colleague = make_person("reviewer", region="kinki")
    Affiliation.objects.create(user=colleague, organisation=people.organisation)
    assert act(sign_in(colleague), review, "approve").status_code == 403
    assert act(sign_in(people.reporter), review, "approve").status_code == 403
    assert act(sign_in(people.reviewer), review, "approve").status_code == 302
    review.refresh_from_db()
    assert review.state == CaseReview.State.APPROVED


def test_any_change_takes_the_approvals_back(people: People, sign_in: SignIn) -> None:
    review = approved(people)
    act(sign_in(people.reporter), review, "words/cause", text="古い装置でした。")
    review.refresh_from_db()
    assert (review.state, review.text_hash, review.projection) == (CaseReview.State.OPEN, "", None)


def test_approving_what_was_changed_meanwhile_is_a_conflict(people: People, sign_in: SignIn) -> None:
    review = decided(people)
    act(sign_in(people.reporter), review, "submit")
    review.refresh_from_db()
    stale = sign_in(people.reviewer).post(f"/members/reviews/{review.key}/approve/", {"revision": review.revision - 1})
    assert stale.status_code == 409


def test_sent_back_with_words(people: People, sign_in: SignIn) -> None:
    review = decided(people)
    act(sign_in(people.reporter), review, "submit")
    assert act(sign_in(people.reviewer), review, "send-back", words="題名を短く").status_code == 302
    assert "題名を短く" in page(sign_in(people.reporter), review)


def test_everything_is_decided_before_it_is_submitted(people: People) -> None:
    assert not pending(marks_of(decided(people).findings))


def test_report_taken_back_during_the_review_is_said_clearly(
    people: People, review: CaseReview, sign_in: SignIn
) -> None:
    withdraw_report(report=review.report, editor=people.reporter)
    client = sign_in(people.reviewer)
    for answer in (client.get(f"/members/reviews/{review.key}/"), act(client, review, "accept")):
        assert answer.status_code == 410
        assert "取り下げました" in answer.content.decode()
    assert sign_in(people.organiser).get(f"/members/reviews/{review.key}/").status_code == 404
