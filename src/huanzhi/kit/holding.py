"""A file between the look at what it would do and doing it: held for an hour, for the one who brought it."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core import signing

SALT, HOUR = "kit.holding", 3600


def _place(digest: str) -> Path:
    folder = Path(settings.MEDIA_ROOT) / "held"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / digest


def hold(content: bytes, name: str, user_id: int) -> str:
    """Keep a file; the token fetches it again."""
    digest = hashlib.sha256(content).hexdigest()
    _place(digest).write_bytes(content)
    return signing.dumps([digest, name, user_id], salt=SALT)


def fetch(token: str, user_id: int) -> tuple[bytes, str]:
    """The file and its name; ValueError when the token is not this person's, too old, or the file is gone."""
    try:
        digest, name, owner = signing.loads(token, salt=SALT, max_age=HOUR)
        if owner != user_id:
            raise signing.BadSignature
        content = _place(digest).read_bytes()
    except (signing.BadSignature, OSError):
        raise ValueError("the file is no longer held; bring it again") from None
    _place(digest).unlink(missing_ok=True)
    return content, name
