"""Every decision leaves an entry that never changes and never holds what was found."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from practices.actions.drafting import ConflictError, start_review
from practices.actions.publication import forget_tables
from practices.actions.redactions import accept_proposals, add_by_words, decide, value_hash
from practices.actions.review import stop_review
from practices.models import AppendOnlyError, CaseReview, RedactionEntry, ReportAttachment
from practices.queries.findings import FILES, Mark, marks_of
from practices.queries.projection import projection_of, surfaces
from practices.queries.reviews import latest_check
from tests.factories.reviews import People, approved, make_report

pytestmark = pytest.mark.django_db
SECRETS = ("みなと精密", "山田", "06-1234-5678", "ミナトセイミツ", "minato")


def marks_on(review: CaseReview, surface: str) -> list[Mark]:
    return [mark for mark in marks_of(review.findings) if review.fields[mark.field][mark.start : mark.end] == surface]


def test_entry_says_who_what_and_by_which_rule(people: People, review: CaseReview) -> None:
    number = marks_on(review, "06-1234-5678")[0].number
    decide(review=review, actor=people.reporter, number=number, decision="replace", revision=review.revision)
    entry = RedactionEntry.objects.get()
    assert (entry.field, entry.rule, entry.replaced_by) == ("what_happened", "structured:PHONE", "［電話番号］")
    assert (entry.decided_by, entry.reviewer, entry.decision) == (people.reporter, None, "replace")
    assert entry.value_hash == value_hash("０６－１２３４－５６７８")


def test_no_entry_holds_a_value(people: People) -> None:
    review = approved(people)
    rows = [str(row) for row in RedactionEntry.objects.values_list()]
    assert rows
    assert not [row for row in rows for secret in SECRETS if secret in row]
    assert RedactionEntry.objects.filter(version=review.version, reviewer=people.reviewer).exists()


def test_entries_are_never_changed_nor_deleted(people: People) -> None:
    approved(people)
    entry = RedactionEntry.objects.order_by("pk").first()
    assert entry
    entry.field = "title"
    for change in (entry.save, entry.delete, RedactionEntry.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            change()
    with pytest.raises(AppendOnlyError):
        RedactionEntry.objects.update(field="title")


def test_name_hidden_once_is_hidden_in_every_field_and_spelling(people: People) -> None:
    texts = {
        "lesson": "山川　産業さんに感謝します。",
        "cause": "委託先の山川産業が更新を忘れました。",
        "title": "山川産業の件",
    }
    review = start_review(report=make_report(people, texts=texts), actor=people.reporter)
    review = add_by_words(review=review, actor=people.reporter, words="山川産業", kind="ORG")
    hidden = {mark.field for mark in marks_of(review.findings) if mark.is_hidden}
    assert {"title", "cause", "lesson"} <= hidden
    assert {mark.replacement for mark in marks_on(review, "山川産業")} == {marks_on(review, "山川産業")[0].replacement}


def test_decision_about_one_place_decides_about_the_same_words(people: People, review: CaseReview) -> None:
    first = marks_on(review, "みなと精密")[0]
    review = decide(review=review, actor=people.reporter, number=first.number, decision="replace", revision=1)
    assert {mark.state for mark in marks_on(review, "みなと精密")} == {"replace"}
    assert RedactionEntry.objects.filter(decision="spread").exists()


def test_only_this_place_where_that_is_asked_for(people: People, review: CaseReview) -> None:
    first = marks_on(review, "みなと精密")[0]
    review = decide(
        review=review,
        actor=people.reporter,
        number=first.number,
        decision="keep",
        reason="consent",
        revision=1,
        everywhere=False,
    )
    assert sorted(mark.state for mark in marks_on(review, "みなと精密")) == ["keep", "pending"]


def test_proposals_are_accepted_at_once_but_not_what_is_to_be_looked_at(people: People, review: CaseReview) -> None:
    review = accept_proposals(review=review, actor=people.reporter, revision=review.revision)
    states = {(mark.is_sure, mark.state) for mark in marks_of(review.findings) if mark.kind != "CVE"}
    assert states <= {(True, "replace"), (False, "pending")}


def test_same_name_gets_the_same_letter_and_the_victim_the_first(people: People) -> None:
    texts = {"what_happened": "株式会社山川産業と株式会社みなと精密と山川産業の話です。"}
    review = start_review(report=make_report(people, texts=texts), actor=people.reporter)
    proposed = {mark.replacement for mark in marks_on(review, "山川産業") + marks_on(review, "株式会社山川産業")}
    assert proposed == {"B社"}
    assert marks_on(review, "株式会社みなと精密")[0].replacement.startswith("A社")


def test_person_at_the_head_of_a_firms_name_does_not_cut_it(people: People) -> None:
    people.reporter.name = "山田 太郎"
    people.reporter.save()
    review = start_review(
        report=make_report(people, texts={"cause": "株式会社山田工業の装置でした。"}), actor=people.reporter
    )
    (mark,) = (mark for mark in marks_of(review.findings) if mark.field == "cause")
    assert review.fields["cause"][mark.start : mark.end] == "株式会社山田工業"
    assert (mark.kind, mark.replacement) == ("ORG", "B社")


def test_file_names_are_looked_through_and_what_is_found_there_is_found_everywhere(people: People) -> None:
    report = make_report(people, texts={"cause": "納期はオウミノ屋に合わせました。"})
    ReportAttachment.objects.create(
        report=report, name="株式会社オウミノ屋_見積.pdf", media_type="application/pdf", size=1
    )
    review = start_review(report=report, actor=people.reporter)
    assert {mark.field for mark in marks_of(review.findings) if mark.kind == "ORG"} >= {FILES, "cause"}
    assert [(mark.field, mark.rule) for mark in marks_on(review, "オウミノ屋")] == [("cause", "known:ORG")]


def test_attack_indicator_stays_made_harmless_and_only_by_decision(people: People) -> None:
    review = start_review(
        report=make_report(people, texts={"what_happened": "evil.example.com と通信しました。"}), actor=people.reporter
    )
    number = marks_on(review, "evil.example.com")[0].number
    review = decide(
        review=review, actor=people.reporter, number=number, decision="keep", reason="indicator", revision=1
    )
    check = latest_check(review)
    assert check
    draft = projection_of(review, marks_of(review.findings), check)
    assert surfaces(review, marks_of(review.findings))[number] == "evil.example.com"
    assert draft.indicators[0]["value"] == "evil[.]example[.]com"
    assert "evil[.]example[.]com" in draft.texts["ja"]["what_happened"]
    assert "evil.example.com" not in str(draft)


def test_decision_that_is_gone_or_unknown_is_a_conflict(people: People, review: CaseReview) -> None:
    with pytest.raises(ConflictError):
        decide(review=review, actor=people.reporter, number=9999, decision="replace", revision=review.revision)
    number = marks_on(review, "山田太郎")[0].number
    with pytest.raises(ValidationError):
        decide(review=review, actor=people.reporter, number=number, decision="delete", revision=review.revision)


def test_table_of_replacements_is_deleted_after_its_time_and_decisions_stay(people: People) -> None:
    review = approved(people)
    entries = RedactionEntry.objects.count()
    stop_review(review=review, actor=people.reporter)
    assert forget_tables(timezone.localdate()) == 1
    review.refresh_from_db()
    assert (review.fields, review.findings, review.projection) == ({}, [], None)
    assert RedactionEntry.objects.count() == entries
