"""Word 文书: the same content as .docx, in the typefaces that offices have, numbers as links."""

from typing import Any

from docx import Document
from docx.oxml import parse_xml

from huanzhi.plan.reports import charts
from huanzhi.plan.reports.content import Content
from huanzhi.plan.reports.docx import ending, paper
from huanzhi.plan.reports.docx.marking import Marking, paragraph, picture
from huanzhi.plan.reports.docx.packing import packed
from huanzhi.plan.reports.docx.tables import grid
from huanzhi.plan.reports.layout import text_width
from huanzhi.plan.reports.structure import laid_out

__all__ = ["write"]


def write(content: Content) -> bytes:
    """The report as .docx; the same content gives the same bytes."""
    report = laid_out(content)
    document = Document()
    paper.prepare(document, report)
    writer = _Writer(document, content["words"])
    writer.opening(report)
    for group in report["body"]:
        writer.group(group)
    writer.turn(False)
    writer.add(ending.closing(writer.marking, report))
    for group in report["annexes"]:
        writer.group(group)
    writer.turn(False)
    writer.add(ending.index(writer.marking, report))
    return packed(document, report, content["day"])


class _Writer:
    """Appends to the body; a run of wide tables is a section of its own."""

    def __init__(self, document: Any, words: dict[str, str]) -> None:
        self.document, self.words = document, words
        self.marking = Marking(document.part)
        self.body = document.element.body
        self.sideways = False

    def add(self, parts: list[str]) -> None:
        """Elements as XML, before the last section's description."""
        for part in parts:
            self.body.insert(len(self.body) - 1, parse_xml(part))

    def opening(self, report: dict[str, Any]) -> None:
        """版头、标题、主送."""
        if report["number"]:
            self.add([paragraph(self.marking.words(report["issuer"]), "Mark")])
            self.add([paragraph(self.marking.words(report["number"]), "Number")])
        self.add([paragraph(self.marking.words(report["title"]), "Title")])
        if report["to"]:
            self.add([paragraph(self.marking.words(report["to"] + paper.colon(report)), "Flush")])

    def group(self, group: dict[str, Any]) -> None:
        """Blocks that share their pages; an annex begins a page."""
        self.turn(group["wide"])
        if group["annex"]:
            begins = "" if group["wide"] else "<w:pageBreakBefore/>"
            self.add([paragraph(self.marking.words(group["annex"], "Strong"), "Flush", begins)])
        for block in group["blocks"]:
            self.block(block, group["wide"])

    def turn(self, wide: bool) -> None:
        """End the section before pages are turned, or turned back."""
        if wide != self.sideways:
            self.add([paper.section(self.document, wide=self.sideways)])
            self.sideways = wide

    def block(self, block: dict[str, Any], wide: bool) -> None:
        """One block."""
        match block["kind"]:
            case "heading":
                words = self.marking.words(block["mark"] + block["text"])
                self.add([paragraph(words, f"Heading{block['level']}")])
            case "paragraph":
                self.add([paragraph(self.marking.runs(block["text"]), "Normal")])
            case "note":
                self.add([paragraph(self.marking.runs(block["text"]), "Note")])
            case "table":
                self.add(grid(self.marking, block, wide))
            case _:
                self._chart(block)

    def _chart(self, block: dict[str, Any]) -> None:
        octets = charts.png(block, self.words)
        width, height = text_width(), charts.HEIGHT
        self.add([paragraph(picture(self.document, octets, width, height, block["caption"]), "Picture")])
        self.add([paragraph(self.marking.words(f"{block['label']}　{block['caption']}"), "Caption")])
        if block["source"]:
            runs = self.marking.words(self.words["source"]) + self.marking.runs(block["source"])
            self.add([paragraph(runs, "Source")])
