"""What a file is, by its content. Its name and what the sender says of it count for nothing."""

import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from huanzhi.work.attachments.images import measure
from huanzhi.work.attachments.types import NotTaken, Type, limits, types

HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}
MP4_BRANDS = {
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"qt  ",
    b"3gp4",
    b"3gp5",
}
MACROS = ("vbaproject.bin", "/activex/", "/embeddings/oleobject")
CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}
MARKUP = ("<!doctype", "<html", "<script", "<svg", "<?xml", "#!", "<?php")


def tell(path: Path) -> Type:
    """The type of a file by its content; NotTaken when it may not be kept."""
    size = path.stat().st_size
    if not size:
        raise NotTaken(_("the file is empty"))
    code = _code(path)
    if code is None:
        raise NotTaken(_("a file of this type is not taken: photos, PDF, Word, Excel, text and MP4 are"))
    kind = types()[code]
    if size > kind.octets:
        raise NotTaken(
            _("the file has %(size)s MB; at most %(most)s MB are taken")
            % {"size": f"{size / 1e6:.0f}", "most": kind.octets // 1_000_000}
        )
    if kind.image:
        measure(path, kind)
    return kind


def _code(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return _boxed(head)
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _office(path)
    return "text" if _is_text(path) else None


def _boxed(head: bytes) -> str | None:
    """HEIC and MP4 are boxes; the first names the brand."""
    brand = head[8:12]
    return "heic" if brand in HEIC_BRANDS else "mp4" if brand in MP4_BRANDS else None


def _office(path: Path) -> str | None:
    """A Word or Excel file: no macros, no embedded programs, not huge once unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError):
        raise NotTaken(_("the file is broken: it cannot be unpacked")) from None
    names = [part.filename.lower() for part in parts]
    if len(parts) > limits().parts or sum(part.file_size for part in parts) > limits().unpacked:
        raise NotTaken(_("the file is too large once it is unpacked"))
    if any(macro in f"/{name}" for name in names for macro in MACROS):
        raise NotTaken(_("the file holds macros or embedded programs: save it without them"))
    if "[content_types].xml" not in names:
        return None
    return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else None


def _is_text(path: Path) -> bool:
    """Text: UTF-8 or GB 18030 throughout, no control characters, no markup that a browser might run."""
    if path.stat().st_size > types()["text"].octets:
        return False
    octets = path.read_bytes()
    if CONTROLS.intersection(octets):
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = octets.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not text.lstrip().lower().startswith(MARKUP)
    return False
