"""What follows when a meeting is published, changed or taken back."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events.models import MeetingPage, Room
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
    touch_content()
    return room


@transaction.atomic
def ensure_room(*, meeting: MeetingPage) -> Room | None:
    """The room of `meeting`, made if it was missing, open when the meeting needs it; None without a room."""
    if not meeting.has_room:
        close_room(meeting_key=meeting.translation_key)
        return None
    room, _is_new = Room.objects.update_or_create(
        meeting_key=meeting.translation_key,
        defaults={
            **_titles(meeting),
            "working_group": meeting.working_group,
            "is_open_to_members": meeting.working_group is None,
            "tlp": meeting.tlp,
            "opens_at": meeting.room_opens_at,
            "closes_at": meeting.room_closes_at,
        },
    )
    return room


@transaction.atomic
def retire_meeting(*, meeting_key: UUID) -> None:
    """After a page was taken back: close the room unless the meeting is still published in another language."""
    if not MeetingPage.objects.live().filter(translation_key=meeting_key).exists():
        close_room(meeting_key=meeting_key)
    touch_content()


def close_room(*, meeting_key: UUID) -> None:
    """Close the room of a meeting now, if it has one that would still be open."""
    now = timezone.now()
    Room.objects.filter(meeting_key=meeting_key, closes_at__gt=now).update(closes_at=now)


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
