"""What is sealed opens for nobody without the key, and stays readable over a change of keys."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from secunity.core.models import OutgoingMail
from secunity.core.queries import keyed_hash
from secunity.core.sealing import BrokenSealError, Seal

OLD, NEW = "an-old-key-of-the-hub", "a-new-key-of-the-hub"
WORDS = "担当 架空花子"


@given(st.binary(max_size=2000))
def test_seal_gives_back_what_it_closed(content: bytes) -> None:
    seal = Seal([NEW], "P2")
    token = seal.close(content)
    assert seal.open(token) == content
    assert token.isascii()


@pytest.mark.parametrize("other", [Seal([OLD], "P2"), Seal([NEW], "P3")], ids=["another key", "another class"])
def test_seal_opens_nothing_of_others(other: Seal) -> None:
    with pytest.raises(BrokenSealError):
        other.open(Seal([NEW], "P2").close(WORDS.encode()))


@pytest.mark.parametrize("token", ["", "gAAAA", "架空"])
def test_seal_refuses_what_it_never_closed(token: str) -> None:
    with pytest.raises(BrokenSealError):
        Seal([NEW], "P2").open(token)


def test_seal_refuses_a_changed_text() -> None:
    token = Seal([NEW], "P2").close(WORDS.encode())
    # In the middle every bit of a letter counts; of the last ones some say nothing.
    middle = len(token) // 2
    changed = "A" if token[middle] != "A" else "B"
    with pytest.raises(BrokenSealError):
        Seal([NEW], "P2").open(token[:middle] + changed + token[middle + 1 :])


def test_seal_needs_a_key() -> None:
    with pytest.raises(ValueError, match="at least one key"):
        Seal([], "P2")


def test_renewed_seal_needs_the_old_key_no_more() -> None:
    token = Seal([OLD], "P2").close(WORDS.encode())
    both = Seal([NEW, OLD], "P2")
    assert both.open(token) == WORDS.encode()
    assert Seal([NEW], "P2").open(both.renew(token)) == WORDS.encode()


def test_keyed_hash_stays_over_a_new_key(settings: Settings) -> None:
    before = keyed_hash("a@example.jp", "address")
    settings.SEALING_KEYS = [NEW, *settings.SEALING_KEYS]
    assert keyed_hash("a@example.jp", "address") == before
    assert keyed_hash("a@example.jp", "other purpose") != before


@pytest.mark.django_db
def test_sealed_field_lies_closed_in_the_database() -> None:
    mail = OutgoingMail.objects.create(recipient="a@example.jp", subject=WORDS, body="", attachments=[["名", 1]])
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient, subject, body, attachments FROM core_outgoingmail")
        row = cursor.fetchone()
    assert row[2] == ""
    assert not any(secret in "".join(row) for secret in ("a@example.jp", WORDS, "名"))
    mail.refresh_from_db()
    assert (mail.recipient, mail.subject, mail.attachments) == ("a@example.jp", WORDS, [["名", 1]])


@pytest.mark.django_db
def test_sealed_field_cannot_be_searched() -> None:
    with pytest.raises(FieldError, match="sealed"):
        OutgoingMail.objects.filter(recipient="a@example.jp")
    assert not OutgoingMail.objects.filter(recipient__isnull=True).exists()
