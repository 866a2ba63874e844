"""From a file's bytes to the plan's text; what cannot be one is refused in one sentence."""

import io
import re
import zipfile
from pathlib import Path

BOOKMARK = re.compile(r"\[bookmark: [^\]\n]*\]")
LONGEST = 20_000_000  # bytes; a plan of a thousand pages is a tenth of it
HAN = re.compile(r"[一-鿿]")


class PlanUnreadable(ValueError):
    """The file is not a plan that can be read; the message names the file and why."""


def text_of(data: bytes, name: str) -> tuple[str, list[str]]:
    """The text of a plan file, bookmarks removed, and remarks about how it had to be read.

    Parameters: the file's bytes and its name (for messages). Raises PlanUnreadable.
    """
    if not data.strip():
        raise PlanUnreadable(f"{name}: the file is empty")
    if len(data) > LONGEST:
        raise PlanUnreadable(f"{name}: {len(data)} bytes is more than a plan document has ({LONGEST})")
    if data.startswith(b"%PDF"):
        raise PlanUnreadable(
            f"{name}: this is a PDF whatever its name says; export it as .docx or text first"
        )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise PlanUnreadable(f"{name}: this is an old .doc; save it as .docx first")
    if data.startswith(b"PK"):
        return _from_docx(data, name), []
    text, remarks = _decoded(data, name)
    return BOOKMARK.sub("", text), remarks


def _from_docx(data: bytes, name: str) -> str:
    from huanzhi.wire.plandoc import docx

    try:
        return BOOKMARK.sub("", docx.text(io.BytesIO(data)))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise PlanUnreadable(f"{name}: not a readable .docx ({error})") from None


def _decoded(data: bytes, name: str) -> tuple[str, list[str]]:
    """UTF-8 as it should be; GB 18030 (with GBK in it) when that gives Chinese; nothing else is guessed."""
    try:
        text, remarks = data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            text, remarks = data.decode("utf-16", errors="replace"), ["UTF-16"]
        else:
            try:
                text, remarks = data.decode("gb18030"), ["GB 18030"]
            except UnicodeDecodeError:
                where = error.start
                raise PlanUnreadable(
                    f"{name}: neither UTF-8 nor GBK text (first bad byte at {where})"
                ) from None
    if "\x00" in text or len(HAN.findall(text)) < max(20, len(text) // 50):
        raise PlanUnreadable(f"{name}: no Chinese text in it; is it the right file?")
    return text.replace("\r\n", "\n").replace("\r", "\n"), remarks


def file_bytes(path: Path) -> bytes:
    """The bytes of a file; PlanUnreadable when it is not there or a folder."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise PlanUnreadable(f"{path}: {error.strerror}") from None
