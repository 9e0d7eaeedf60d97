"""People of every standing and one object of every kind, for the matrix of rights."""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from community.actions.proposals import propose_role
from community.models import Affiliation, RegionPage, RegionTeam, RoleProposal, User, WorkingGroup
from community.views.addresses import Address
from events.models import MeetingPage, Room
from secunity.home.models import HomePage
from tests.factories.community import OrganisationFactory, WorkingGroupFactory
from tests.factories.events import meeting, meeting_index

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
UNPROVEN = "unproven"
# Another region's organiser comes as one more standing: the outer door is the same, what is inside differs.
OTHER_ORGANISER = "other organiser"
# What a converter is given where no provider has a real object: the door is asked before the object is looked for.
SAMPLES = {"int": "999999", "uuid": str(uuid.UUID(int=0)), "slug": "sample", "str": "sample", "path": "sample"}
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass
class World:
    """Who comes (by standing, with the session they come with) and what there is."""

    people: dict[str, User]
    sessions: dict[str, str]
    team: RegionTeam
    page: RegionPage
    proposal: RoleProposal
    room: Room
    meeting: MeetingPage
    providers: dict[str, Callable[["World"], dict[str, Any]]] = field(default_factory=dict)

    def path_of(self, address: Address) -> str:
        """The address with real objects where a provider knows some, else with values that fit its converters."""
        given = PROVIDERS[address.name](self) if address.name in PROVIDERS else {}
        key = address.name or address.route
        if key in REGEX_PATHS:
            return REGEX_PATHS[key]
        return "/" + PARAMETER.sub(lambda found: _sample(given, *found.groups()), address.route)

    def ask(self, standing: str, method: str, path: str) -> HttpResponse:
        """One request by that standing; whatever it changes is undone."""
        client = Client(raise_request_exception=False)
        if standing in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[standing]
        with undone():
            return client.generic(method, path, headers={"accept": "application/json"})


