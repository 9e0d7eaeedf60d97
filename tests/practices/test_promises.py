"""Every promise of a case is checked by machine, and each check can fail."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from community.models import Organisation, OrganisationDomain, OrganisationName
from practices.actions.publication import release_review
from practices.models import Case, CasePage, CaseReview, Consent
from practices.queries.drafts import CaseDraft
from practices.queries.findings import Mark, marks_of, member_names
from practices.queries.promises import broken_by_gate, broken_in_approvals, broken_in_outputs, broken_in_words
from practices.queries.surfaces import public_outputs, stored_surfaces, surrounding_page
from search.models import CaseIndexPage
from tests.factories.practices import make_case
from tests.factories.reviews import People, make_people, ready

pytestmark = pytest.mark.django_db
VARIANTS = (
    "みなと精密",
    "㈱みなと精密",
    "ミナトセイミツ",
    "ﾐﾅﾄｾｲﾐﾂ",
    "MINATO SEIMITSU",
    "minato-seimitsu",
    "み な と 精 密",
    "みなと&#31934;密",
    "%E3%81%BF%E3%81%AA%E3%81%A8%E7%B2%BE%E5%AF%86",
    r"\u307f\u306a\u3068\u7cbe\u5bc6",
)


@pytest.fixture
def people(case_lists: dict[str, CaseIndexPage]) -> People:
    return make_people()


@pytest.fixture
def review(people: People) -> CaseReview:
    return ready(people)


@pytest.fixture
def said(review: CaseReview) -> tuple[list[Mark], CaseDraft]:
    return marks_of(review.findings), CaseDraft.from_json(review.projection or {})


def with_words(draft: CaseDraft, **words: Any) -> CaseDraft:
    return replace(draft, texts={"ja": {**draft.texts["ja"], **words}})


def test_nothing_is_broken_in_what_was_approved(review: CaseReview, said: tuple[list[Mark], CaseDraft]) -> None:
    marks, draft = said
    assert [*broken_in_words(review, marks, draft), *broken_in_approvals(review, draft), *broken_by_gate(review)] == []


@pytest.mark.parametrize("name", VARIANTS[:7])
@pytest.mark.parametrize("field", ["title", "lesson"])
def test_confirmed_name_is_found_in_every_spelling_and_field(
    review: CaseReview, said: tuple[list[Mark], CaseDraft], name: str, field: str
) -> None:
    marks, draft = said
    broken = broken_in_words(review, marks, with_words(draft, **{field: f"{name}の件"}))
    assert {each.place for each in broken} == {f"ja.{field}"}


def test_name_in_a_step_of_the_timeline_is_found(review: CaseReview, said: tuple[list[Mark], CaseDraft]) -> None:
    marks, draft = said
    steps = [{"label": "検知日", "text": "山田太郎が気づいた"}]
    assert broken_in_words(review, marks, with_words(draft, timeline=steps))[0].place == "ja.timeline.0.text"


@pytest.mark.parametrize(
    "left", ["03-1234-5678", "taro@example.co.jp", "192.168.0.10", "https://www.example.co.jp/", "7000012050002"]
)
def test_structured_identifier_is_found(review: CaseReview, said: tuple[list[Mark], CaseDraft], left: str) -> None:
    marks, draft = said
    assert broken_in_words(review, marks, with_words(draft, lesson=f"連絡先は{left}です。"))


def test_any_member_is_found_by_name_alias_and_domain(review: CaseReview, said: tuple[list[Mark], CaseDraft]) -> None:
    marks, draft = said
    other = Organisation.objects.create(key="other", name_ja="株式会社高砂鋳造")
    OrganisationName.objects.create(organisation=other, name="タカチュー")
    OrganisationDomain.objects.create(organisation=other, domain="takasago-chuzo.example")
    for name in ("高砂鋳造", "タカチュー", "takasago-chuzo"):
        assert broken_in_words(review, marks, with_words(draft, lesson=f"{name}に聞きました。")), name


def test_names_are_made_anew_when_a_member_comes(people: People) -> None:
    before = member_names()
    assert member_names() is before
    Organisation.objects.create(key="late", name_ja="あとから入った会社")
    assert member_names() is not before


def test_open_finding_breaks_a_promise(review: CaseReview, said: tuple[list[Mark], CaseDraft]) -> None:
    marks, draft = said
    broken = broken_in_words(review, [replace(marks[0], state="pending"), *marks[1:]], draft)
    assert "pending" in {each.promise for each in broken}


def test_other_words_than_approved_break_a_promise(review: CaseReview, said: tuple[list[Mark], CaseDraft]) -> None:
    _marks, draft = said
    broken = broken_in_approvals(review, with_words(draft, lesson="足した文"))
    assert [each.promise for each in broken] == ["hash"]


def test_one_approver_is_too_few(review: CaseReview, said: tuple[list[Mark], CaseDraft]) -> None:
    review.version.approvals.filter(part="second").delete()
    assert [each.promise for each in broken_in_approvals(review, said[1])] == ["approvers"]


def test_two_approvers_of_one_organisation_break_a_promise(
    review: CaseReview, said: tuple[list[Mark], CaseDraft]
) -> None:
    of_editor = review.version.approvals.get(part="editor").organisations
    review.version.approvals.filter(part="second").update(organisations=of_editor)
    assert [each.promise for each in broken_in_approvals(review, said[1])] == ["approvers"]


def test_withdrawn_consent_breaks_a_promise(review: CaseReview, said: tuple[list[Mark], CaseDraft]) -> None:
    Consent.objects.all().delete()
    assert [each.promise for each in broken_in_approvals(review, said[1])] == ["consent"]


def test_too_few_members_break_a_promise(review: CaseReview) -> None:
    review.version.anonymity_checks.update(k=4)
    assert [each.promise for each in broken_by_gate(review)] == ["gate"]


@pytest.mark.parametrize("name", VARIANTS)
def test_name_is_found_in_what_goes_out_however_it_is_written(
    review: CaseReview, said: tuple[list[Mark], CaseDraft], name: str
) -> None:
    outputs = {"feed": f"<entry><title>{name}</title></entry>", "og": f'<meta property="og:title" content="{name}">'}
    assert {each.place for each in broken_in_outputs(review, said[0], outputs)} == {"feed", "og"}


@pytest.mark.parametrize("name", ["みなと精密_報告.pdf", "/media/minato-seimitsu.png", "sitemap?q=みなと精密"])
def test_name_is_found_in_file_names_and_addresses(
    review: CaseReview, said: tuple[list[Mark], CaseDraft], name: str
) -> None:
    assert broken_in_outputs(review, said[0], {"file": name})


def test_real_page_and_stored_rows_break_nothing(review: CaseReview, client: Client) -> None:
    marks = marks_of(review.findings)
    case = release_review(review=review).case
    outputs = {**stored_surfaces(case), **public_outputs(case)}
    assert any(text.startswith("200\n") for text in outputs.values())
    assert any(place.startswith("text ") for place in outputs)
    assert broken_in_outputs(review, marks, outputs, around=surrounding_page()) == []


def test_revision_that_holds_the_name_is_found(review: CaseReview) -> None:
    marks = marks_of(review.findings)
    case = release_review(review=review).case
    page = CasePage.objects.filter(case=case).first()
    assert page
    page.lead = "みなと精密の事例"
    page.save_revision()
    broken = broken_in_outputs(review, marks, stored_surfaces(case))
    assert any(each.place.startswith("revision") for each in broken)


def test_partner_that_another_public_case_names_is_not_taken_for_a_leak(
    review: CaseReview, make_other: Callable[[str], Case]
) -> None:
    marks = marks_of(review.findings)
    partner = replace(marks[0], kind="ORG", state="replace", replacement="B社", field="lesson", start=0, end=6)
    review.fields = {**review.fields, "lesson": "浪速商工連盟"[:6]}
    outputs = {"page": "似た事例：浪速商工連盟の話"}
    assert broken_in_outputs(review, [*marks, partner], outputs)
    make_other("浪速商工連盟が配った資料でした。")
    assert not broken_in_outputs(review, [*marks, partner], outputs)


@pytest.fixture
def make_other() -> Callable[[str], Case]:
    return lambda words: make_case(ja={"title": "別の事例", "what_happened": words})
