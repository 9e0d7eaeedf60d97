"""People register for a meeting, are let in or not, take it back, and move up from the waiting list."""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import User
from community.queries.notifications import told_at_once
from events.models import MeetingDesk, MeetingPage, Registration, RegistrationMode
from events.queries.people import holders_of, holds_meeting
from events.queries.registrations import is_closed, is_full, places_left
from events.tasks.letters import write_letter
from secunity.core.actions import touch_content

State = Registration.State


@transaction.atomic
def register(*, meeting: MeetingPage, user: User, message: str = "") -> Registration:
    """Register `user`: confirmed, asking, or on the waiting list, as the meeting has it.

    Doing it twice changes nothing. PermissionDenied for who may not come, ValidationError once it is closed or after
    a refusal.
    """
    MeetingDesk.held(meeting.translation_key)
    before = Registration.objects.filter(meeting_key=meeting.translation_key, user=user).first()
    if before is not None and before.is_alive:
        return before
    _check_may_register(meeting, user, before)
    state = _first_state(meeting, user)
    registration, _is_new = Registration.objects.update_or_create(
        meeting_key=meeting.translation_key,
        user=user,
        defaults={
            "state": state,
            "message": message,
            "answer": "",
            "asked_at": timezone.now(),
            "decided_by": None,
        },
    )
    _tell(registration, meeting)
    if state == State.REQUESTED:
        for holder in told_at_once(holders_of(meeting)):
            write_letter("asked", to=holder, meeting=meeting, method=None, who=user.name)
    touch_content()
    return registration


@transaction.atomic
def cancel_registration(*, meeting: MeetingPage, user: User) -> Registration | None:
    """Take one's registration back; the first of the waiting list moves up. Twice changes nothing."""
    MeetingDesk.held(meeting.translation_key)
    registration = Registration.objects.filter(meeting_key=meeting.translation_key, user=user).first()
    if registration is None or not registration.is_alive:
        return registration
    if meeting.ends_at <= timezone.now():
        raise ValidationError(_("This meeting is over. What was, stays."))
    had_place = registration.state == State.CONFIRMED
    registration.state = State.CANCELLED
    registration.save()
    write_letter("withdrawn", to=user, meeting=meeting, method="CANCEL" if had_place else None)
    fill_places(meeting=meeting)
    return registration


@transaction.atomic
def approve_registration(*, registration: Registration, meeting: MeetingPage, by: User) -> Registration:
    """Let somebody in: with a place, or on the waiting list where there is none."""
    MeetingDesk.held(meeting.translation_key)
    registration = _asked(registration, meeting, by)
    registration.state = State.WAITING if is_full(meeting) else State.CONFIRMED
    _decide(registration, meeting, by, "events.registration_approved")
    return registration


@transaction.atomic
def decline_registration(*, registration: Registration, meeting: MeetingPage, by: User, answer: str) -> Registration:
    """Do not let somebody in, and say why."""
    MeetingDesk.held(meeting.translation_key)
    registration = _asked(registration, meeting, by)
    if not answer.strip():
        raise ValidationError({"answer": _("Please give a reason: the person who asked will read it.")})
    registration.state, registration.answer = State.DECLINED, answer.strip()
    _decide(registration, meeting, by, "events.registration_declined")
    return registration


@transaction.atomic
def fill_places(*, meeting: MeetingPage) -> list[Registration]:
    """Let the first of the waiting list have the places that are free; returns who moved up.

    Nobody moves up once the meeting has begun or is cancelled, and nobody loses a place where places were taken away.
    """
    MeetingDesk.held(meeting.translation_key)
    touch_content()
    if is_closed(meeting):
        return []
    free = places_left(meeting)
    waiting = Registration.objects.waiting().filter(meeting_key=meeting.translation_key, user__is_active=True)
    waiting = waiting.select_related("user")
    moved = list(waiting if free is None else waiting[:free])
    for registration in moved:
        registration.state = State.CONFIRMED
        registration.save()
        write_letter("moved_up", to=registration.user, meeting=meeting)
    return moved


def people_coming(meeting_key: UUID) -> list[User]:
    """Those who mean to come, with a place or not: who is told of changes."""
    alive = Registration.objects.alive().of_meeting(meeting_key).select_related("user")
    return [each.user for each in alive if each.user.is_active]


def _check_may_register(meeting: MeetingPage, user: User, before: Registration | None) -> None:
    if not meeting.live or not (meeting.may_take_part(user) or holds_meeting(user, meeting)):
        raise PermissionDenied(_("This meeting is for those who take part in the working group."))
    if is_closed(meeting):
        raise ValidationError(_("Registration is closed: the meeting has begun, is cancelled, or needs none."))
    if before is not None and before.state == State.DECLINED:
        raise ValidationError(_("The organisers have declined this registration. Please write to them."))


def _first_state(meeting: MeetingPage, user: User) -> str:
    # Who holds the meeting need not ask: nobody answers their own request.
    if meeting.registration == RegistrationMode.APPROVAL and not holds_meeting(user, meeting):
        return State.REQUESTED
    return State.WAITING if is_full(meeting) else State.CONFIRMED


def _asked(registration: Registration, meeting: MeetingPage, by: User) -> Registration:
    """The registration as it is now, if `by` may answer it and nobody has."""
    if not holds_meeting(by, meeting) or registration.user_id == by.pk:
        raise PermissionDenied(_("Registrations are answered by those who hold the meeting, not by oneself."))
    rows = Registration.objects.select_related("user").filter(meeting_key=meeting.translation_key)
    registration = rows.get(pk=registration.pk)
    if registration.state != State.REQUESTED:
        raise ValidationError(_("This registration has been answered already."))
    if is_closed(meeting):
        raise ValidationError(_("The meeting has begun or is cancelled: there is nothing to answer any more."))
    return registration


def _decide(registration: Registration, meeting: MeetingPage, by: User, action: str) -> None:
    registration.decided_by = by
    registration.save()
    person = User.objects.get(pk=by.pk)
    log(instance=meeting, action=action, user=person, data={"person": registration.user_id})
    _tell(registration, meeting)
    touch_content()


def _tell(registration: Registration, meeting: MeetingPage) -> None:
    has_place = registration.state == State.CONFIRMED
    write_letter(
        "registration",
        to=registration.user,
        meeting=meeting,
        method="REQUEST" if has_place else None,
        registration=registration,
    )
