"""What follows when a meeting is published, changed or taken back."""

from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import User
from events.actions.mails import tell_changes, tell_taken_back
from events.actions.registrations import fill_places
from events.actions.room.backchannel import follow_meeting
from events.actions.room.settling import settle_rule
from events.models import MeetingDesk, MeetingPage, Room
from events.models.video import check_call_url, new_call_url
from events.queries.people import holds_meeting
from secunity.core.actions import touch_content


@transaction.atomic
def settle_meeting(*, meeting: MeetingPage) -> Room | None:
    """Bring everything that hangs on a published meeting in step, and return its room if it has one.

    Times, region, group, label and audience are one fact in all languages: the Japanese page leads where it is
    published, else `meeting`. Call it after publishing a meeting in code; the admin's publishing calls it by signal.
    """
    leading = _leading_page(meeting)
    _share_facts(leading)
    room = ensure_room(meeting=leading)
    ensure_call(meeting=leading)
    tell_changes(meeting=leading)
    fill_places(meeting=leading)
    touch_content()
    return room


@transaction.atomic
def ensure_call(*, meeting: MeetingPage) -> str:
    """The address of the call: given by somebody, else made so that nobody can guess it; "" for a meeting without."""
    if not meeting.has_video:
        return ""
    desk = MeetingDesk.held(meeting.translation_key)
    if not desk.call_url:
        desk.call_url = new_call_url()
        desk.save(update_fields=["call_url"])
    return desk.call_url


@transaction.atomic
def ensure_room(*, meeting: MeetingPage) -> Room | None:
    """The room of `meeting`, made if it was missing, open when the meeting needs it; None without a room
    and for a cancelled meeting."""
    if not meeting.has_room or meeting.is_cancelled:
        close_room(meeting_key=meeting.translation_key)
        return None
    room, _is_new = Room.objects.update_or_create(
        meeting_key=meeting.translation_key,
        defaults={
            **_titles(meeting),
            "working_group": meeting.working_group,
            "is_open_to_members": meeting.working_group is None,
            "opens_at": meeting.room_opens_at,
            "closes_at": meeting.room_closes_at,
        },
    )
    settle_rule(room=room, tlp=meeting.tlp_id, is_chatham_house=meeting.is_chatham_house)
    follow_meeting(room)
    return room


@transaction.atomic
def change_call(*, meeting: MeetingPage, by: User, url: str) -> None:
    """Hold the call at `url`, or at a new address of the usual server where it is empty; the one before is forgotten.

    PermissionDenied unless `by` holds the meeting, ValidationError for an address that is none.
    """
    if not holds_meeting(by, meeting):
        raise PermissionDenied(_("This is for those who hold the meeting."))
    desk = MeetingDesk.held(meeting.translation_key)
    desk.call_url = check_call_url(url) if url else new_call_url()
    desk.save(update_fields=["call_url"])
    log(instance=meeting, action="events.call_changed", user=User.objects.get(pk=by.pk))


@transaction.atomic
def retire_meeting(*, meeting: MeetingPage) -> None:
    """After a page was taken back: unless the meeting is still published in another language, close its room and
    tell those who meant to come."""
    if not MeetingPage.objects.live().filter(translation_key=meeting.translation_key).exists():
        close_room(meeting_key=meeting.translation_key)
        tell_taken_back(meeting=meeting)
    touch_content()


def close_room(*, meeting_key: UUID) -> None:
    """Close the room of a meeting now, if it has one that would still be open."""
    now = timezone.now()
    of_meeting = Q(meeting_key=meeting_key) | Q(backchannel_of__meeting_key=meeting_key)
    Room.objects.filter(of_meeting, closes_at__gt=now).update(closes_at=now)


def _titles(meeting: MeetingPage) -> dict[str, str]:
    # An alias repeats the words of another language's page: it is no translation.
    pages = MeetingPage.objects.live().filter(translation_key=meeting.translation_key, alias_of__isnull=True)
    titles = dict(pages.values_list("locale__language_code", "title"))
    return {"title_ja": titles.get("ja", meeting.title), "title_en": titles.get("en", "")}


def _leading_page(meeting: MeetingPage) -> MeetingPage:
    if meeting.locale.language_code == settings.LANGUAGE_CODE:
        return meeting
    translations = MeetingPage.objects.live().filter(translation_key=meeting.translation_key)
    return translations.filter(locale__language_code=settings.LANGUAGE_CODE).first() or meeting


def _share_facts(leading: MeetingPage) -> None:
    names = [MeetingPage._meta.get_field(name).attname for name in MeetingPage.SHARED_FIELDS]
    facts = {name: getattr(leading, name) for name in names}
    for page in MeetingPage.objects.filter(translation_key=leading.translation_key).exclude(pk=leading.pk):
        if any(getattr(page, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(page, name, value)
            page.save(clean=False, update_fields=list(MeetingPage.SHARED_FIELDS))
