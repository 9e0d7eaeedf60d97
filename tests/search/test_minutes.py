"""Published minutes are found, without a name; what is no longer public is gone at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.actions.minutes.approval import approve_minutes, publish_minutes, reopen_minutes
from events.actions.minutes.lines import add_line
from events.actions.minutes.speakers import answer_for_name, ask_speaker
from events.models import Minutes, MinutesLine
from search.engines.base import Query
from search.queries import find
from tests.factories.events import meeting as make_meeting
from tests.factories.events import meeting_index

pytestmark = pytest.mark.django_db
Update = Callable[[], int]


@pytest.fixture
def published(index: Update, content_tree: Any, make_person: Callable[..., Any]) -> dict[str, Any]:
    writer, chair = make_person("secretariat"), make_person("secretariat")
    started = timezone.now() - timedelta(hours=3)
    meeting = make_meeting(meeting_index(content_tree.home["ja"]), starts_at=started, tlp_id="CLEAR")
    speaker = make_person("member", name="鵜飼 澄江")
    line = add_line(meeting=meeting, editor=writer, fields={"kind": "agreed", "text": "復元訓練を秋に行う。"})
    MinutesLine.objects.update(speaker=speaker)
    minutes = approve_minutes(meeting=meeting, actor=chair, revision=Minutes.objects.get().revision)
    publish_minutes(meeting=meeting, actor=chair, revision=minutes.revision, is_checked=True)
    return {"meeting": meeting, "writer": writer, "speaker": speaker, "line": line}


def urls(text: str) -> list[str]:
    return [item.url for item in find(Query(text, kinds=("minutes",))).items]


def test_published_minutes_are_found_by_their_words(index: Update, published: dict[str, Any]) -> None:
    index()
    assert urls("復元訓練") == [f"/events/minutes/{Minutes.objects.get().slug}/"]


def test_minutes_opened_again_are_gone(index: Update, published: dict[str, Any]) -> None:
    index()
    reopen_minutes(meeting=published["meeting"], actor=published["writer"])
    assert urls("復元訓練") == []
    index()
    assert urls("復元訓練") == []


def test_minutes_go_with_the_label_and_with_the_page(index: Update, published: dict[str, Any]) -> None:
    index()
    meeting = published["meeting"]
    meeting.tlp_id = "AMBER"
    meeting.save_revision().publish()
    index()
    assert urls("復元訓練") == []


def test_name_never_comes_into_the_index(index: Update, published: dict[str, Any]) -> None:
    line = MinutesLine.objects.select_related("minutes", "speaker").get()
    ask_speaker(meeting=published["meeting"], line=line, actor=published["writer"])
    answer_for_name(consent_id=line.consent.pk, person=published["speaker"], agrees=True)
    index()
    assert urls("鵜飼") == []


def test_published_minutes_stand_among_everything_with_their_kind(
    client: Client, index: Update, published: dict[str, Any]
) -> None:
    index()
    page = client.get("/en/search/", {"q": "復元訓練", "kind": "minutes"}).content.decode()
    assert ">Minutes</p>" in page
    assert f'href="/en/events/minutes/{Minutes.objects.get().slug}/"' in page
    assert 'value="minutes" id="f-kind-minutes" checked' in page
