"""The pages of registration and the meeting's desk: who gets in, and what wrong input leads to."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from events.actions.registrations import register
from events.models import Attendance, MeetingPage, Registration
from events.queries.papers import papers_of
from tests.factories.community import WorkingGroupFactory
from tests.factories.events import meeting, meeting_index

State = Registration.State


@pytest.fixture
def index(content_tree):
    return meeting_index(content_tree.home["ja"])


@pytest.fixture
def office(make_person, sign_in):
    return sign_in(make_person("secretariat"))


@pytest.fixture
def member(make_person):
    return make_person("member")


@pytest.fixture
def files(tmp_path, settings):
    """Papers are served from a real folder."""
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": store}


def at(page, rest):
    return f"/events/{page.translation_key}/{rest}"


def test_member_registers_and_takes_it_back(index, member, sign_in):
    page, client = meeting(index, registration="open", capacity=3), sign_in(member)
    assert "参加を申し込む" in client.get(page.url).content.decode()

    answer = client.post(at(page, "register/"), {"do": "register", "message": ""}, follow=True)
    assert "参加決定" in answer.content.decode()
    assert "申込みを確認・取消する" in client.get(page.url).content.decode()
    client.post(at(page, "register/"), {"do": "cancel"})

    assert Registration.objects.get().state == State.CANCELLED


def test_stranger_sees_the_way_in_and_no_form(index, client):
    page = meeting(index, registration="open")
    text = client.get(page.url).content.decode()

    assert at(page, "register/") in text
    assert "csrfmiddlewaretoken" not in text
    assert client.get(at(page, "register/")).status_code == 302


def test_long_note_is_refused_and_kept_in_the_form(index, member, sign_in):
    page = meeting(index, registration="open")

    answer = sign_in(member).post(at(page, "register/"), {"do": "register", "message": "長" * 401})

    assert answer.status_code == 422
    assert "長" * 401 in answer.content.decode()
    assert not Registration.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"do": "everything"}, {"do": "register", "message": "\0"}])
def test_nonsense_is_answered_in_words(index, member, sign_in, sent):
    page = meeting(index, registration="open")

    assert sign_in(member).post(at(page, "register/"), sent).status_code == 422


def test_unknown_meeting_and_foreign_registration_are_not_found(index, office, member, sign_in):
    page, other = meeting(index, registration="approval"), meeting(index, registration="approval")
    asked = register(meeting=other, user=member)
    nothing = "/events/00000000-0000-4000-8000-000000000000/"

    assert sign_in(member).get(nothing + "register/").status_code == 404
    assert office.get(nothing + "desk/").status_code == 404
    assert office.post(at(page, f"desk/registrations/{asked.pk}/"), {"do": "approve"}).status_code == 404


def test_desk_is_for_holders_and_its_opening_is_noted(index, office, member, sign_in):
    page = meeting(index, registration="open")
    register(meeting=page, user=member, message="<script>alert(1)</script>")

    assert sign_in(member).get(at(page, "desk/")).status_code == 403
    assert sign_in(member).post(at(page, "desk/"), {"do": "cancel"}).status_code == 403
    text = office.get(at(page, "desk/")).content.decode()
    assert member.name in text
    assert "<script>alert(1)" not in text
    entries = [
        *PageLogEntry.objects.filter(action="secunity.access"),
        *ModelLogEntry.objects.filter(action="secunity.access"),
    ]
    assert len(entries) == 1


def test_nobody_else_reads_who_comes(index, member, make_person, sign_in):
    page = meeting(index, registration="open", tlp_id="GREEN")
    register(meeting=page, user=member)

    text = sign_in(make_person("member")).get(page.url).content.decode()

    assert member.name not in text


def test_holder_answers_requests(index, office, make_person):
    page = meeting(index, registration="approval")
    first, second = (register(meeting=page, user=make_person("member")) for _ in range(2))

    office.post(at(page, f"desk/registrations/{first.pk}/"), {"do": "approve"})
    empty = office.post(at(page, f"desk/registrations/{second.pk}/"), {"do": "decline"})
    office.post(at(page, f"desk/registrations/{second.pk}/"), {"do": "decline", f"answer-{second.pk}-answer": "満席"})
    first.refresh_from_db()
    second.refresh_from_db()

    assert empty.status_code == 422
    assert (first.state, second.state, second.answer) == (State.CONFIRMED, State.DECLINED, "満席")


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "nothing"},
        {"do": "call", "call_url": "javascript:alert(1)"},
        {"do": "series", "rule": "weekly", "ends_on": "2020-01-01"},
        {"do": "series", "rule": "monthly", "interval": 3, "ends_on": "2031-01-01"},
        {"do": "series", "rule": "daily", "ends_on": "soon"},
        {"do": "paper", "title": "資料"},
        {"do": "attendance", "there": ["999999"]},
        {"do": "attendance"},
        {"do": "end"},
    ],
)
def test_wrong_input_at_the_desk_is_refused_in_words(index, office, sent):
    page = meeting(index)

    answer = office.post(at(page, "desk/"), sent)

    assert answer.status_code == 422
    assert MeetingPage.objects.count() == 1


def test_papers_are_for_those_who_may_come(files, content_tree, index, office, make_person, sign_in):
    group = WorkingGroupFactory(code="sme")
    chair, inside = make_person("chair", working_group=group), make_person("member")
    inside.working_groups.add(group)
    page = meeting(index, working_group=group)
    file = SimpleUploadedFile("shiryo.pdf", b"%PDF-1.7 test", "application/pdf")

    sign_in(chair).post(at(page, "desk/"), {"do": "paper", "title": "配布資料", "file": file})
    (paper,) = papers_of(page)

    assert "配布資料" in sign_in(inside).get(page.url).content.decode()
    served = sign_in(inside).get(paper.url)
    assert b"".join(served.streaming_content).startswith(b"%PDF-")
    outsider = sign_in(make_person("member"))
    assert "配布資料" not in outsider.get(page.url).content.decode()
    assert outsider.get(paper.url).status_code == 403
    sign_in(chair).post(at(page, f"desk/papers/{paper.pk}/delete/"))
    assert not papers_of(page)


def test_attendance_is_seen_in_the_room_and_corrected_by_hand(index, office, member, make_person):
    page = meeting(index, starts_at=timezone.now() + timedelta(minutes=5), registration="open")
    absent = make_person("member")
    register(meeting=page, user=member)
    register(meeting=page, user=absent)
    Attendance.objects.create(meeting_key=page.translation_key, user=absent, source="room")
    MeetingPage.objects.update(starts_at=timezone.now())

    answer = office.post(at(page, "desk/"), {"do": "attendance", "there": [str(member.pk)]})

    assert answer.status_code == 302
    found = dict(Attendance.objects.values_list("user", "was_there"))
    assert found == {member.pk: True, absent.pk: False}


def test_series_and_invitation_are_made_at_the_desk(index, office):
    page = meeting(index)
    last = (page.starts_at + timedelta(days=15)).date()

    office.post(at(page, "desk/"), {"do": "series", "rule": "weekly", "interval": "1", "ends_on": f"{last}"})
    text = office.post(at(page, "desk/"), {"do": "invite"}, follow=True).content.decode()

    assert MeetingPage.objects.count() == 3
    assert "案内を送りました" in text
