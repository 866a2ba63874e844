"""表 Tables: grid lines, the head again on every page, no row cut in two."""

from typing import Any

from huanzhi.plan.reports.docx.marking import NAMES, Marking, paragraph
from huanzhi.plan.reports.layout import text_height, text_width

TWIPS = 56.6929  # a millimetre
KEEP = "<w:keepNext/>"
LINE = 'w:val="single" w:sz="4" w:space="0" w:color="3C3C3C"'
SIDES = "".join(f"<w:{side} {LINE}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))


def grid(marking: Marking, block: dict[str, Any], wide: bool = False) -> list[str]:
    """A table with its caption above."""
    room = text_height() if wide else text_width()
    words = marking.words(f"{block['label']}　{block['caption']}")
    caption = [paragraph(words, "Caption", "<w:keepNext/>")] if block["caption"] else []
    rows = [[marking.runs(cell) for cell in row] for row in block["rows"]]
    drawn = drawn_table(
        block["head"], rows, block["widths"], block["aligns"], room, "Cell", marking, block["whole"]
    )
    return [*caption, drawn, paragraph("", "Gap")]


def drawn_table(
    head: list[str], rows: list[list[str]], widths: list[float], aligns: list[str], room: float, style: str,
    marking: Marking, whole: bool = False,
) -> str:  # fmt: skip
    """A table of cells given as runs; widths are shares of `room` millimetres; a `whole` one is not cut by a page."""
    twips = [round(width * room * TWIPS) for width in widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    heads = [
        _cell(marking.words(words, "Strong"), width, "center", style, KEEP, shaded=True)
        for words, width in zip(head, twips, strict=True)
    ]
    lines = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(heads)}</w:tr>"]
    for no, row in enumerate(rows, 1):
        keep = KEEP if whole and no < len(rows) else ""
        cells = "".join(
            _cell(inner, width, align, style, keep)
            for inner, width, align in zip(row, twips, aligns, strict=True)
        )
        lines.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    settings = (
        f'<w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{SIDES}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/>'
        "</w:tblCellMar>"
    )
    return f"<w:tbl {NAMES}><w:tblPr>{settings}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(lines)}</w:tbl>"


def _cell(inner: str, width: int, align: str, style: str, keep: str, shaded: bool = False) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/>' if shaded else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}<w:jc w:val="{align}"/></w:pPr>{inner}</w:p></w:tc>'
    )
