"""Secrets of the second step: closed with the installation's key, codes checked, recovery codes hashed. Pure."""

import base64
import hmac
import secrets
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken

STEP = 30  # seconds a code counts (RFC 6238)
DRIFT = 1  # steps before and after that count too, since clocks of telephones differ
CODES, LENGTH = 10, 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


def _key(secret_key: str, purpose: str) -> bytes:
    return hmac.digest(secret_key.encode(), b"huanzhi " + purpose.encode(), "sha256")


def close(secret: str, secret_key: str, purpose: str = "second step") -> str:
    """A secret as it may lie in the database."""
    return Fernet(base64.urlsafe_b64encode(_key(secret_key, purpose))).encrypt(secret.encode()).decode()


def open_(closed: str, secret_key: str, purpose: str = "second step") -> str:
    """The secret again; ValueError when the installation's key is another than it was closed with.

    >>> open_(close("JBSWY3DPEHPK3PXP", "key"), "key")
    'JBSWY3DPEHPK3PXP'
    """
    try:
        return Fernet(base64.urlsafe_b64encode(_key(secret_key, purpose))).decrypt(closed).decode()
    except InvalidToken:
        raise ValueError(f"{purpose}: closed with another key of the installation") from None


def step_of(secret: str, code: str, now: datetime, after: int) -> int | None:
    """The time step a code belongs to; None when it is wrong, or not newer than the one used last.

    >>> from datetime import UTC
    >>> secret = base64.b32encode(b"12345678901234567890").decode()  # RFC 6238, appendix B
    >>> step_of(secret, "287082", datetime.fromtimestamp(59, UTC), 0)
    1
    >>> step_of(secret, "287082", datetime.fromtimestamp(59, UTC), 1) is None  # used
    True
    """
    digits = code.strip().replace(" ", "")
    if not (digits.isascii() and digits.isdigit()):
        return None
    current = int(now.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    for step in range(current - DRIFT, current + DRIFT + 1):
        if step > after and hmac.compare_digest(totp.at(step * STEP), digits):
            return step
    return None


def fresh_codes() -> list[str]:
    """Recovery codes to be shown once: ten of ten letters, 49 bits each."""
    return ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(CODES)]


def code_hash(code: str, secret_key: str) -> str:
    """How a recovery code is kept: under the installation's key, so that the table alone gives nothing.

    >>> code_hash("abcde-fghjk", "key") == code_hash(" ABCDEFGHJK", "key")
    True
    """
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return hmac.new(_key(secret_key, "recovery codes"), plain.encode(), "sha256").hexdigest()
