"""Runs, links and pictures of WordprocessingML as text, parsed once a block: long tables stay quick."""

import io
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm
from lxml import etree

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)


class Marking:
    """Knows the relationships of links: one an address."""

    def __init__(self, part: Any) -> None:
        self.part = part
        self.links: dict[str, str] = {}

    def words(self, text: str, style: str = "") -> str:
        """A run of words; `style` names a style of characters."""
        named = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
        lines = text.split("\n")
        inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
        return f"<w:r>{named}{inner}</w:r>"

    def link(self, href: str, text: str) -> str:
        """Words that open an address."""
        if href not in self.links:
            self.links[href] = self.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return f'<w:hyperlink r:id="{self.links[href]}">{self.words(text, "Proof")}</w:hyperlink>'

    def runs(self, parts: list[dict[str, Any]]) -> str:
        """A text: each figure opens its proof, its number the index."""
        return "".join(self._run(part) for part in parts)

    def _run(self, part: dict[str, Any]) -> str:
        if "t" in part:
            return self.words(part["t"])
        place = self.words(f"[{part['ref']}]", "Reference")
        inner = f'<w:hyperlink w:anchor="source-{part["ref"]}">{place}</w:hyperlink>'
        return self.link(part["href"], part["v"]) + inner


def paragraph(inner: str, style: str, before: str = "") -> str:
    """A paragraph in a style; `before`: more of its properties."""
    return f'<w:p {NAMES}><w:pPr><w:pStyle w:val="{style}"/>{before}</w:pPr>{inner}</w:p>'


def bookmarked(inner: str, name: str, number: int) -> str:
    """Something that a link within the document leads to."""
    start = f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>'
    return f'{start}{inner}<w:bookmarkEnd w:id="{number}"/>'


def picture(document: Any, octets: bytes, width: float, height: float, words: str) -> str:
    """A picture in a run, with words for who cannot see it."""
    inline = document.part.new_pic_inline(io.BytesIO(octets), Mm(width), Mm(height))
    inline.docPr.set("descr", words)
    return f"<w:r><w:drawing>{etree.tostring(inline, encoding='unicode')}</w:drawing></w:r>"
