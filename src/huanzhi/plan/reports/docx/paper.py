"""Paper, styles, header and footer of a .docx, from layout.toml."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from huanzhi.plan.reports.docx.marking import NAMES
from huanzhi.plan.reports.docx.styles import STYLES, apply
from huanzhi.plan.reports.layout import layout

TWIPS = 56.6929
FIELD = (
    '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r>'
)


def colon(report: dict[str, Any]) -> str:
    """The colon of the language."""
    return "：" if report["language"] == "zh-hans" else ": "


def prepare(document: Any, report: dict[str, Any]) -> None:
    """Set page, styles, the mark of simulated data and page numbers."""
    page, section = layout()["page"], document.sections[0]
    section.page_width, section.page_height = Mm(page["width"]), Mm(page["height"])
    section.top_margin, section.bottom_margin = Mm(page["top"]), Mm(page["bottom"])
    section.left_margin, section.right_margin = Mm(page["left"]), Mm(page["right"])
    section.header_distance, section.footer_distance = Mm(18), Mm(page["bottom"] - 7 - 5)
    for name, look in STYLES.items():
        apply(document, name, look)
    document.settings.odd_and_even_pages_header_footer = True
    both = (
        (section.header, section.footer, ALIGN.RIGHT),
        (section.even_page_header, section.even_page_footer, ALIGN.LEFT),
    )
    for header, footer, side in both:
        if report["simulated"]:
            line = header.paragraphs[0]
            line.style = document.styles["Mark of data"]
            line.add_run(report["simulated"])
        foot = footer.paragraphs[0]
        foot.style, foot.alignment = document.styles["Page number"], side
        for run in parse_xml(f"<w:p {NAMES}>{FIELD}</w:p>").findall(qn("w:r")):
            foot._p.append(run)
    _language(document, report["language"])
    _lighten(document)


def _lighten(document: Any) -> None:
    """Leave out what the template brings and nothing here uses: styles of tables, a picture of an empty page."""
    for holder in (document.part, document.part.package):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                del holder.rels[key]
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) is None:
            styles.remove(style)


def _language(document: Any, language: str) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    lang = defaults.find(f".//{qn('w:lang')}")
    lang.set(qn("w:val"), "en-US" if language == "en" else "zh-CN")
    lang.set(qn("w:eastAsia"), "zh-CN")


def section(document: Any, wide: bool) -> str:
    """A paragraph that ends a section, upright or turned sideways, with the header and footer of the last one."""
    page = layout()["page"]
    sides = ("width", "height", "top", "right", "bottom", "left")
    width, height, top, right, bottom, left = (round(page[side] * TWIPS) for side in sides)
    if wide:  # the upper edge of the text lies at the binding edge
        size = f'<w:pgSz w:w="{height}" w:h="{width}" w:orient="landscape"/>'
        top, right, bottom, left = left, top, right, bottom
    else:
        size = f'<w:pgSz w:w="{width}" w:h="{height}"/>'
    last = document.element.body.sectPr
    kept = [part for part in last if part.tag in (qn("w:headerReference"), qn("w:footerReference"))]
    held = "".join(etree.tostring(part, encoding="unicode") for part in kept)
    margins = (
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="{round((12 if wide else 18) * TWIPS)}" w:footer="{round((10 if wide else 23) * TWIPS)}" '
        'w:gutter="0"/>'
    )
    return (
        f'<w:p {NAMES}><w:pPr><w:pStyle w:val="Gap"/><w:sectPr>{held}<w:type w:val="nextPage"/>'
        f"{size}{margins}</w:sectPr></w:pPr></w:p>"
    )
