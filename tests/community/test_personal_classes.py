"""Four classes of personal data: a marker of each is planted, and a role without the grant finds it nowhere.

Pages, search, API, exports, the admin, mails, logs, revisions and the tables themselves are looked through.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from wagtail.models import ModelLogEntry, Revision

from community.actions.consents import give_consents_of_set_up
from community.actions.export import export_own_data
from community.models import (
    Application,
    ConsentDocument,
    ConsentRecord,
    Contact,
    DirectoryEntry,
    Invitation,
    Prefecture,
    Region,
    RegionPage,
    User,
)
from community.views.addresses import ADMITTED, Address, all_addresses
from practices.models import IncidentReport
from secunity.core.actions import record_access
from tests.site.matrix_world import OTHER_ORGANISER, PARAMETER, SAMPLES, World, build

STANDINGS = ("visitor", "account", "unproven", "member", "lead", "chair", "secretary", "organiser")
STANDINGS += (OTHER_ORGANISER, "reviewer", "secretariat", "administrator")
INSIDE = {*ADMITTED["member"], OTHER_ORGANISER}
P0, P1 = "目印P0公開kaguya", "目印P1名簿momotaro"
P2, P2_CONTACT = "目印P2申込urashima", "目印P2連絡kintaro"
P3, P3_CONSENT = "目印P3事実issun", "目印P3同意hachikazuki"
# Who may find each marker somewhere: everybody else must not.
MAY: dict[str, set[str]] = {
    P0: set(STANDINGS),
    P1: {str(each) for each in INSIDE},
    P2: {OTHER_ORGANISER, "secretariat", "administrator"},
    P2_CONTACT: {OTHER_ORGANISER, "secretariat", "administrator"},
    P3: set(),
    P3_CONSENT: {"secretariat", "administrator"},
}
# Who does find it on a page: without them the search below could be blind.
DO: dict[str, tuple[str, ...]] = {P0: ("visitor", "member"), P1: ("member", "chair"), P2: (OTHER_ORGANISER,)}
ADMIN = ("/admin/", "/admin/users/", "/admin/reports/site-history/", "/admin/pages/search/", "/admin/groups/")
SEARCHES = ("/", "/cases/", "/practices/", "/api/v1/cases", "/api/v1/practices", "/members/directory/", *ADMIN)


@dataclass
class Planted:
    """A person of another region with a marker of each class, and the ways to name them in an address."""

    world: World
    subject: User
    arguments: dict[str, list[str]]


@pytest.fixture
def planted(make_region: Callable, make_person: Callable, sign_in: Callable, settings: Any) -> Planted:
    settings.API_RATE = 0
    world = build(make_region, make_person, sign_in)
    subject = make_person("member", name="語られる人")
    kanto, tokyo = Region.objects.get(code="kanto"), Prefecture.objects.get(code="13")
    RegionPage.objects.filter(region=kanto).update(intro=P0)
    entry = DirectoryEntry.objects.create(user=subject, prefecture=tokyo, is_listed=True, introduction=P1)
    contact = Contact.objects.create(user=subject, phone=P2_CONTACT)
    application = Application.objects.create(
        state="submitted",
        region=kanto,
        membership_class="individual",
        email_hash="x",
        particulars={"email": "applicant@example.jp", "person": {"name": P2, "reason": P2}},
    )
    document = ConsentDocument.objects.create(
        kind="policy", version=99, title_ja="方針", title_en="Policy", text_ja="文", text_en="Text", text_hash="h"
    )
    give_consents_of_set_up(world.people.values())
    consent = ConsentRecord.objects.create(
        document=document, user=subject, text_hash="h", particulars={"name": P3_CONSENT}
    )
    report = IncidentReport.objects.create(
        reporter=subject, region=kanto, state="submitted", texts={"title": P3, "what_happened": P3}, facts={"note": P3}
    )
    keys = [entry.pk, contact.pk, subject.pk, consent.pk, report.pk]
    named = [report.key, str(application.pk)]
    arguments = {"int": [str(key) for key in keys], "uuid": [str(application.pk)], "str": named, "slug": named}
    return Planted(world, subject, arguments)


def test_role_without_the_grant_finds_no_marker_on_any_page(planted: Planted) -> None:
    found: dict[str, set[str]] = {marker: set() for marker in MAY}
    problems = []
    asked = 0
    for standing in STANDINGS:
        cache.clear()
        for path in _paths(planted, standing):
            text = _text(planted.world.ask(standing, "GET", path))
            asked += 1
            for marker in (each for each in MAY if each in text):
                found[marker].add(standing)
                if standing not in MAY[marker]:
                    problems.append(f"{standing} found {marker} at {path}")
    assert asked > 1000
    assert not problems, "\n".join(problems[:30])
    for marker, standings in DO.items():
        assert set(standings) <= found[marker], f"nobody finds {marker} where it belongs"


def test_exports_of_others_hold_no_marker(planted: Planted) -> None:
    for standing in STANDINGS[1:]:
        text = json.dumps(export_own_data(user=planted.world.people[standing]), ensure_ascii=False, default=str)
        assert not [marker for marker in (P1, P2, P2_CONTACT, P3, P3_CONSENT) if marker in text], standing


def test_own_export_holds_ones_own_classes(planted: Planted) -> None:
    text = json.dumps(export_own_data(user=planted.subject), ensure_ascii=False, default=str)
    assert not [marker for marker in (P1, P2_CONTACT, P3, P3_CONSENT) if marker not in text]
    assert P2 not in text


def test_audit_log_and_its_file_hold_no_marker(planted: Planted, sign_in: Callable) -> None:
    secretariat = planted.world.people["secretariat"]
    for row in (*Contact.objects.all(), *ConsentRecord.objects.all(), *IncidentReport.objects.all()):
        record_access(actor=secretariat, instance=row, data_class="P2", purpose="試験")
    answer = sign_in(secretariat).post("/members/audit/export/", {"purpose": "試験のため"})
    text = b"".join(answer.streaming_content).decode()
    text += str(list(ModelLogEntry.objects.values_list("label", "data")))
    assert "secunity.access" in text
    assert not [marker for marker in MAY if marker in text]


def test_tables_hold_protected_classes_only_sealed(planted: Planted) -> None:
    text = "".join(_dump())
    assert P0 in text
    assert P1 in text
    assert not [marker for marker in (P2, P2_CONTACT, P3, P3_CONSENT) if marker in text]
    escaped = [json.dumps(marker)[1:-1] for marker in (P2, P2_CONTACT, P3, P3_CONSENT)]
    assert not [marker for marker in escaped if marker in text]


def test_revisions_and_mails_hold_no_marker(planted: Planted) -> None:
    planted.world.page.save_revision()
    text = str(list(Revision.objects.values_list("content", "object_str")))
    text += "".join(f"{each.subject}{each.body}" for each in mail.outbox)
    assert not [marker for marker in (P1, P2, P2_CONTACT, P3, P3_CONSENT) if marker in text]


def test_logs_hold_no_marker(planted: Planted, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        for path in _paths(planted, "secretariat"):
            planted.world.ask("secretariat", "GET", path)
    assert caplog.records
    assert not [marker for marker in (P2, P2_CONTACT, P3, P3_CONSENT) if marker in caplog.text]


def test_rows_name_themselves_without_their_content(planted: Planted) -> None:
    """What str() gives stands in logs, admin messages and the labels of the audit log."""
    Invitation.objects.create(email=P2, name=P2, email_hash="x", expires_at="2030-01-01T00:00Z")
    rows = [*Contact.objects.all(), *ConsentRecord.objects.all(), *IncidentReport.objects.all()]
    text = " ".join(f"{row} {row!r}" for row in (*rows, *Application.objects.all(), *Invitation.objects.all()))
    assert not [marker for marker in MAY if marker in text]


def _paths(planted: Planted, standing: str) -> Iterator[str]:
    """Every address that the door opens to this standing, with every argument that names the subject; and searches."""
    base = "organiser" if standing == OTHER_ORGANISER else standing
    for address in all_addresses():
        is_asked = address.is_own and not address.is_socket and "GET" in address.methods
        if is_asked and base in ADMITTED[address.audience or "everyone"]:
            yield from _variants(planted, address)
    yield "/regions/"
    yield "/regions/kanto/"
    for path in SEARCHES:
        # Half of each marker: a page repeats the question itself.
        for marker in (P1, P2_CONTACT, P3):
            yield f"{path}?{urlencode({'q': marker[: len(marker) // 2]})}"


def _variants(planted: Planted, address: Address) -> Iterator[str]:
    if "(?P" in address.route or address.route.startswith("^"):
        return
    yield planted.world.path_of(address)
    converters = {converter or "str" for converter, _name in PARAMETER.findall(address.route)}
    for value in {value for each in converters for value in planted.arguments.get(each, [])}:
        yield "/" + PARAMETER.sub(lambda found, value=value: _fitting(found[1] or "str", value), address.route)


def _fitting(converter: str, value: str) -> str:
    is_number = re.fullmatch(r"\d+", value)
    return value if converter != "int" or is_number else SAMPLES["int"]


def _text(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content
    return body.decode(errors="replace")


def _dump() -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names come from the database itself
            yield str(cursor.fetchall())
