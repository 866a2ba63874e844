"""The file: parts in a fixed order, without times of their own, properties from the content."""

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from huanzhi.plan.reports.docx.styles import LATIN
from huanzhi.plan.reports.layout import layout

EPOCH = (1980, 1, 1, 0, 0, 0)
FIRST = ["[Content_Types].xml", "_rels/.rels"]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(document: Any, report: dict[str, Any], day: str) -> bytes:
    """The document as bytes. Stored, not deflated: what a compressor gives depends on its edition."""
    _properties(document, report, day)
    given = io.BytesIO()
    document.save(given)
    out = io.BytesIO()
    with zipfile.ZipFile(given) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name not in FIRST, name)):
            octets = _fonts() if name == "word/fontTable.xml" else source.read(name)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            target.writestr(entry, octets)
    return out.getvalue()


def _properties(document: Any, report: dict[str, Any], day: str) -> None:
    about = document.core_properties
    at = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else datetime(1980, 1, 1, tzinfo=UTC)
    about.title, about.subject = re.sub(r"\s+", "", report["title"]), report["number"]
    about.author = about.last_modified_by = report["issuer"]
    about.created = about.modified = at
    about.revision, about.comments, about.keywords = 1, f"SHA-256 {report['sha256']}", ""
    about.language = "en-US" if report["language"] == "en" else "zh-CN"


def _fonts() -> bytes:
    """The typefaces by name, each with what stands in for it where it is not installed."""
    faces = dict(layout()["office"].values())
    rows = [
        f'<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(other)}/><w:charset w:val="86"/></w:font>'
        for name, other in faces.items()
    ]
    rows.append(f'<w:font w:name="{LATIN}"><w:charset w:val="00"/></w:font>')
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<w:fonts xmlns:w="{W}">{"".join(rows)}</w:fonts>'.encode()
