"""What is good to know at the desk: it waits for nobody."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.models import Locale, Page

from community.models import Role, RoleGrant, User
from community.queries.people_security import may_look_after_people, members_looked_after
from community.queries.places import tended_regions
from events.models import MeetingPage
from events.queries.meetings import meetings_for
from events.queries.registrations import registered_for
from search.queries.asked import failed_questions
from secunity.home.queries.desk_rows import Row

NEW_FOR = timedelta(days=30)


def next_meetings(user: User, language: str) -> list[Row]:
    """The meetings to come that this person may know of, the next one first; how many have a place at their own."""
    meetings: list[MeetingPage] = list(meetings_for(user, language).not_over()[:20])
    numbers = registered_for(user, language)
    return [Row(each.title, each.get_url() or "", each.starts_at, _meeting_note(each, numbers)) for each in meetings]


def _meeting_note(meeting: MeetingPage, numbers: dict[UUID, int]) -> str:
    place = str(meeting.working_group or meeting.region or "")
    number = numbers.get(meeting.translation_key)
    if number is None:
        return place
    words = ngettext("%(number)s person registered", "%(number)s people registered", number) % {"number": number}
    return f"{place} · {words}" if place else words


def new_members(user: User, language: str) -> list[Row]:
    """Who joined in the last 30 days, among those that this person looks after; the latest first."""
    if not may_look_after_people(user):
        return []
    since = timezone.now() - NEW_FOR
    grants = RoleGrant.objects.filter(role=Role.MEMBER, granted_at__gte=since, user__in=members_looked_after(user))
    return [
        Row(grant.user.name, reverse("members:people-security"), grant.granted_at)
        for grant in grants.select_related("user").order_by("-granted_at")
    ]


def missing_translations(user: User, language: str) -> list[Row]:
    """Published pages of this person's regions that have no page in another language of the hub yet."""
    paths = [page.path for region in tended_regions(user).prefetch_related("pages") for page in region.pages.all()]
    languages = Locale.objects.count()
    others = Page.objects.filter(translation_key=OuterRef("translation_key")).exclude(pk=OuterRef("pk"))
    pages = Page.objects.live().filter(~Exists(others)) if languages > 1 else Page.objects.none()
    return [
        Row(page.title, reverse("wagtailadmin_pages:edit", args=[page.pk]), page.last_published_at)
        for page in pages.order_by("last_published_at")
        if any(page.path.startswith(path) for path in paths)
    ]


def searched_in_vain(user: User, language: str) -> list[Row]:
    """What at least three people looked for and did not find: a hint at what to write about."""
    return [
        Row(each.text, f"{reverse('search:cases')}?{urlencode({'q': each.text})}", None, _people(each.people))
        for each in failed_questions()[:20]
    ]


def _people(number: int) -> str:
    return ngettext("%(number)s person", "%(number)s people", number) % {"number": number}
