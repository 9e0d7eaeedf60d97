"""The pages of minutes: forms without script, conflicts with both texts, names only as long as their people agree."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from events.actions.minutes.approval import approve_minutes, publish_minutes
from events.actions.minutes.lines import add_line
from events.models import Minutes, MinutesLine, SpeakerConsent
from events.tasks import remind_of_actions
from practices.models import IncidentReport, PracticePage
from tests.factories.events import meeting as make_meeting
from tests.factories.events import meeting_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(content_tree, make_region):
    make_region("kinki")
    index = meeting_index(content_tree.home["ja"])
    started = timezone.now() - timedelta(hours=3)
    return make_meeting(index, starts_at=started, agenda=["報告", "次回"], tlp_id="CLEAR", region_id="kinki")


@pytest.fixture
def organiser(meeting, make_person):
    return make_person("organiser", region="kinki")


@pytest.fixture
def second(meeting, make_person):
    return make_person("organiser", region="kinki")


@pytest.fixture
def page(meeting):
    return f"/members/minutes/{meeting.translation_key}/"


def typed(text="訓練を秋に行う。", **fields):
    return {"do": "add", "kind": "agreed", "agenda_item": "1", "text": text, **fields}


def published(meeting, organiser, second, speaker=None):
    line = add_line(meeting=meeting, editor=organiser, fields={"kind": "agreed", "text": "訓練を秋に行う。"})
    MinutesLine.objects.filter(pk=line.pk).update(speaker=speaker)
    minutes = approve_minutes(meeting=meeting, actor=second, revision=Minutes.objects.get().revision)
    publish_minutes(meeting=meeting, actor=second, revision=minutes.revision, is_checked=True)
    return line


def test_line_is_written_by_plain_form_and_read(sign_in, organiser, page):
    client = sign_in(organiser)
    assert client.post(page + "line", typed()).status_code == 302
    html = client.get(page).content.decode()
    assert "訓練を秋に行う。" in html
    assert '<h2 id="item-2">2. 次回</h2>' in html


def test_stale_form_gets_both_texts_and_can_be_saved_then(sign_in, organiser, second, page):
    sign_in(organiser).post(page + "line", typed())
    line = MinutesLine.objects.get()
    save = {"do": "save", "line": line.pk, "revision": "1"}
    assert sign_in(second).post(page + "line", typed("春に行う。", **save)).status_code == 302
    answer = sign_in(organiser).post(page + "line", typed("夏に行う。", **save))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "春に行う。" in html
    assert "夏に行う。" in html
    assert 'name="revision" value="2"' in html
    told = sign_in(organiser).post(page + "line", typed("夏に行う。", **save), headers={"Accept": "application/json"})
    assert told.status_code == 409
    assert told.json() == {
        "line": line.pk,
        "revision": 2,
        "is_removed": False,
        "yours": "夏に行う。",
        "theirs": "春に行う。",
    }
    again = sign_in(organiser).post(page + "line", typed("夏に行う。", **{**save, "revision": "2"}))
    assert again.status_code == 302
    assert MinutesLine.objects.get().text == "夏に行う。"


@pytest.mark.parametrize(
    "bad",
    [
        {"text": "  "},
        {"text": "あ" * 2001},
        {"kind": "poem"},
        {"agenda_item": "7"},
        {"due_on": "あした"},
        {"owner": "999999"},
        {"do": "save", "line": "x"},
        {"do": "fly", "line": "1"},
        {"do": "remove", "line": "9" * 30},
    ],
)
def test_bad_input_is_answered_in_words_and_nothing_is_lost(sign_in, organiser, page, bad):
    answer = sign_in(organiser).post(page + "line", typed(**{"text": "残る文です。", **bad}))
    assert answer.status_code == 422
    assert "保存していません" in answer.content.decode()
    assert not MinutesLine.objects.exists()
    if "text" not in bad and "line" not in bad:
        assert "残る文です。" in answer.content.decode()


def test_markup_stays_text(sign_in, organiser, page):
    client = sign_in(organiser)
    client.post(page + "line", typed("<script>alert(1)</script>"))
    assert "<script>alert" not in client.get(page).content.decode()


def test_command_in_the_form_decides_about_the_kind(sign_in, organiser, page):
    sign_in(organiser).post(page + "line", typed("/action 名簿を集める"))
    assert MinutesLine.objects.values_list("kind", "text").get() == ("action", "名簿を集める")


def test_others_find_no_forms_and_change_nothing(sign_in, organiser, make_person, page, client):
    sign_in(organiser).post(page + "line", typed())
    member = sign_in(make_person("member"))
    html = member.get(page).content.decode()
    assert "訓練を秋に行う。" in html
    assert "data-line-form" not in html
    assert member.post(page + "line", typed("別")).status_code == 403
    assert member.post(page + "step", {"do": "approve", "revision": "1"}).status_code == 403
    assert client.get(page).status_code in (302, 403)


def test_steps_lead_to_the_public_page_without_names(sign_in, organiser, second, page, client):
    sign_in(organiser).post(page + "line", typed())
    chair = sign_in(second)
    stale = chair.post(page + "step", {"do": "approve", "revision": "0"})
    assert stale.status_code == 409
    assert chair.post(page + "step", {"do": "publish", "revision": "1"}).status_code == 422
    assert chair.post(page + "step", {"do": "approve", "revision": "1"}).status_code == 302
    minutes = Minutes.objects.get()
    address = f"/events/minutes/{minutes.slug}/"
    assert client.get(address).status_code == 404
    data = {"do": "publish", "revision": minutes.revision, "is_checked": "on"}
    assert chair.post(page + "step", data).status_code == 302
    html = client.get(address).content.decode()
    assert "訓練を秋に行う。" in html
    assert organiser.name not in html
    assert not client.get(address).cookies


def test_name_stands_only_while_its_person_agrees(
    sign_in, meeting, organiser, second, make_person, client, django_capture_on_commit_callbacks
):
    speaker = make_person("member", name="鵜飼 澄江")
    line = published(meeting, organiser, second, speaker)
    address = f"/events/minutes/{Minutes.objects.get().slug}/"
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(organiser).post(f"/members/minutes/{meeting.translation_key}/line", {"do": "ask", "line": line.pk})
    assert [letter.to for letter in mail.outbox] == [[speaker.email]]
    assert line.text not in mail.outbox[0].body
    assert "鵜飼" not in client.get(address).content.decode()
    consent = SpeakerConsent.objects.get()
    assert sign_in(organiser).post("/members/minutes/", {"do": "yes", "id": consent.pk}).status_code == 404
    own = sign_in(speaker)
    own.post("/members/minutes/", {"do": "yes", "id": consent.pk})
    assert "鵜飼" in client.get(address).content.decode()
    own.post("/members/minutes/", {"do": "no", "id": consent.pk})
    assert "鵜飼" not in client.get(address).content.decode()
    assert SpeakerConsent.objects.get().state == "withdrawn"


def test_own_actions_stand_on_ones_own_page_until_done(sign_in, meeting, organiser):
    fields = {"kind": "action", "text": "名簿を集める", "owner": organiser, "due_on": timezone.localdate()}
    line = add_line(meeting=meeting, editor=organiser, fields=fields)
    client = sign_in(organiser)
    assert "名簿を集める" in client.get("/members/").content.decode()
    assert client.post("/members/minutes/", {"do": "done", "id": "x"}).status_code == 404
    assert client.post("/members/minutes/", {"do": "done", "id": line.pk}).status_code == 302
    assert "名簿を集める" not in client.get("/members/minutes/").content.decode()


def test_action_is_reminded_of_once_and_anew_when_its_day_moves(meeting, organiser, django_capture_on_commit_callbacks):
    fields = {"kind": "action", "text": "名簿を集める", "owner": organiser, "due_on": timezone.localdate()}
    add_line(meeting=meeting, editor=organiser, fields=fields)
    with django_capture_on_commit_callbacks(execute=True):
        assert [remind_of_actions(), remind_of_actions()] == [1, 0]
    assert "名簿を集める" not in mail.outbox[0].body
    MinutesLine.objects.update(due_on=timezone.localdate() + timedelta(days=1))
    assert remind_of_actions() == 1
    MinutesLine.objects.update(due_on=timezone.localdate() + timedelta(days=9))
    assert remind_of_actions() == 0


def test_minutes_become_an_unpublished_practice_and_a_private_report(
    sign_in, meeting, organiser, second, make_person, page
):
    speaker = make_person("member", name="鵜飼 澄江")
    published(meeting, organiser, second, speaker)
    client = sign_in(organiser)
    assert client.post(page + "step", {"do": "practice", "region": "kanto"}).status_code == 403
    assert client.post(page + "step", {"do": "practice", "region": "kinki"}).status_code == 302
    practice = PracticePage.objects.get()
    assert (practice.live, practice.region.pk) == (False, "kinki")
    assert practice.summary == "<p>訓練を秋に行う。</p>"
    assert client.post(page + "step", {"do": "report"}).status_code == 302
    report = IncidentReport.objects.get()
    assert (report.state, report.reporter, report.tlp_id) == ("draft", organiser, "AMBER")
    assert "訓練を秋に行う。" in report.texts["what_happened"]
    assert "鵜飼" not in report.texts["what_happened"] + practice.summary + practice.content
