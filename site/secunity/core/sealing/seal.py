"""One seal per class of data, made from the hub's keys; knows no Django and no files."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class BrokenSealError(ValueError):
    """The text was sealed with a key that is not at hand, or was changed since."""


class Seal:
    """Seals and opens with the newest of `keys` (any secret texts), opens with the older ones too.

    Each purpose has keys of its own (HKDF-SHA256, RFC 5869), so that what is sealed for one opens for no other.
    """

    def __init__(self, keys: Sequence[str], purpose: str) -> None:
        if not keys:
            raise ValueError("a seal needs at least one key")
        self._box = MultiFernet([Fernet(_derive(key, purpose)) for key in keys])

    def close(self, content: bytes) -> str:
        """`content` sealed, as ASCII text; the same content gives another text each time."""
        return self._box.encrypt(content).decode("ascii")

    def open(self, token: str) -> bytes:
        """What was sealed; BrokenSealError where it cannot be opened."""
        try:
            return self._box.decrypt(token.encode("ascii"))
        except (InvalidToken, UnicodeEncodeError) as error:
            raise BrokenSealError("this was sealed with another key, or changed") from error

    def renew(self, token: str) -> str:
        """The same content under the newest key; BrokenSealError where it cannot be opened."""
        try:
            return self._box.rotate(token.encode("ascii")).decode("ascii")
        except (InvalidToken, UnicodeEncodeError) as error:
            raise BrokenSealError("this was sealed with another key, or changed") from error


def keyed_hash(keys: Sequence[str], purpose: str, content: str) -> str:
    """HMAC-SHA256 (RFC 2104) of `content` in 64 hexadecimal digits, under the oldest key: it must outlive a renewal."""
    return hmac.new(_derive(keys[-1], f"hash:{purpose}"), content.encode(), hashlib.sha256).hexdigest()


def _derive(key: str, purpose: str) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"secunity:{purpose}".encode())
    return urlsafe_b64encode(kdf.derive(key.encode()))
