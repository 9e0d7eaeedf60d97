"""What was approved and agreed to comes out on a release day, whole and unchanged, or goes back."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.utils import timezone

from community.models import MailChoice, Organisation
from practices.actions.drafting import start_review
from practices.actions.publication import (
    BrokenPromiseError,
    check_public,
    release_due,
    release_moment,
    release_review,
)
from practices.actions.release import release_case, withdraw_case
from practices.models import Case, CaseReview, CaseText, Consent
from practices.queries.drafts import CaseDraft
from practices.queries.reviews import next_release_day
from practices.signals import public_surfaces, report_withdrawn
from search.models import CaseIndexPage
from secunity.core.models import OutgoingMail
from tests.factories.reviews import People, approved, decided, make_people, make_report, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(case_lists: dict[str, CaseIndexPage]) -> People:
    return make_people()


@pytest.mark.parametrize(
    ("today", "day"),
    [("2026-11-02", "2026-11-15"), ("2026-11-15", "2026-12-01"), ("2026-12-31", "2027-01-01")],
)
def test_release_days_are_the_first_and_the_fifteenth(today: str, day: str) -> None:
    assert next_release_day(dt.date.fromisoformat(today)) == dt.date.fromisoformat(day)


@override_settings(CASE_RELEASE_DAYS=(10,))
def test_release_days_can_be_set() -> None:
    assert next_release_day(dt.date(2026, 11, 10)) == dt.date(2026, 12, 10)


def test_nothing_comes_out_before_its_day(people: People) -> None:
    review = ready(people)
    assert review.release_on
    assert release_due(review.release_on - dt.timedelta(days=1)) == []
    assert [each.pk for each in release_due(review.release_on)] == [review.pk]


def test_released_version_says_what_was_approved_and_nothing_more(people: People, client: Client) -> None:
    review = ready(people, channels=("site", "feed"))
    version = release_review(review=review)
    assert version.text_hash == review.text_hash
    assert (version.occurred, version.region_id, version.industry_division_id) == ("2024-Q2", "kinki", "E")
    assert (version.damage_yen, version.damage_band_id) == (None, "to_10m")
    assert version.released_at == release_moment()
    assert timezone.localtime(version.released_at).hour == 0
    words = CaseText.objects.get(version=version)
    assert "みなと" not in str(vars(words))
    assert "2024年5月3日" not in str(vars(words))
    assert [step["label"] for step in words.timeline] == ["検知日", "検知+7日"]
    page = client.get(f"/cases/{version.case.public_id}/").content.decode()
    assert "A社" in page
    assert "担当者A" in page


def test_only_channels_that_were_agreed_to(people: People) -> None:
    case = release_review(review=ready(people, channels=("site", "feed"))).case
    assert case.channels == ("site", "feed")
    assert case in Case.objects.through("feed")
    assert case not in Case.objects.through("api")
    assert case in Case.objects.through("site")
    with pytest.raises(ValueError, match="no channel"):
        Case.objects.through("press")


@pytest.mark.parametrize("state", ["open", "submitted", "approved"])
def test_what_is_not_ready_is_not_released(people: People, state: str) -> None:
    review = decided(people) if state == "open" else approved(people)
    CaseReview.objects.filter(pk=review.pk).update(state=state)
    with pytest.raises(ValidationError):
        release_review(review=review)
    assert not CaseText.objects.exists()


def test_text_changed_behind_the_approval_is_not_released(people: People) -> None:
    review = ready(people)
    projection = dict(review.projection or {})
    projection["texts"]["ja"]["lesson"] = "あとから足した文です。"
    review.projection = projection
    review.save()
    with pytest.raises(BrokenPromiseError, match="承認された文面"):
        release_review(review=review)
    assert not Case.objects.released().exists()
    assert not CaseText.objects.exists()


def test_name_that_slipped_in_is_not_released_though_its_hash_fits(people: People) -> None:
    review = ready(people)
    projection = dict(review.projection or {})
    projection["texts"]["ja"]["lesson"] = "ミナトセイミツに学びました。"
    draft = CaseDraft.from_json(projection)
    review.projection, review.text_hash = projection, draft.text_hash
    review.save()
    review.version.approvals.update(text_hash=draft.text_hash)
    Consent.objects.update(text_hash=draft.text_hash)
    with pytest.raises(BrokenPromiseError) as refusal:
        release_review(review=review)
    assert {broken.promise for broken in refusal.value.broken} == {"words"}
    assert not CaseText.objects.exists()


def test_one_that_breaks_a_promise_goes_back_and_holds_up_no_other(people: People) -> None:
    broken, sound = ready(people), ready(people, make_report(people, texts={"title": "別の件"}))
    Consent.objects.filter(version=broken.version).update(withdrawn_at=timezone.now())
    day = timezone.localdate() + dt.timedelta(days=40)
    assert [each.pk for each in release_due(day)] == [sound.pk]
    broken.refresh_from_db()
    assert broken.state == CaseReview.State.OPEN
    assert "同意していません" in (broken.note or {})["words"]


def test_members_who_left_meanwhile_stop_a_release(people: People) -> None:
    review = ready(people)
    Organisation.objects.filter(key__startswith="alike").delete()
    with pytest.raises(BrokenPromiseError):
        release_review(review=review)


def test_next_version_is_never_finer_and_takes_the_place_of_the_first(people: People, client: Client) -> None:
    report = make_report(people)
    first = release_review(review=ready(people, report))
    second = ready(people, report)
    assert second.case == first.case
    version = release_review(review=second)
    assert version.number == 2
    assert client.get(f"/cases/{first.case.public_id}/").status_code == 200


def test_released_version_is_never_filled_again(people: People) -> None:
    version = release_review(review=ready(people))
    draft = CaseDraft(texts={"ja": {"title": "別の題"}})
    with pytest.raises(ValidationError, match="公開済み"):
        release_case(case=version.case, draft=draft, version=version)


def test_broken_output_of_another_app_takes_the_case_off(people: People, client: Client) -> None:
    case = release_review(review=ready(people)).case
    assert check_public(case) == []
    approvers = [each.person for each in case.versions.get().approvals.order_by("pk") if each.person]
    MailChoice.objects.update_or_create(user=approvers[0], defaults={"language": "en"})

    def leaky(**_given: object) -> dict[str, str]:
        return {"export.csv": "事例,みなと精密"}

    public_surfaces.connect(leaky)
    try:
        assert [broken.place for broken in check_public(case)] == ["export.csv"]
    finally:
        public_surfaces.disconnect(leaky)
    case.refresh_from_db()
    assert case.tlp_id == "AMBER+STRICT"
    assert client.get(f"/cases/{case.public_id}/").status_code == 404
    mails = OutgoingMail.objects.filter(kind="case_taken_off")
    assert {mail.recipient: "was taken off" in mail.subject for mail in mails} == {
        person.email: person == approvers[0] for person in approvers
    }
    assert check_public(case) == []


def test_report_taken_back_during_review_stops_it(people: People) -> None:
    review = start_review(report=make_report(people), actor=people.reporter)
    report_withdrawn.send(type(review.report), report=review.report)
    review.refresh_from_db()
    assert review.state == CaseReview.State.STOPPED


def test_report_taken_back_after_release_withdraws_the_case(people: People, client: Client) -> None:
    review = ready(people)
    case = release_review(review=review).case
    report_withdrawn.send(type(review.report), report=review.report)
    assert client.get(f"/cases/{case.public_id}/").status_code == 410


def test_withdrawn_case_is_not_filled_by_a_new_version(people: People) -> None:
    report = make_report(people)
    case = release_review(review=ready(people, report)).case
    withdraw_case(case=case)
    again = start_review(report=report, actor=people.reporter)
    assert again.case != case


def test_release_is_looked_through_once_it_is_committed(
    people: People, django_capture_on_commit_callbacks: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Case] = []
    monkeypatch.setattr("practices.actions.publication.check_public", lambda case: seen.append(case) or [])
    review = ready(people)
    with django_capture_on_commit_callbacks(execute=True):
        case = release_review(review=review).case
    assert seen == [case]
