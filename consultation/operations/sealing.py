"""Sealing: what has to be read again and must not be read in a copy of the database.

AES-256-GCM (NIST SP 800-38D) under a key that HKDF (RFC 5869) derives from the instance's secret
key, which lies in the data folder and not in the database.
"""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from consultation.errors import SealBroken

SEALED = "sealed:"
"""How a sealed text begins; no secret of an app has a small letter."""
LABEL = b"plenary: secret of the second factor"
"""Sets this key apart from whatever else is derived from the secret key."""
NONCE = 12
"""Bytes, random for each text."""


def seal(text: str, *, owner: int, secret_key: str, kind: str = "person") -> str:
    """The text, sealed for the person (or the row of another `kind`) whose number is `owner`."""
    nonce = secrets.token_bytes(NONCE)
    sealed = _cipher(secret_key).encrypt(nonce, text.encode(), _bound_to(kind, owner))
    return SEALED + base64.b64encode(nonce + sealed).decode()


def opened(sealed: str, *, owner: int, secret_key: str, kind: str = "person") -> str:
    """What was sealed for that person or row.

    Raises SealBroken under another secret key, for another owner, and for what was changed or
    was never sealed.
    """
    try:
        raw = base64.b64decode(sealed.removeprefix(SEALED))
        text = _cipher(secret_key).decrypt(raw[:NONCE], raw[NONCE:], _bound_to(kind, owner))
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error
    return text.decode()


def _cipher(secret_key: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=LABEL)
    return AESGCM(derived.derive(secret_key.encode()))


def _bound_to(kind: str, owner: int) -> bytes:
    return f"{kind} {owner}".encode()
