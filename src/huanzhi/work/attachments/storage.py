"""Storage 存放: originals written once under their own hash, on the disk before anybody is told; read only if whole."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from huanzhi.work.attachments.images import PUBLIC, SMALL, copy
from huanzhi.work.attachments.types import NotTaken, largest

SIDES = {"small": SMALL, "public": PUBLIC}
BLOCK = 1 << 20


class Damaged(OSError):
    """An original that is gone, or no longer what its hash says."""


@dataclass(frozen=True)
class Arrived:
    """A file that has arrived whole and waits to be kept."""

    path: Path
    sha256: str
    size: int


def folder() -> Path:
    """Where originals lie."""
    return Path(settings.ATTACHMENTS)


def place(sha256: str) -> Path:
    """The file of a hash, in a folder of at most 256."""
    return folder() / sha256[:2] / sha256


def arrive(chunks: Iterable[bytes]) -> Arrived:
    """Write what comes in beside the originals and hash it; NotTaken past the largest size. `keep` or `drop` it."""
    (waiting := folder() / "arriving").mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=waiting)
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > largest():
                    raise NotTaken(
                        _("the file is too large: %(most)s MB at most") % {"most": largest() // 1_000_000}
                    )
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Arrived(Path(name), digest.hexdigest(), size)


def drop(arrived: Arrived) -> None:
    """Forget what arrived; nothing to do when it was kept."""
    arrived.path.unlink(missing_ok=True)


def keep(arrived: Arrived) -> Path:
    """Put it under its hash, for good: an original that is there is never written again."""
    target = place(arrived.sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    arrived.path.chmod(0o440)
    try:
        os.link(arrived.path, target)
    except FileExistsError:
        if hash_of(target) != arrived.sha256:  # the new one is whole: it takes the damaged one's place
            os.replace(arrived.path, target)
    arrived.path.unlink(missing_ok=True)
    for directory in (target.parent, folder()):
        _fsync(directory)
    return target


def _fsync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def original(sha256: str) -> Path:
    """The original, after its hash was worked out again; Damaged when it is gone or changed."""
    path = place(sha256)
    if not path.exists():
        raise Damaged(f"attachment {sha256[:12]}: the original is gone")
    if hash_of(path) != sha256:
        raise Damaged(f"attachment {sha256[:12]}: the original no longer has its hash")
    return path


def copy_of(sha256: str, which: str) -> Path:
    """A copy of an image without metadata (`small`, `public`), made on first use; it can be thrown away."""
    path = folder() / "copies" / sha256[:2] / f"{sha256}-{which}.jpg"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(copy(original(sha256), SIDES[which]))
        os.replace(name, path)
    return path


def verify(hashes: Iterable[str]) -> Iterator[str]:
    """What is wrong with the originals of these hashes, one line each; nothing when all are whole."""
    for sha256 in hashes:
        try:
            original(sha256)
        except OSError as error:
            yield str(error)
