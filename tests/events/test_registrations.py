"""Registration as data: places, approval, the waiting list, and what is refused."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from events.actions.registrations import (
    approve_registration,
    cancel_registration,
    decline_registration,
    fill_places,
    register,
)
from events.models import MeetingPage, Registration
from events.queries.minutes import keeps_minutes, may_approve
from events.queries.people import holds_meeting
from events.queries.registrations import requests_waiting_for, shown_count
from tests.factories.community import WorkingGroupFactory
from tests.factories.events import meeting, meeting_index

State = Registration.State


@pytest.fixture
def index(content_tree):
    return meeting_index(content_tree.home["ja"])


@pytest.fixture
def people(make_person):
    return [make_person("member") for _ in range(4)]


def states(page):
    rows = Registration.objects.of_meeting(page.translation_key)
    return {row.user_id: row.state for row in rows}


def register_all(page, people):
    return [register(meeting=page, user=person) for person in people]


def test_places_go_to_the_first_and_others_wait(index, people):
    page = meeting(index, registration="open", capacity=2)

    found = [each.state for each in register_all(page, people)]

    assert found == [State.CONFIRMED, State.CONFIRMED, State.WAITING, State.WAITING]


def test_waiting_list_moves_up_in_order_with_a_mail(index, people, django_capture_on_commit_callbacks):
    page = meeting(index, registration="open", capacity=2)
    register_all(page, people)

    with django_capture_on_commit_callbacks(execute=True):
        cancel_registration(meeting=page, user=people[0])

    assert states(page)[people[2].pk] == State.CONFIRMED
    assert states(page)[people[3].pk] == State.WAITING
    moved = [each for each in mail.outbox if each.to == [people[2].email] and "繰り上がり" in each.subject]
    assert len(moved) == 1


def test_newcomer_does_not_overtake_the_waiting(index, people):
    page = meeting(index, registration="open", capacity=1)
    register_all(page, people[:2])
    MeetingPage.objects.filter(pk=page.pk).update(capacity=2)
    page.refresh_from_db()

    assert register(meeting=page, user=people[2]).state == State.WAITING
    assert [each.user_id for each in fill_places(meeting=page)] == [people[1].pk]


def test_fewer_places_take_nobodys_place(index, people):
    page = meeting(index, registration="open", capacity=3)
    register_all(page, people)
    MeetingPage.objects.filter(pk=page.pk).update(capacity=1)
    page.refresh_from_db()

    cancel_registration(meeting=page, user=people[0])

    assert [states(page)[each.pk] for each in people[1:]] == [State.CONFIRMED, State.CONFIRMED, State.WAITING]


def test_double_click_changes_nothing(index, people, django_capture_on_commit_callbacks):
    page = meeting(index, registration="open")

    with django_capture_on_commit_callbacks(execute=True):
        first, second = (register(meeting=page, user=people[0]) for _ in range(2))
        cancel_registration(meeting=page, user=people[0])
        cancel_registration(meeting=page, user=people[0])

    assert first.pk == second.pk
    assert len(mail.outbox) == 2


def test_one_row_per_person_is_held_by_the_database(index, people):
    page = meeting(index, registration="open")
    register(meeting=page, user=people[0])

    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(meeting_key=page.translation_key, user=people[0], state=State.CONFIRMED)


def test_registering_again_goes_to_the_end(index, people):
    page = meeting(index, registration="open", capacity=1)
    register_all(page, people[:2])

    cancel_registration(meeting=page, user=people[0])
    again = register(meeting=page, user=people[0])

    assert again.state == State.WAITING
    assert states(page)[people[1].pk] == State.CONFIRMED


@pytest.mark.parametrize(
    "facts",
    [
        {"registration": "none"},
        {"registration": "open", "is_cancelled": True},
        {"registration": "open", "starts_at": timezone.now() - timedelta(minutes=1)},
    ],
)
def test_closed_registration_is_refused_in_words(index, people, facts):
    page = meeting(index, **facts)

    with pytest.raises(ValidationError, match="締め切りました"):
        register(meeting=page, user=people[0])


def test_group_meeting_is_for_the_group(content_tree, index, people):
    group = WorkingGroupFactory(code="sme")
    page = meeting(index, registration="open", working_group=group)
    people[0].working_groups.add(group)

    assert register(meeting=page, user=people[0]).state == State.CONFIRMED
    with pytest.raises(PermissionDenied):
        register(meeting=page, user=people[1])


def test_organisers_of_the_region_answer_and_nobody_else(make_region, index, make_person, people):
    region = make_region("kinki").region
    make_region("kanto")
    organiser = make_person("organiser", region="kinki")
    page = meeting(index, registration="approval", region=region, capacity=1)
    asked = register_all(page, people[:3])
    assert {each.state for each in asked} == {State.REQUESTED}

    for stranger in (people[0], make_person("organiser", region="kanto")):
        with pytest.raises(PermissionDenied):
            approve_registration(registration=asked[0], meeting=page, by=stranger)
    assert approve_registration(registration=asked[0], meeting=page, by=organiser).state == State.CONFIRMED
    assert approve_registration(registration=asked[1], meeting=page, by=organiser).state == State.WAITING
    with pytest.raises(ValidationError, match="回答済み"):
        approve_registration(registration=asked[0], meeting=page, by=organiser)


def test_declining_needs_a_reason_and_ends_it(index, make_person, people, django_capture_on_commit_callbacks):
    office = make_person("secretariat")
    page = meeting(index, registration="approval")
    asked = register(meeting=page, user=people[0])

    with pytest.raises(ValidationError):
        decline_registration(registration=asked, meeting=page, by=office, answer="  ")
    with django_capture_on_commit_callbacks(execute=True):
        decline_registration(registration=asked, meeting=page, by=office, answer="定員の都合です")
    with pytest.raises(ValidationError, match="見送り"):
        register(meeting=page, user=people[0])

    assert "定員の都合です" in mail.outbox[-1].body


def test_desk_counts_what_waits_for_whom(index, make_person, people):
    office = make_person("secretariat")
    page = meeting(index, registration="approval")
    register_all(page, people[:2])

    assert [(each.pk, number) for each, number in requests_waiting_for(office, "ja")] == [(page.pk, 2)]
    assert requests_waiting_for(people[0], "ja") == []


def test_notes_rest_sealed(index, people):
    page = meeting(index, registration="open")
    register(meeting=page, user=people[0], message="手話通訳が必要です")

    with connection.cursor() as cursor:
        cursor.execute("SELECT message FROM events_registration")
        (stored,) = cursor.fetchone()
    assert "手話" not in stored
    assert Registration.objects.get().message == "手話通訳が必要です"


def test_cancelled_meeting_is_neither_held_now_nor_next(index, client):
    now = timezone.now()
    meeting(index, slug="off-now", title="取りやめの会", starts_at=now, is_cancelled=True)
    meeting(index, slug="off", title="中止の会", starts_at=now + timedelta(hours=2), is_cancelled=True)
    meeting(index, slug="on", title="次に開く会", starts_at=now + timedelta(hours=3))

    answer = client.get(index.url)
    text = answer.content.decode()

    assert answer.context_data["open_now"] == []
    assert answer.context_data["next_one"].title == "次に開く会"
    assert "次の会議" in text
    assert "中止" in text
    assert "開催中" not in client.get(f"{index.url}off-now/").content.decode()


def test_members_read_how_many_come_from_three_on(index, people, sign_in):
    page = meeting(index, registration="open")
    register_all(page, people[:2])
    reader = sign_in(people[3])
    before = reader.get(page.url).content.decode()
    register(meeting=page, user=people[2])

    assert "名が参加します" not in before
    assert "3名が参加します" in reader.get(page.url).content.decode()


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (1, None), (2, None), (3, 3)])
def test_small_numbers_are_not_shown(number, shown):
    assert shown_count(number) == shown


def test_who_holds_a_meeting_and_who_keeps_and_approves_its_minutes(content_tree, make_region, index, make_person):
    region, group = make_region("kinki").region, WorkingGroupFactory(code="sme")
    people = {
        "chair": make_person("chair", working_group=group),
        "secretary": make_person("secretary", working_group=group),
        "organiser": make_person("organiser", region="kinki"),
        "secretariat": make_person("secretariat"),
        "member": make_person("member"),
    }
    administrator = make_person("administrator")
    pages = {
        "group": meeting(index, working_group=group),
        "group in region": meeting(index, working_group=group, region=region),
        "region": meeting(index, region=region),
        "open": meeting(index),
    }

    def who(may, page):
        assert may(administrator, page)
        return {name for name, user in people.items() if may(user, page)}

    assert {name: who(holds_meeting, page) for name, page in pages.items()} == {
        "group": {"chair", "secretary"},
        "group in region": {"chair", "secretary", "organiser"},
        "region": {"organiser"},
        "open": {"secretariat"},
    }
    # The secretariat helps to write, and opens no registrations of others' meetings by that.
    assert {name: who(keeps_minutes, page) for name, page in pages.items()} == {
        "group": {"chair", "secretary", "secretariat"},
        "group in region": {"chair", "secretary", "secretariat"},
        "region": {"organiser", "secretariat"},
        "open": {"secretariat"},
    }
    assert {name: who(may_approve, page) for name, page in pages.items()} == {
        "group": {"chair"},
        "group in region": {"chair"},
        "region": {"organiser"},
        "open": {"secretariat"},
    }
