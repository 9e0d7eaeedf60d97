"""The desk: what waits for this person first, with its age, then what is good to know; one click to each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.models import Role, User
from community.queries import holds_anywhere, is_secretariat
from secunity.home.queries import desk_news, desk_tasks
from secunity.home.queries.desk_rows import Row

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing on the desk: its key and heading, where all of them are, and how this person's are found.

    `rows` answers the oldest first, only what the person may see; `url_name` is for the link to all, "" for none.
    """

    key: str
    title: str | Promise
    url_name: str
    rows: Callable[[User, str], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class DeskPart:
    """What one source has for a person: the first rows and how many there are in all."""

    key: str
    title: str | Promise
    url_name: str
    rows: tuple[Row, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)


WAITING = (
    Source("recoveries", _("Members who lost their second factor"), "members:recoveries", desk_tasks.recoveries),
    Source("applications", _("Applications"), "members:applications", desk_tasks.applications),
    Source("pages", _("Pages to check as a second person"), "", desk_tasks.pages_to_check),
    Source("reviews", _("Cases on their way to release"), "practices:reviews", desk_tasks.case_reviews),
    Source("consents", _("Cases that wait for the provider"), "practices:reviews", desk_tasks.awaited_consents),
    Source("roles", _("Roles that need a second person"), "members:roles", desk_tasks.role_proposals),
    Source("groups", _("Requests to join a working group"), "members:working-groups", desk_tasks.group_requests),
    Source("registrations", _("Registrations for meetings"), "", desk_tasks.registrations),
    Source("facts", _("Facts to look over again"), "members:places", desk_tasks.due_facts),
    Source("practices", _("Practices to look over again"), "", desk_tasks.due_practices),
    Source("problems", _("Problems that look for help"), "members:places", desk_tasks.open_problems),
)
NEWS = (
    Source("meetings", _("Next meetings"), "", desk_news.next_meetings),
    Source("members", _("New members"), "members:directory", desk_news.new_members),
    Source("in_vain", _("Searched for in vain"), "", desk_news.searched_in_vain),
    Source("translations", _("Pages without a translation"), "", desk_news.missing_translations),
)
_OFFICES = (Role.ORGANISER, Role.REVIEWER, Role.CHAIR, Role.SECRETARY)


def may_see_desk(user: User) -> bool:
    """Whether `user` has an office for which something can wait."""
    return is_secretariat(user) or any(holds_anywhere(user, role) for role in _OFFICES)


@dataclass(frozen=True)
class Desk:
    """What waits for `user`, and the news; each is looked up when it is first read. Parts with nothing in them are left
    out."""

    user: User
    language: str = settings.LANGUAGE_CODE

    @cached_property
    def waiting(self) -> tuple[DeskPart, ...]:
        """What `user` is to do."""
        return _parts(WAITING, self.user, self.language)

    @cached_property
    def news(self) -> tuple[DeskPart, ...]:
        """What is good to know."""
        return _parts(NEWS, self.user, self.language)

    @property
    def total(self) -> int:
        """How many things wait."""
        return sum(part.total for part in self.waiting)


def _parts(sources: Iterable[Source], user: User, language: str) -> tuple[DeskPart, ...]:
    found = ((source, source.rows(user, language)) for source in sources)
    return tuple(
        DeskPart(source.key, source.title, source.url_name, tuple(rows[:SHOWN]), len(rows))
        for source, rows in found
        if rows
    )
