"""What a report is made of, as plain data: it is kept, hashed, and turned into a document from nothing else.

A text is a list of strings and numbers. A number carries the address that opens its proof, so that no figure stands in
a report without its source; `name` is what a comparison calls it.
"""

from collections.abc import Sequence
from typing import Any

Block = dict[str, Any]
Number = dict[str, str]
Text = list[str | Number]


def number(value: str, unit: str, proof: str, name: str) -> Number:
    """A figure as printed, its unit, the site-relative address of its proof, its name within the report."""
    return {"value": value, "unit": unit, "proof": proof, "name": name}


def text(*parts: str | Number) -> Text:
    """Words and numbers in their order."""
    return [part for part in parts if part != ""]


def heading(words: str, level: int = 1) -> Block:
    """A heading; levels 1 (一、) to 3 are numbered by who renders them."""
    return {"kind": "heading", "level": level, "text": words}


def paragraph(*parts: str | Number) -> Block:
    """A paragraph of the body."""
    return {"kind": "paragraph", "text": text(*parts)}


def note(*parts: str | Number) -> Block:
    """A remark in small print: source, validity, what is not known."""
    return {"kind": "note", "text": text(*parts)}


def table(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[Text | str]], widths: Sequence[int]
) -> Block:
    """A table; a cell is a string or a text; `widths` are shares of the page's width."""
    plain = [[cell if isinstance(cell, list) else [cell] for cell in row] for row in rows]
    return {"kind": "table", "caption": caption, "head": list(head), "rows": plain, "widths": list(widths)}


def line_chart(
    caption: str,
    unit: str,
    x: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    target: float | None,
) -> Block:
    """Lines over named places of the axis; None breaks a line; the target is a dashed line."""
    lines = [[name, list(values)] for name, values in series]
    return {"kind": "line", "caption": caption, "unit": unit, "x": list(x), "series": lines, "target": target}


def bar_chart(
    caption: str,
    unit: str,
    x: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    stacked: bool = False,
) -> Block:
    """Bars, side by side or one on the other."""
    bars = [[name, list(values)] for name, values in series]
    return {
        "kind": "bar", "caption": caption, "unit": unit, "x": list(x), "series": bars, "stacked": stacked,
    }  # fmt: skip


def report(
    kind: str, title: str, blocks: Sequence[Block], *, issuer: str, number: str = "", day: str = "",
    to: str = "", attachments: Sequence[str] = (), signatures: Sequence[tuple[str, str]] = (), simulated: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """A whole report. `to`: whom it is addressed to (主送); `day`: ISO date of issue; `signatures`: (duty, name)."""
    return {
        "form": 1,
        "kind": kind,
        "title": title,
        "issuer": issuer,
        "number": number,
        "day": day,
        "to": to,
        "attachments": list(attachments),
        "signatures": [list(pair) for pair in signatures],
        "simulated": simulated,
        "blocks": list(blocks),
    }
