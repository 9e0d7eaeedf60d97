"""Lines of minutes change places within their agenda item, as they stood on the screen of whoever moves them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from events.actions.minutes.approval import StaleMinutes, approve_minutes
from events.actions.minutes.lines import StaleLine, add_line, change_line
from events.actions.minutes.order import move_line
from events.models import Minutes, MinutesLine, MinutesRevision
from tests.factories.events import meeting as make_meeting
from tests.factories.events import meeting_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(content_tree, make_region):
    make_region("kinki")
    started = timezone.now() - timedelta(hours=3)
    index = meeting_index(content_tree.home["ja"])
    return make_meeting(index, starts_at=started, agenda=["報告", "次回"], tlp_id="CLEAR", region_id="kinki")


@pytest.fixture
def organiser(meeting, make_person):
    return make_person("organiser", region="kinki")


@pytest.fixture
def second(meeting, make_person):
    return make_person("organiser", region="kinki")


@pytest.fixture
def lines(meeting, organiser):
    return [add_line(meeting=meeting, editor=organiser, fields=said(text)) for text in ("一", "二", "三")]


@pytest.fixture
def page(meeting):
    return f"/members/minutes/{meeting.translation_key}/"


def said(text, item=1):
    return {"kind": "info", "agenda_item": item, "text": text}


def texts():
    return "".join(MinutesLine.objects.standing().filter(agenda_item=1).values_list("text", flat=True))


def move(line, past, *, editor, meeting, is_up=True, **given):
    fields = given.pop("fields", said(line.text))
    step = {"line_id": line.pk, "revision": line.revision, "is_up": is_up, "past": past.pk, **given}
    return move_line(meeting=meeting, editor=editor, fields=fields, **step)


def test_line_moves_past_its_neighbour_and_only_it(meeting, organiser, lines):
    one, two, three = lines
    other = add_line(meeting=meeting, editor=organiser, fields=said("別の議題", item=2))
    move(three, two, editor=organiser, meeting=meeting)
    assert texts() == "一三二"
    move(one, three, editor=organiser, meeting=meeting, is_up=False)
    assert texts() == "三一二"
    assert add_line(meeting=meeting, editor=organiser, fields=said("四")).position > two.position
    assert texts() == "三一二四"
    assert MinutesLine.objects.get(pk=other.pk).position == other.position
    assert MinutesRevision.objects.filter(line__in=lines).count() == 3


def test_button_pressed_twice_moves_once(meeting, organiser, lines):
    one, two, _three = lines
    for _ in range(2):
        move(two, one, editor=organiser, meeting=meeting)
        assert texts() == "二一三"


def test_move_in_an_order_that_is_gone_is_refused_and_saves_nothing(meeting, organiser, second, lines):
    one, two, three = lines
    move(three, two, editor=second, meeting=meeting)
    with pytest.raises(ValidationError, match="順番"):
        move(one, two, editor=organiser, meeting=meeting, is_up=False, fields=said("書き換え"))
    assert texts() == "一三二"
    with pytest.raises(ValidationError):
        move(one, three, editor=organiser, meeting=meeting, is_up=False, fields=said("一", item=2))
    assert texts() == "一三二"


def test_words_typed_are_saved_with_the_move_or_refused_with_it(meeting, organiser, second, lines):
    one, two, _three = lines
    move(two, one, editor=organiser, meeting=meeting, fields=said("弐"))
    assert texts() == "弐一三"
    change_line(meeting=meeting, line_id=one.pk, revision=1, editor=second, fields=said("壱"))
    with pytest.raises(StaleLine):
        move(one, two, editor=organiser, meeting=meeting, fields=said("私の一"))
    assert texts() == "弐壱三"


def test_move_makes_an_approval_read_before_it_stale(meeting, organiser, second, lines):
    read = Minutes.objects.get().revision
    move(lines[1], lines[0], editor=organiser, meeting=meeting)
    with pytest.raises(StaleMinutes):
        approve_minutes(meeting=meeting, actor=second, revision=read)
    approve_minutes(meeting=meeting, actor=second, revision=Minutes.objects.get().revision)
    with pytest.raises(ValidationError):
        move(lines[2], lines[0], editor=organiser, meeting=meeting)


def test_only_who_keeps_the_minutes_moves_lines(meeting, lines, make_person):
    with pytest.raises(PermissionDenied):
        move(lines[1], lines[0], editor=make_person("organiser", region="kyushu"), meeting=meeting)


def test_removed_line_is_no_neighbour(meeting, organiser, lines):
    one, two, three = lines
    MinutesLine.objects.filter(pk=two.pk).update(is_removed=True)
    move(three, one, editor=organiser, meeting=meeting)
    assert texts() == "三一"


def test_buttons_of_the_page_name_the_neighbours(sign_in, organiser, lines, page):
    one, two, three = lines
    client = sign_in(organiser)
    html = client.get(page).content.decode()
    assert html.count(f'value="up-{one.pk}"') == html.count(f'value="down-{three.pk}"') == 1
    assert html.count('data-move="up"') == 3
    form = {"line": two.pk, "revision": "1", "kind": "info", "agenda_item": "1", "text": "二"}
    answer = client.post(page + "line", {**form, "do": f"up-{one.pk}"})
    assert answer["Location"] == f"{page}#move-{two.pk}"
    assert texts() == "二一三"
    told = client.post(page + "line", {**form, "do": f"down-{three.pk}"}, headers={"Accept": "application/json"})
    assert (told.status_code, "順番" in told.json()["detail"]) == (422, True)
    assert texts() == "二一三"


@pytest.mark.parametrize("bad", ["up-", "up-x", "down-9999999999999999", "up-１", "left-1", "up-0"])
def test_bad_moves_are_answered_in_words_and_keep_what_was_typed(sign_in, organiser, lines, page, bad):
    form = {"line": lines[1].pk, "revision": "1", "kind": "info", "agenda_item": "1", "text": "残る言葉", "do": bad}
    answer = sign_in(organiser).post(page + "line", form)
    assert answer.status_code == 422
    assert "残る言葉" in answer.content.decode()
    assert texts() == "一二三"
