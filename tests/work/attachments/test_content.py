"""A file is told by its content; what is not on the list, broken, or a bomb is refused with a reason."""

import pytest
from tests.work.photos import office, photo, png_of

from huanzhi.work.attachments.content import tell
from huanzhi.work.attachments.types import NotTaken, types


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


TAKEN = {
    "jpeg": photo(),
    "png": photo(kind="PNG"),
    "webp": photo(kind="WEBP"),
    "heic": b"\0\0\0\x18ftypheic" + bytes(40),
    "pdf": b"%PDF-1.7\n1 0 obj",
    "docx": office("word/document.xml"),
    "xlsx": office("xl/workbook.xml"),
    "text": "时间,值\n08:00,12.5\n".encode("gb18030"),
    "mp4": b"\0\0\0\x18ftypisom" + bytes(40),
}
REFUSED = {
    "nothing": (b"", "empty"),
    "program": (b"MZ\x90\0" + bytes(60), "not taken"),
    "elf": (b"\x7fELF" + bytes(60), "not taken"),
    "page": (b"<!DOCTYPE html><script>alert(1)</script>", "not taken"),
    "page with blanks before it": (b" \n <HTML>", "not taken"),
    "drawing with scripts": (b"<svg onload='x'/>", "not taken"),
    "script": (b"#!/bin/sh\nrm", "not taken"),
    "half a photo": (photo()[:400], "broken"),
    "a program called a photo": (b"\xff\xd8\xffMZ", "broken"),
    "plain archive": (office("a.exe").replace(b"[Content_Types].xml", b"[Kontent_Types].xml"), "not taken"),
    "macros": (office("word/document.xml", "word/vbaProject.bin"), "macros"),
    "embedded program": (office("xl/workbook.xml", "xl/embeddings/oleObject1.bin"), "macros"),
    "half an archive": (office("word/document.xml")[:60], "broken"),
}


@pytest.mark.parametrize("code", TAKEN)
def test_told_by_content(tmp_path, code):
    path = tmp_path / "name.that.says.nothing"
    path.write_bytes(TAKEN[code])
    assert tell(path) == types()[code]


@pytest.mark.parametrize("name", REFUSED)
def test_refused(tmp_path, name):
    octets, words = REFUSED[name]
    path = tmp_path / "photo.jpg"
    path.write_bytes(octets)
    with pytest.raises(NotTaken, match=words):
        tell(path)


def test_an_image_of_too_many_pixels_is_refused_before_it_is_opened(tmp_path):
    path = tmp_path / "bomb.png"
    path.write_bytes(png_of(8000, 6000))
    assert path.stat().st_size < types()["png"].octets
    with pytest.raises(NotTaken, match="8000 × 6000 pixels"):
        tell(path)


def test_an_archive_that_is_huge_once_unpacked_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(office("xl/workbook.xml", "xl/sheet.xml", content=bytes(110_000_000)))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(NotTaken, match="once it is unpacked"):
        tell(path)


def test_a_type_has_its_own_largest_size(tmp_path):
    path = tmp_path / "long.txt"
    path.write_bytes(b"a" * (types()["text"].octets + 1))
    with pytest.raises(NotTaken):
        tell(path)
