"""What stands at the end: attachments, signature block, index of sources, check."""

from typing import Any

from huanzhi.plan.reports.docx.marking import Marking, bookmarked, paragraph
from huanzhi.plan.reports.docx.paper import colon
from huanzhi.plan.reports.docx.tables import drawn_table
from huanzhi.plan.reports.layout import text_width

WIDTHS = [0.07, 0.36, 0.17, 0.40]
KEYS = ("index_no", "index_name", "index_value", "index_address")


def closing(marking: Marking, report: dict[str, Any]) -> list[str]:
    """附件说明、署名、成文日期."""
    parts = []
    if report["attachments"]:
        parts.append(paragraph("", "Normal"))
        several = len(report["attachments"]) > 1
        for no, name in enumerate(report["attachments"]):
            before = report["words"]["attachment"] if no == 0 else "　" * 3
            label = f"{no + 1}. " if several else ""
            parts.append(paragraph(marking.words(f"{before}{label}{name}"), "Normal"))
    if not report["issuer"]:
        return parts
    parts += [paragraph("", "Normal", "<w:keepNext/>")] * 2
    for duty, name in report["signatures"]:
        parts.append(paragraph(marking.words(f"{duty}{colon(report)}{name}"), "Normal", "<w:keepNext/>"))
    parts.append(paragraph(marking.words(report["issuer"]), "Signature", "<w:keepNext/>"))
    if report["day"]:
        parts.append(paragraph(marking.words(report["day"]), "Signature"))
    return parts


def index(marking: Marking, report: dict[str, Any]) -> list[str]:
    """数据来源索引 with the place that each reference leads to, then how to check the document."""
    words = report["words"]
    rows = [
        [
            bookmarked(marking.words(str(row["no"])), f"source-{row['no']}", row["no"]),
            marking.words(row["name"]),
            marking.link(row["href"], row["value"]),
            marking.link(row["href"], row["address"]),
        ]
        for row in report["index"]
    ]
    heads, aligns = [words[key] for key in KEYS], ["center", "left", "right", "left"]
    table = drawn_table(heads, rows, WIDTHS, aligns, text_width(), "Small", marking)
    return [
        paragraph(marking.words(words["index"]), "IndexTitle", "<w:pageBreakBefore/>"),
        paragraph(marking.words(words["index_note"]), "Note"),
        table,
        paragraph("", "Gap"),
        paragraph(marking.words(words["check"], "Strong"), "Note", "<w:keepNext/>"),
        paragraph(marking.words(words["check_note"]), "Note", "<w:keepNext/>"),
        paragraph(marking.link(report["check"], report["sha256"]), "Note"),
    ]