@contextmanager
def undone() -> Iterator[None]:
    """Undo what the body writes."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def build(make_region: Callable, make_person: Callable, sign_in: Callable) -> World:
    """A hub with two regions, a working group, an organisation, and a person of every standing."""
    team = make_region("kinki")
    make_region("kanto")
    group = WorkingGroupFactory(code="sme")
    people: dict[str, User] = {
        "account": make_person(),
        UNPROVEN: make_person("member", totp_secret=SECRET),
        "member": make_person("member"),
        "lead": make_person("member"),
        "chair": make_person("chair", working_group=group),
        "secretary": make_person("secretary", working_group=group),
        "organiser": make_person("organiser", region="kinki"),
        OTHER_ORGANISER: make_person("organiser", region="kanto"),
        "reviewer": make_person("reviewer", region="kinki"),
        "secretariat": make_person("secretariat"),
        "administrator": make_person("administrator"),
    }
    Affiliation.objects.create(user=people["lead"], organisation=OrganisationFactory(), is_responsible=True)
    clients = {name: sign_in(person, second_factor=name != UNPROVEN) for name, person in people.items()}
    proposer = make_person("organiser", region="kinki")
    proposal = propose_role(
        user=make_person("member"), role="organiser", region=team.region, proposed_by=proposer, reason="試験"
    )
    assert isinstance(proposal, RoleProposal)
    return World(
        people=people,
        sessions={name: client.cookies[settings.SESSION_COOKIE_NAME].value for name, client in clients.items()},
        team=team,
        page=RegionPage.objects.get(region=team.region, locale__language_code="ja"),
        proposal=proposal,
        room=Room.objects.create(meeting_key=uuid.uuid4(), title_ja="定例会", working_group=group),
        meeting=_meeting(group),
    )


def _meeting(group: WorkingGroup) -> MeetingPage:
    """A public meeting of the group, to which people register."""
    home = HomePage.objects.get(locale__language_code="ja")
    return meeting(meeting_index(home), working_group=group, registration="open")


def _sample(given: dict[str, Any], converter: str | None, name: str) -> str:
    return str(given.get(name, SAMPLES[converter or "str"]))


def _page(argument: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {argument: world.page.pk}


def _key(world: World) -> dict[str, Any]:
    return {"key": world.meeting.translation_key}


# Objects by the address's name. An address that is missing here is asked with sample values.
PROVIDERS: dict[str, Callable[[World], dict[str, Any]]] = {
    "members:role-proposal": lambda world: {"pk": world.proposal.pk},
    "members:role-decide": lambda world: {"pk": world.proposal.pk},
    "members:role-revoke": lambda world: {"pk": world.people["reviewer"].role_grants.get(role="reviewer").pk},
    "events:room": lambda world: {"room": world.room.slug},
    "events:room-log": lambda world: {"room": world.room.slug},
    "events:room-backchannel": lambda world: {"room": world.room.slug},
    "events:room-moderated": lambda world: {"room": world.room.slug},
    "events:room-appeal": lambda world: {"room": world.room.slug},
    "events:meeting-calendar": _key,
    "events:registration": _key,
    "events:call": _key,
    "events:desk": _key,
    "events:registration-answer": _key,
    "events:paper-delete": _key,
    "wagtailadmin_explore": _page("parent_page_id"),
    "wagtailadmin_explore_results": _page("parent_page_id"),
    "wagtailadmin_pages:edit": _page("page_id"),
    "wagtailadmin_pages:view_draft": _page("page_id"),
    "wagtailadmin_pages:history": _page("page_id"),
    "wagtailadmin_pages:usage": _page("page_id"),
    "wagtailadmin_pages:workflow_history": _page("page_id"),
    "wagtailadmin_pages:revisions_index": _page("page_id"),
    "wagtail_localize:submit_page_translation": _page("page_id"),
    "wagtailusers_users:edit": lambda world: {"pk": world.people["member"].pk},
    "wagtailusers_users:delete": lambda world: {"pk": world.people["member"].pk},
    "wagtailusers_users:history": lambda world: {"pk": world.people["member"].pk},
    "wagtailusers_groups:edit": lambda world: {"pk": world.team.organisers.pk},
    "wagtaildocs_chooser:chosen": lambda world: {"pk": 999999},
    "wagtailimages_chooser:chosen": lambda world: {"pk": 999999},
    "wagtailadmin_collections:edit": lambda world: {"pk": world.team.collection.pk},
    "wagtailadmin_collections:set_privacy": lambda world: {"collection_id": world.team.collection.pk},
    "wagtailadmin_workflows:disable": lambda world: {"pk": world.team.workflow.pk},
    "wagtailadmin_workflows:edit": lambda world: {"pk": world.team.workflow.pk},
}
# Addresses that are written as regular expressions.
REGEX_PATHS = {
    "admin/^.*/$": "/admin/nothing-here/",
    "account_confirm_email": "/accounts/confirm-email/sample-key/",
    "account_reset_password_from_key": "/accounts/password/reset/key/abc-def/",
    "wagtaildocs_serve": "/documents/999999/sample.pdf",
    "wagtail_serve": "/",
    "api-v1:api-root": "/api/v1/nothing-here",
    "wagtailadmin_pages:revisions_compare": "/admin/pages/999999/revisions/compare/live...latest/",
}
# Inside the door: who opens the objects above; others that the door lets in are told no (403) or know nothing (404).
INSIDE: dict[str, set[str]] = {
    "members:roles": {"chair", "organiser", OTHER_ORGANISER, "secretariat", "administrator"},
    "members:role-proposal": {"organiser", "secretariat", "administrator"},
    "members:role-revoke": {"organiser", "reviewer", "secretariat", "administrator"},
    "events:room": {"chair", "secretary", "administrator"},
    "events:desk": {"chair", "secretary", "administrator"},
    "events:room-log": {"chair", "secretary", "administrator"},
    "events:room-backchannel": {"chair", "secretary", "administrator"},
    "events:room-moderated": {"chair", "secretary", "administrator"},
    "wagtailadmin_pages:edit": {"organiser", "reviewer", "administrator"},
    "wagtailadmin_pages:history": {"organiser", "reviewer", "administrator"},
}
