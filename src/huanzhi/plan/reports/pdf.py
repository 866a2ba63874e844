"""PDF: set by Typst from its template and the laid-out content, all in memory; no clock, no network, no system font."""

import json
from functools import cache
from typing import Any

from huanzhi.plan.reports import charts, fonts
from huanzhi.plan.reports.content import Content
from huanzhi.plan.reports.layout import HERE, layout
from huanzhi.plan.reports.structure import charts_of, laid_out

TEMPLATE = HERE / "report.typ"
ARCHIVE = ["a-2a"]  # PDF/A needs the day of the document


@cache
def _fonts() -> Any:
    import typst

    fonts.editions()
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.PLACE)]
    )


def write(content: Content) -> bytes:
    """The report as PDF; the same content gives the same bytes."""
    import typst

    set_ = laid_out(content)
    for block in charts_of(set_):
        block["svg"] = charts.svg(block, content["words"])
    set_["code"] = code(set_["check"])
    given = {"report": json.dumps(set_, ensure_ascii=False), "layout": json.dumps(layout(), default=str)}
    compiler = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=given)
    standards: Any = ARCHIVE if content["day"] else []
    made = compiler.compile(TEMPLATE.read_bytes(), format="pdf", pdf_standards=standards)
    assert isinstance(made, bytes)
    return made


def code(address: str) -> str:
    """The address as a QR code in SVG, for who holds the paper."""
    import segno

    return segno.make(address, error="m").svg_inline(border=0, omitsize=True)
