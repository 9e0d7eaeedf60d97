"""What is released is told once, to those who asked, when it is due, and never after it was withdrawn."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from practices.actions import CaseDraft, release_case, withdraw_case
from practices.models import Case
from search.actions import ask_for_alert, confirm_alert
from search.actions.alerts import forget_finds
from search.models import IndexJob, SavedSearch, SavedSearchFind
from search.queries.alerts import last_slot
from search.tasks import alerts, mail_news, match_released
from secunity.core.models import OutgoingMail
from secunity.core.tasks.mail import send_waiting_mails
from tests.conftest import Tree
from tests.factories.community import WorkingGroupFactory
from tests.factories.events import meeting, meeting_index
from tests.factories.practices import make_case, make_practice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
ADDRESS = "midori@example.jp"
Told = Callable[..., list[Any]]


def store(
    kind: str = "case", text: str = "", frequency: str = "daily", language: str = "ja", **filters: str
) -> SavedSearch:
    """A stored search that its address has confirmed."""
    chosen = {key: (value,) for key, value in filters.items()}
    asked = "?" + "&".join(f"{key}={value}" for key, value in filters.items()) if filters else ""
    ask_for_alert(
        email=ADDRESS, kind=kind, text=text, filters=chosen, asked=asked, frequency=frequency, language=language
    )
    search = SavedSearch.objects.latest("asked_at")
    confirm_alert(search=search)
    OutgoingMail.objects.all().delete()
    return search


@pytest.fixture
def told(django_capture_on_commit_callbacks: Any) -> Told:
    """Match and send what is due so many days from now; the mails sent by it."""

    def tell(days: int = 8) -> list[Any]:
        mail.outbox.clear()
        match_released()
        with django_capture_on_commit_callbacks(execute=True):
            mail_news(timezone.now() + dt.timedelta(days=days))
        return list(mail.outbox)

    return tell


def test_released_case_is_told_once_with_a_way_to_stop(told: Told) -> None:
    store(text="VPN", region="kinki")
    case = make_case(ja={"title": "VPN機器から入られた工場"}, region="kinki")
    make_case(ja={"title": "メールの話"}, region="kinki")
    make_case(ja={"title": "VPN機器の話"}, region="kanto")
    (sent,) = told()
    assert sent.to == [ADDRESS]
    assert sent.subject == "新着1件：「VPN」を含む近畿の事例"
    assert "VPN機器から入られた工場" in sent.body
    assert f"/cases/{case.public_id}/" in sent.body
    assert "メールの話" not in sent.body
    head = sent.message()
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = head["List-Unsubscribe"].strip("<>")
    assert "/search/alerts/stop/" in stop
    assert stop in sent.body
    assert told() == []


def test_mail_comes_from_seven_in_the_morning_on(told: Told) -> None:
    store()
    make_case()
    assert told(days=0) == [] or last_slot("daily", timezone.now()) > SavedSearchFind.objects.get().found_at
    assert len(told(days=1)) == 1


@pytest.mark.parametrize(
    ("now", "daily", "weekly"),
    [
        ("2026-11-25T07:00", "2026-11-25T07:00", "2026-11-23T07:00"),
        ("2026-11-25T06:59", "2026-11-24T07:00", "2026-11-23T07:00"),
        ("2026-11-23T06:59", "2026-11-22T07:00", "2026-11-16T07:00"),
        ("2026-11-23T07:01", "2026-11-23T07:00", "2026-11-23T07:00"),
        ("2027-01-01T00:00", "2026-12-31T07:00", "2026-12-28T07:00"),
    ],
)
def test_slots_are_those_of_the_clock_here(now: str, daily: str, weekly: str) -> None:
    here = timezone.get_default_timezone()
    at = dt.datetime.fromisoformat(now).replace(tzinfo=here).astimezone(dt.UTC)
    for frequency, slot in (("daily", daily), ("weekly", weekly)):
        assert last_slot(frequency, at) == dt.datetime.fromisoformat(slot).replace(tzinfo=here)


def test_weekly_mail_tells_of_the_whole_week_at_once(told: Told) -> None:
    store(frequency="weekly")
    for number in range(3):
        make_case(ja={"title": f"事例 {number}"})
    (sent,) = told(days=7)
    assert sent.subject.startswith("新着3件")


def test_what_was_public_before_is_no_news(told: Told) -> None:
    old = make_case(ja={"title": "前からある事例"})
    store()
    release_case(case=old, draft=CaseDraft(texts={"ja": {"title": "直した題"}}))
    assert told() == []


def test_changed_case_is_not_told_again(told: Told) -> None:
    store()
    case = make_case()
    assert len(told()) == 1
    release_case(case=case, draft=CaseDraft(texts={"ja": {"title": "直した題"}}))
    assert told() == []
    forget_finds(timezone.now() + dt.timedelta(days=1))
    release_case(case=case, draft=CaseDraft(texts={"ja": {"title": "また直した題"}}))
    first = timezone.now() - dt.timedelta(days=31)
    case.versions.filter(number=1).update(released_at=first)
    IndexJob.objects.update(first_public_at=first)
    SavedSearch.objects.update(confirmed_at=first - dt.timedelta(days=1))
    assert told() == [], "what is a month old is no news, though its find is forgotten"


def test_unconfirmed_search_hears_nothing(told: Told) -> None:
    store()
    SavedSearch.objects.update(confirmed_at=None)
    make_case()
    assert told() == []


def test_withdrawn_case_is_never_told(told: Told) -> None:
    store()
    before, between, kept = (make_case(ja={"title": title}) for title in ("前に引いた", "後に引いた", "残る"))
    withdraw_case(case=before)
    match_released()
    withdraw_case(case=between)
    (sent,) = told()
    assert "残る" in sent.body
    assert "引いた" not in sent.body
    withdraw_case(case=kept)
    assert told() == []


def test_mail_that_waits_for_its_server_is_taken_back(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    store()
    gone, kept = make_case(ja={"title": "引っ込める話"}), make_case(ja={"title": "残る話"})

    def refuse(*_args: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as away:
        away.setattr(EmailBackend, "send_messages", refuse)
        assert told() == []
    assert "引っ込める話" in OutgoingMail.objects.get().body
    withdraw_case(case=gone)
    assert not OutgoingMail.objects.exists()
    (sent,) = told(days=1)
    assert "残る話" in sent.body
    assert "引っ込める話" not in sent.body
    send_waiting_mails()
    withdraw_case(case=kept)
    assert told() == []


def test_case_whose_provider_agreed_to_no_feed_is_not_mailed(told: Told) -> None:
    store(kind="case")
    store(kind="")
    closed = make_case()
    Case.objects.filter(pk=closed.pk).update(not_through_feed=True)
    assert told() == []


def test_every_kind_of_news_reaches_those_who_asked_for_it(told: Told, content_tree: Tree, make_region: Any) -> None:
    page = make_region("kinki").region.pages.get(locale__language_code="ja")
    store(kind="practice", region="kinki")
    store(kind="meeting", working_group="sme")
    store(kind="")
    make_practice(page, title="棚卸し週間").save_revision().publish()
    group = WorkingGroupFactory(code="sme")
    events = meeting_index(content_tree.home["ja"])
    for title, is_public in (("公開の会", True), ("内輪の会", False)):
        found = meeting(events, title=title, slug=f"m{is_public}", working_group=group, is_public=is_public)
        found.save_revision().publish()
    practices, meetings, everything = sorted(told(), key=lambda sent: len(sent.body))
    bodies = [sent.body for sent in (practices, meetings, everything)]
    assert sum("棚卸し週間" in body for body in bodies) == 2
    assert sum("公開の会" in body for body in bodies) == 2
    assert not any("内輪の会" in body for body in bodies)


def test_mail_is_in_the_language_of_whoever_asked(told: Told) -> None:
    store(text="drawings", language="en")
    make_case(ja={"title": "図面"}, en={"title": "Stolen drawings"})
    (sent,) = told()
    assert sent.subject == "1 new: Cases: with the words “drawings”"
    assert "Stolen drawings" in sent.body
    assert "/en/cases/" in sent.body
    assert "/en/search/alerts/stop/" in sent.body


def test_long_news_are_cut_and_counted(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "MOST_IN_A_MAIL", 2)
    store()
    for number in range(5):
        make_case(ja={"title": f"事例 {number}"})
    (sent,) = told()
    assert sent.body.count("- 事例") == 2
    assert "ほか3件" in sent.body


def test_one_failure_stops_nobody_else(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _second = store(text="VPN"), store(text="工場")
    make_case(ja={"title": "VPN機器から入られた工場"})
    tell = alerts._tell

    def failing(key: Any, now: Any) -> int:
        if key == first.pk:
            raise RuntimeError
        return tell(key, now)

    monkeypatch.setattr(alerts, "_tell", failing)
    assert len(told()) == 1
    monkeypatch.undo()
    assert len(told()) == 1, "tried again"


def test_document_that_cannot_be_made_holds_up_no_other(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    store()
    broken, _whole = make_case(ja={"title": "壊れた"}), make_case(ja={"title": "無事な話"})
    make = alerts.documents

    def failing(kind: str, keys: list[str]) -> Any:
        if broken.public_id in keys:
            raise ValueError
        return make(kind, keys)

    monkeypatch.setattr(alerts, "documents", failing)
    assert "無事な話" in told()[0].body
    assert not IndexJob.objects.unmatched().exists()


def test_breaking_off_and_matching_again_tells_nothing_twice(told: Told) -> None:
    store()
    make_case()
    match_released()
    IndexJob.objects.update(matched_version=0)
    match_released()
    assert SavedSearchFind.objects.count() == 1
    assert len(told()) == 1
    IndexJob.objects.update(matched_version=0)
    assert told() == []


def test_nothing_is_left_to_match_though_nobody_asked() -> None:
    make_case()
    assert IndexJob.objects.unmatched().exists()
    assert match_released() == 0
    assert not IndexJob.objects.unmatched().exists()


def test_number_of_queries_does_not_grow_with_the_news(django_assert_max_num_queries: Any) -> None:
    store()
    store(kind="")
    for _number in range(30):
        make_case()
    with django_assert_max_num_queries(25):
        assert match_released() == 60
