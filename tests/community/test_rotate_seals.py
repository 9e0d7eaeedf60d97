"""Sealed values, second factors and files move to the newest key, in steps that may be repeated."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.models.functions import Cast

from community.models import Contact, User
from community.queries.seals import sealed_fields
from secunity.core.models import seal_for
from secunity.core.sealing import BrokenSealError, Seal

OLD, NEW = "an-old-key-of-thirty-two-characters", "a-new-key-of-thirty-two-characters!"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PHONE = "06-0000-0000"


@pytest.fixture(autouse=True)
def _old_key(settings: Any, tmp_path: Path) -> None:
    settings.SEALING_KEYS = [OLD]
    settings.DATA_DIR = tmp_path


def rotate() -> dict[str, Any]:
    out = StringIO()
    call_command("rotate_seals", "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def stored(contact: Contact) -> str:
    return (
        Contact.objects.annotate(raw=Cast("phone", models.TextField())).values_list("raw", flat=True).get(pk=contact.pk)
    )


def opens(key: str, data_class: str, token: str) -> bool:
    try:
        Seal([key], data_class).open(token)
    except BrokenSealError:
        return False
    return True


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person("member", totp_secret=SECRET)


@pytest.fixture
def contact(person: User) -> Contact:
    return Contact.objects.create(user=person, phone=PHONE)


def test_everything_moves_to_the_new_key_and_reads_the_same(contact: Contact, settings: Any, tmp_path: Path) -> None:
    file = tmp_path / "sealed" / "reports" / "ab" / "abc"
    file.parent.mkdir(parents=True)
    file.write_text(seal_for("P3").close(b"%PDF"))
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).generate_codes()
    settings.SEALING_KEYS = [NEW, OLD]
    assert rotate() == {"renewed": 4, "current": 0, "problems": []}
    settings.SEALING_KEYS = [NEW]
    assert Contact.objects.get().phone == PHONE
    assert opens(NEW, "P2", stored(contact))
    assert not opens(OLD, "P2", stored(contact))
    assert seal_for("P3").open(file.read_text()) == b"%PDF"
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).generate_codes() == codes
    assert Authenticator.objects.get(type="totp").wrap().instance.data["secret"] != SECRET


def test_second_run_has_nothing_to_do(contact: Contact, settings: Any) -> None:
    settings.SEALING_KEYS = [NEW, OLD]
    rotate()
    before = stored(contact)
    assert rotate() == {"renewed": 0, "current": 3, "problems": []}
    assert stored(contact) == before


def test_run_that_was_stopped_goes_on_where_it_was(person: User, settings: Any) -> None:
    people = [User.objects.create_user(f"p{number}@example.jp", name="x") for number in range(5)]
    contacts = [Contact.objects.create(user=each, phone=PHONE) for each in people]
    settings.SEALING_KEYS = [NEW, OLD]
    for contact in contacts[:2]:
        contact.save()
    result = rotate()
    assert (result["renewed"], result["current"]) == (3 + 2, 2)


def test_plain_secrets_of_before_are_read_and_then_sealed(person: User) -> None:
    factor = Authenticator.objects.get(user=person, type="totp")
    factor.data = {"secret": SECRET}
    factor.save()
    code = _code_now()
    assert TOTP(factor).validate_code(code)
    rotate()
    factor.refresh_from_db()
    assert SECRET not in json.dumps(factor.data)
    assert seal_for("factor").open(factor.data["secret"]).decode() == SECRET


def test_new_factors_lie_sealed(person: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        rows = str(cursor.fetchall())
    assert SECRET not in rows
    assert TOTP(Authenticator.objects.get(user=person, type="totp")).validate_code(_code_now())


def test_lost_key_is_reported_and_nothing_is_overwritten(contact: Contact, settings: Any) -> None:
    before = stored(contact)
    settings.SEALING_KEYS = [NEW]
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("rotate_seals", "--json", stdout=out, stderr=StringIO())
    assert refusal.value.returncode == 1
    assert f"community.Contact.phone {contact.pk}" in json.loads(out.getvalue())["problems"]
    assert stored(contact) == before


def test_values_written_meanwhile_are_kept(contact: Contact, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SEALING_KEYS = [NEW, OLD]
    renew = Seal.renew

    def written_meanwhile(self: Seal, token: str) -> str:
        Contact.objects.filter(pk=contact.pk).update(phone="03-1111-1111")
        return renew(self, token)

    monkeypatch.setattr(Seal, "renew", written_meanwhile)
    rotate()
    assert Contact.objects.get().phone == "03-1111-1111"


def test_every_class_has_fields_that_the_command_knows() -> None:
    assert {"P2", "P3", "mail"} <= {field.data_class for _model, field in sealed_fields()}


def _code_now() -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))
