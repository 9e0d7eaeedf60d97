"""The digest: as often as each person wants it, once, in their language, with numbers and no names."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from community.models import Application, FactCheck, MailChoice, Region, RegionPage, RegionTeam, User
from secunity.home.tasks import send_digests

pytestmark = pytest.mark.django_db
# Later than any day on which this runs: mails wait for a moment that the clock of the machine sets.
MONDAY = dt.date(2035, 1, 1)
Send = Callable[[dt.date, int], list[str]]


@pytest.fixture
def organiser(make_region: Callable[[str], RegionTeam], make_person: Callable[..., User]) -> User:
    make_region("kinki")
    page = RegionPage.objects.filter(region_id="kinki").first()
    assert page is not None
    later = MONDAY + dt.timedelta(days=400)
    FactCheck.objects.create(page_key=page.translation_key, region_id="kinki", review_by=later)
    return make_person("organiser", region="kinki")


@pytest.fixture
def waiting(organiser: User) -> Application:
    return Application.objects.create(
        state=Application.State.SUBMITTED,
        membership_class="individual",
        region=Region.objects.get(code="kinki"),
        email_hash="x",
        particulars={"email": "taro@example.jp", "person": {"name": "架空太郎"}},
        submitted_at=dt.datetime(2034, 12, 29, 3, tzinfo=dt.UTC),
    )


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Send:
    def run(day: dt.date, hour: int = 7) -> list[str]:
        now = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
        monkeypatch.setattr(timezone, "now", lambda: now)
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            send_digests()
        return [message.subject for message in mail.outbox]

    return run


def choose(user: User, **choices: object) -> None:
    MailChoice.objects.update_or_create(user=user, defaults=choices)


def test_digest_comes_on_mondays_to_who_has_chosen_nothing(waiting: Application, send: Send) -> None:
    assert send(MONDAY - dt.timedelta(days=1)) == []
    assert send(MONDAY) == ["運営デスクに1件の対応待ちがあります"]
    assert "いちばん古いものは3日前から" in mail.outbox[0].body


def test_digest_comes_once_however_often_it_is_its_time(waiting: Application, send: Send) -> None:
    assert len(send(MONDAY)) == 1
    assert send(MONDAY, 8) == []


def test_digest_comes_daily_or_never_as_chosen(organiser: User, waiting: Application, send: Send) -> None:
    choose(organiser, digest="daily")
    assert [len(send(MONDAY + dt.timedelta(days=n))) for n in (1, 2)] == [1, 1]
    choose(organiser, digest="never")
    assert send(MONDAY + dt.timedelta(days=7)) == []


def test_digest_does_not_come_at_night(waiting: Application, send: Send) -> None:
    assert send(MONDAY, 3) == []
    assert send(MONDAY, 21) == []


def test_empty_desk_sends_nothing(organiser: User, send: Send) -> None:
    assert send(MONDAY) == []


def test_digest_speaks_the_chosen_language_and_names_nobody(organiser: User, waiting: Application, send: Send) -> None:
    choose(organiser, language="en")
    assert send(MONDAY) == ["1 thing waits for you on your desk"]
    body = mail.outbox[0].body
    assert "/en/members/desk/" in body
    assert "架空太郎" not in body
    assert "taro@example.jp" not in body


def test_choices_are_stored_by_their_owner(organiser: User, sign_in: Callable[..., Client]) -> None:
    client = sign_in(organiser)
    answer = client.post("/members/notifications/", {"digest": "daily", "language": "en"}, follow=True)
    assert "選んだ内容を保存しました。" in answer.content.decode()
    choice = MailChoice.objects.get(user=organiser)
    assert (choice.digest, choice.is_told_at_once, choice.language) == ("daily", False, "en")


def test_unknown_choice_is_refused_in_words(organiser: User, sign_in: Callable[..., Client]) -> None:
    answer = sign_in(organiser).post("/members/notifications/", {"digest": "hourly", "language": "ja"})
    assert "hourly" in answer.content.decode()
    assert not MailChoice.objects.exists()
