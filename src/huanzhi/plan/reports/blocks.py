"""What a report is made of, as plain data: it is kept, hashed, and turned into a document from nothing else.

A text is a list of strings and numbers. A number carries the address that opens its proof, so that no figure stands in
a report without its source; `name` is what a comparison calls it and stands for one figure throughout the report. Its
unit is printed after it, except in a column whose head names the unit.
"""

import re
from collections.abc import Sequence
from typing import Any

PLACE = re.compile(r"\{(\w+)\}")
Block = dict[str, Any]
Number = dict[str, str]
Text = list[str | Number]


def number(value: str, unit: str, proof: str, name: str, label: str = "") -> Number:
    """A figure as printed, its unit, the site-relative address of its proof, its name within the report.

    `label` is what the index calls it; without one, the place where it stands.
    """
    made = {"value": value, "unit": unit, "proof": proof, "name": name}
    return {**made, "label": label} if label else made


def text(*parts: str | Number) -> Text:
    """Words and numbers in their order."""
    return [part for part in parts if part != ""]


def filled(sentence: str, **numbers: Number | str) -> Text:
    """A sentence with numbers at its places, whatever their order in a language.

    >>> filled("{done} of {all} done", all="3", done=number("2", "", "/x/", "done"))
    [{'value': '2', 'unit': '', 'proof': '/x/', 'name': 'done'}, ' of ', '3', ' done']
    """
    parts = PLACE.split(sentence)
    return text(*(numbers[part] if no % 2 else part for no, part in enumerate(parts)))


def annex(words: str) -> Block:
    """附件: what follows stands after the signature, on pages of its own."""
    return {"kind": "annex", "text": words}


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
    caption: str,
    head: Sequence[str],
    rows: Sequence[Sequence[Any]],
    widths: Sequence[int],
    wide: bool = False,
) -> Block:
    """A table; a cell is a string or a text; `widths` are shares of the width; `wide` lies on a page sideways."""
    plain = [[cell if isinstance(cell, list) else [cell] for cell in row] for row in rows]
    made: Block = {
        "kind": "table",
        "caption": caption,
        "head": list(head),
        "rows": plain,
        "widths": list(widths),
    }
    return {**made, "wide": True} if wide else made


def line_chart(
    caption: str,
    unit: str,
    x: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    target: float | None,
    source: Text | None = None,
) -> Block:
    """Lines over named places of the axis; None breaks a line; the target is a dashed line; `source` stands below."""
    lines = [[name, list(values)] for name, values in series]
    return {
        "kind": "line", "caption": caption, "unit": unit, "x": list(x), "series": lines, "target": target,
        "source": source or [],
    }  # fmt: skip


def bar_chart(
    caption: str,
    unit: str,
    x: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    stacked: bool = False,
    source: Text | None = None,
) -> Block:
    """Bars, side by side or one on the other; `source` stands below."""
    bars = [[name, list(values)] for name, values in series]
    return {
        "kind": "bar", "caption": caption, "unit": unit, "x": list(x), "series": bars, "stacked": stacked,
        "source": source or [],
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
