"""None of the other ways to a page leads to what was reported in private, nor to what was withdrawn."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, PageLogEntry, PageViewRestriction, Revision

from community.models import User
from practices.actions.drafting import start_review
from practices.actions.publication import release_review
from practices.actions.release import release_case, withdraw_case
from practices.models import Case, CasePage, CaseReview, CaseText
from practices.queries.drafts import CaseDraft
from search.models import CaseIndexPage
from search.queries.case_documents import case_documents, public_case_keys
from tests.factories.reviews import People, approved, make_people, make_report, ready

pytestmark = pytest.mark.django_db
SECRETS = ("みなと精密", "みなと", "山田", "06-1234-5678", "minato", "2024年5月3日", "president@")
WORDS = "ランサムウェア"


@pytest.fixture
def people(case_lists: dict[str, CaseIndexPage]) -> People:
    return make_people()


@pytest.fixture
def case(people: People) -> Case:
    return release_review(review=ready(people)).case


def the_page(case: Case, language: str = "ja") -> CasePage:
    return CasePage.objects.get(case=case, locale__language_code=language)


def stored_in(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the name comes from the models
        return str(cursor.fetchall())


def test_raw_words_lie_in_no_table_but_sealed(people: People, case: Case) -> None:
    plain = {"community_organisation", "community_user", "community_organisationname", "community_organisationdomain"}
    start_review(report=make_report(people, texts={"title": "みなと精密でもう一度"}), actor=people.reporter)
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if table in plain or not model._meta.managed:
            continue
        stored = stored_in(table)
        assert not [secret for secret in SECRETS if secret in stored], table


def test_draft_is_in_no_list_no_search_and_no_api(people: People, client: Client) -> None:
    review = approved(people)
    assert list(public_case_keys()) == []
    assert list(case_documents([review.case.public_id])) == []
    for address in (f"/cases/{review.case.public_id}/", f"/api/v1/cases/{review.case.public_id}", "/api/v2/pages/"):
        assert client.get(address).status_code == 404
    assert review.case.public_id not in client.get("/sitemap.xml").content.decode()


def test_index_and_suggestions_know_released_words_only(case: Case) -> None:
    (document,) = case_documents([case.public_id])
    said = json.dumps([vars_of(text) for text in document.texts.values()], ensure_ascii=False)
    assert WORDS in said
    assert not [secret for secret in SECRETS if secret in said]


def vars_of(text: Any) -> dict[str, str]:
    return {name: getattr(text, name) for name in ("title", "summary", "body", "labels", "url")}


def test_stored_revision_goes_with_the_withdrawal(case: Case, people: People) -> None:
    page = the_page(case)
    page.save_revision(user=people.reviewer, log_action=True)
    withdraw_case(case=case)
    assert not [row for row in Revision.objects.values_list("content", flat=True) if WORDS in json.dumps(row)]
    assert not [row for row in Revision.objects.all() if WORDS in str(row.content)]
    assert not PageLogEntry.objects.filter(label__contains=WORDS).exists()


def test_copied_page_shows_what_the_case_shows_and_goes_with_it(case: Case, client: Client) -> None:
    page = the_page(case)
    copy = page.copy(update_attrs={"slug": "another-address"}, copy_revisions=True)
    assert client.get("/cases/another-address/").status_code == 200
    release_case(case=case, draft=CaseDraft(texts={"ja": {"title": "新しい題", "what_happened": "別の話です。"}}))
    assert WORDS not in client.get("/cases/another-address/").content.decode()
    withdraw_case(case=case)
    gone = client.get("/cases/another-address/")
    assert gone.status_code == 410
    copy.refresh_from_db()
    assert WORDS not in f"{copy.title} {copy.lead} {copy.draft_title}"


def test_translated_copy_goes_with_the_case(case: Case, client: Client) -> None:
    page = the_page(case)
    CopyPageForTranslationAction(page, Locale.objects.get(language_code="en"), copy_parents=True).execute(
        skip_permission_checks=True
    )
    translated = the_page(case, "en")
    translated.live = True
    translated.save()
    withdraw_case(case=case)
    answer = client.get(translated.get_url())
    assert answer.status_code == 410
    assert WORDS not in answer.content.decode()
    assert not [row for row in Revision.objects.all() if WORDS in str(row.content)]


def test_changing_privacy_opens_nothing_but_the_released_version(
    case: Case, people: People, client: Client, sign_in: Callable[..., Client]
) -> None:
    page = the_page(case)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(page.get_url()).status_code == 302
    inside = sign_in(people.organiser).get(page.get_url()).content.decode()
    restriction.delete()
    outside = client.get(page.get_url()).content.decode()
    for shown in (inside, outside):
        assert not [secret for secret in SECRETS if secret in shown]


def test_no_document_and_no_image_is_ever_made_of_a_report(case: Case, client: Client) -> None:
    assert not get_document_model().objects.exists()
    assert not get_image_model().objects.exists()
    for address in ("/documents/1/report.pdf", "/media/sealed/reports/aa/bb/", "/media/images/../sealed/x/"):
        assert client.get(address).status_code in (400, 404)


def test_page_cannot_be_made_by_hand(case: Case, case_lists: dict[str, CaseIndexPage]) -> None:
    assert not CasePage.can_create_at(case_lists["ja"])


def test_withdrawn_words_lie_nowhere_in_plain(case: Case, people: People) -> None:
    words = CaseText.objects.get(version__case=case).title
    withdraw_case(case=case)
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed:
            assert words not in stored_in(model._meta.db_table), model


def test_administrator_does_not_read_a_report_through_its_review(
    people: People, sign_in: Callable[..., Client], django_user_model: type[User]
) -> None:
    review = start_review(report=make_report(people), actor=people.reporter)
    admin = django_user_model.objects.create_superuser(email="admin@example.jp", password="x", name="管理")
    answer = sign_in(admin).get(f"/members/reviews/{review.key}/")
    assert answer.status_code == 404
    assert not CaseReview.objects.visible_to(admin).exists()


def test_nothing_of_the_content_is_in_names_of_rows(people: People) -> None:
    review = approved(people)
    named = [str(review), str(review.version), str(review.case), *map(str, review.version.redactions.all())]
    named += [*map(str, review.version.approvals.all()), *map(str, review.version.anonymity_checks.all())]
    assert not [name for name in named for secret in (*SECRETS, WORDS) if secret in name]
