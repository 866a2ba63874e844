"""样式 Styles: one a part of the document, so that an office can change its looks in one place."""

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from huanzhi.plan.reports.layout import layout

_SIZES = layout()["sizes"]
_TEXT = layout()["text"]
LATIN = "Times New Roman"


@dataclass(frozen=True)
class Look:
    """Typeface (by its part in layout.toml), size, alignment, spacing in points, colour."""

    face: str
    size: float
    align: str = "JUSTIFY"
    indent: int = 0  # characters
    pitch: float = 0  # points from line to line; nought: single
    before: float = 0
    after: float = 0
    bold: bool = False
    colour: str = ""
    keep: bool = False


def _body(face: str, **more: Any) -> Look:
    return Look(face, _TEXT["size"], **{"indent": _TEXT["indent"], "pitch": _TEXT["pitch"], **more})


STYLES = {
    "Normal": _body("body"),
    "Flush": _body("body", indent=0),
    "Heading 1": _body("hei", keep=True),
    "Heading 2": _body("kai", keep=True),
    "Heading 3": _body("body", keep=True),
    "Title": Look("title", _SIZES["title"], "CENTER", pitch=35, before=29, after=29),
    "Mark": Look("title", 34, "CENTER", colour="C8102E", after=20),
    "Number": Look("body", _TEXT["size"], "CENTER", after=6),
    "Signature": _body("body", align="RIGHT", indent=0),
    "Caption": Look("hei", _SIZES["caption"], "CENTER", before=6, after=4),
    "Picture": Look("body", _TEXT["size"], "CENTER", before=6, keep=True),
    "Source": Look("song", _SIZES["note"], "CENTER", after=8),
    "Note": Look("song", _SIZES["note"], "LEFT", before=3, after=3),
    "Cell": Look("song", _SIZES["table"], "LEFT", before=2, after=2),
    "Small": Look("song", _SIZES["index"], "LEFT", before=1, after=1),
    "Gap": Look("song", 8, "LEFT"),
    "IndexTitle": Look("hei", _TEXT["size"], "CENTER", after=8),
    "Mark of data": Look("hei", 9, "CENTER", colour="C8102E"),
    "Page number": Look("song", _SIZES["page_number"], "RIGHT"),
}
CHARACTERS = {"Proof": ("174A84", False), "Reference": ("174A84", True), "Strong": ("000000", False)}


def apply(document: Any, name: str, look: Look) -> None:
    """Make a style, or change that of the template."""
    styles = document.styles
    if "Proof" not in styles:
        for words, how in CHARACTERS.items():
            _characters(styles, words, *how)
    known = name in styles
    style = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not known:
        style.base_style = None
    _font(style, look)
    form = style.paragraph_format
    form.alignment = getattr(WD_ALIGN_PARAGRAPH, look.align)
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.keep_with_next = look.keep
    form.first_line_indent = Pt(look.indent * look.size)
    if look.pitch:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.pitch)
    else:
        form.line_spacing = 1.0
    borders = style.element.find(f".//{qn('w:pBdr')}")
    if borders is not None:
        borders.getparent().remove(borders)
    if name == "Signature":
        form.right_indent = Pt(4 * look.size)


def _font(style: Any, look: Look) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, False
    style.font.color.rgb = RGBColor.from_string(look.colour or "000000")
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{key}"), LATIN)
    fonts.set(qn("w:eastAsia"), layout()["office"][look.face][0])
    spacing = style.element.rPr.find(qn("w:spacing"))
    if spacing is not None:
        style.element.rPr.remove(spacing)


def _characters(styles: Any, name: str, colour: str, raised: bool) -> None:
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    style.font.color.rgb = RGBColor.from_string(colour)
    style.font.superscript = raised or None
    style.font.bold = False
    if name == "Strong":
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), layout()["office"]["hei"][0])
