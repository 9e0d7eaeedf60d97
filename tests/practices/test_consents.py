"""A provider without an account agrees to one exact text, or says no, or takes it back."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from practices.actions.consents import ask_provider
from practices.actions.drafting import rewrite_field
from practices.actions.publication import release_due, release_review
from practices.models import Case, CaseReview, Consent, ConsentLink, ConsentRequest
from practices.queries.reviews import next_release_day
from search.models import CaseIndexPage
from secunity.core.models import OutgoingMail
from tests.factories.reviews import PROVIDER, People, approved, asked, decided, make_people, ready, token_in_mail

pytestmark = pytest.mark.django_db
AGREES = {"answer": "yes", "channels": ["site", "feed"], "name": "社長"}


@pytest.fixture
def people(content_tree: object) -> People:
    return make_people()


def page(client: Client, token: str, status: int = 200, **posted: object) -> str:
    address = f"/consent/{token}/"
    response = client.post(address, posted) if posted else client.get(address)
    assert response.status_code == status
    assert "no-store" in response["Cache-Control"]
    # No other site learns the address; "no-referrer" would take the form's own origin away.
    assert response["Referrer-Policy"] == "same-origin"
    return response.content.decode()


def test_provider_reads_exactly_what_was_approved(people: People, client: Client) -> None:
    review = approved(people)
    shown = page(client, asked(review, people.reviewer))
    words = (review.projection or {})["texts"]["ja"]
    assert words["title"] in shown
    assert words["what_happened"] in shown
    assert "大阪府" in shown
    assert "みなと精密" not in shown
    assert "noindex" in shown


def test_agreement_is_kept_by_channel_with_the_hash_of_the_text(people: People, client: Client) -> None:
    review = approved(people)
    assert "同意を受け取りました" in page(client, asked(review, people.reviewer), **AGREES)
    review.refresh_from_db()
    consents = {each.channel: each.text_hash for each in Consent.objects.valid()}
    assert consents == {"site": review.text_hash, "feed": review.text_hash}
    assert (review.state, review.release_on) == (CaseReview.State.READY, next_release_day())


def test_token_is_stored_as_a_hash_only_and_the_record_is_sealed(people: People, client: Client) -> None:
    token = asked(approved(people), people.reviewer)
    page(client, token, **AGREES)
    assert token not in str(list(ConsentLink.objects.values()))
    stored = ConsentRequest.objects.get()
    assert (stored.recipient, stored.record["name"]) == (PROVIDER, "社長")
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient, record FROM practices_consentrequest")
        raw = str(cursor.fetchall())
    assert PROVIDER not in raw
    assert "社長" not in raw


def test_address_works_once(people: People, client: Client) -> None:
    token = asked(approved(people), people.reviewer)
    page(client, token, **AGREES)
    assert "もう使われました" in page(client, token, 410)
    assert "もう使われました" in page(client, token, 410, **AGREES)
    assert Consent.objects.count() == 2


def test_late_address_says_so_and_a_new_one_takes_its_place(people: People, client: Client) -> None:
    review = approved(people)
    token = asked(review, people.reviewer)
    ConsentLink.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert "期限が過ぎました" in page(client, token, 410)
    newer = asked(review, people.reviewer)
    assert "もっと新しい" in page(client, token, 410)
    assert "同意を受け取りました" in page(client, newer, **AGREES)


def test_unknown_address_is_a_clear_page(content_tree: object, client: Client) -> None:
    assert "見つかりません" in page(client, "no-such-token", 404)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"answer": "yes", "channels": ["feed"], "name": "社長"}, "ページなしには"),
        ({"answer": "yes", "channels": ["site"], "name": ""}, "name"),
        ({"answer": "no", "words": "", "name": "社長"}, "ひとこと"),
        ({"answer": "yes", "channels": ["site", "press"], "name": "社長"}, "channels"),
        ({"name": "社長"}, "answer"),
    ],
)
def test_incomplete_answer_comes_back_and_uses_nothing_up(
    people: People, client: Client, given: dict[str, object], message: str
) -> None:
    token = asked(approved(people), people.reviewer)
    assert message in page(client, token, 422, **given)
    page(client, token)
    assert not Consent.objects.exists()


def test_refusal_with_words_reaches_the_people_and_publishes_nothing(people: People, client: Client) -> None:
    review = approved(people)
    page(client, asked(review, people.reviewer), answer="no", words="日付が近すぎます", name="社長")
    request = ConsentRequest.objects.get()
    assert (request.answer, request.record["words"]) == (ConsentRequest.Answer.REFUSED, "日付が近すぎます")
    review.refresh_from_db()
    assert review.state == CaseReview.State.APPROVED
    assert release_due(timezone.localdate() + dt.timedelta(days=60)) == []


def test_changed_text_is_not_covered_by_an_earlier_question(people: People, client: Client) -> None:
    review = approved(people)
    token = asked(review, people.reviewer)
    rewrite_field(
        review=review, actor=people.reporter, field="cause", text="古い装置でした。", revision=review.revision
    )
    assert "終わりました" in page(client, token, 410)
    assert not Consent.objects.valid().exists()


def test_nobody_is_asked_before_the_second_person_has_approved(people: People) -> None:
    with pytest.raises(ValidationError, match="2人目"):
        ask_provider(review=decided(people), actor=people.reporter, recipient=PROVIDER)


def test_mails_carry_the_address_and_nothing_of_the_case(
    people: People, client: Client, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ready(people)
    subjects = [message.subject for message in mail.outbox if message.to == [PROVIDER]]
    assert subjects == ["公開前の事例の文面をお読みください", "公開への同意をありがとうございました"]
    assert not any("ランサムウェア" in str(message.body) for message in mail.outbox)
    assert not OutgoingMail.objects.exists()


def test_withdrawal_takes_the_case_from_every_public_place(
    people: People, case_lists: dict[str, CaseIndexPage], client: Client
) -> None:
    review = ready(people)
    token = token_in_mail()
    case = release_review(review=review).case
    assert client.get(f"/cases/{case.public_id}/").status_code == 200
    assert "取り消す" in page(client, token)
    assert Case.objects.released().exists()
    assert "取り消しました" in page(client, token, sure="1")
    gone = client.get(f"/cases/{case.public_id}/")
    assert gone.status_code == 410
    assert "ランサムウェア" not in gone.content.decode()
    assert not Case.objects.released().exists()
    assert not Consent.objects.valid().exists()
    assert case.public_id not in client.get("/sitemap.xml").content.decode()
    assert "もう使われました" in page(client, token, 410)
    waiting = OutgoingMail.objects.order_by("pk").last()
    assert waiting
    assert "消えました" in waiting.body


def test_withdrawal_before_the_release_day_stops_the_release(people: People, client: Client) -> None:
    review = ready(people)
    page(client, token_in_mail(), sure="1")
    review.refresh_from_db()
    assert review.state == CaseReview.State.APPROVED
    assert release_due(timezone.localdate() + dt.timedelta(days=60)) == []


def test_withdrawal_address_does_not_answer_and_the_other_way_round(people: People, client: Client) -> None:
    review = approved(people)
    answering = asked(review, people.reviewer)
    page(client, answering, **AGREES)
    withdrawing = token_in_mail()
    assert re.search("同意を取り消す", page(client, withdrawing))
    assert Consent.objects.valid().count() == 2


def test_reading_sets_no_answer(people: People, client: Client) -> None:
    token = asked(approved(people), people.reviewer)
    for _visit in range(3):
        page(client, token)
    assert ConsentRequest.objects.get().answer == ConsentRequest.Answer.OPEN
