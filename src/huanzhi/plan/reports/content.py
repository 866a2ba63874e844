"""What is kept and hashed of a report: the gathered data with its words, language and site; checked, in one form."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from huanzhi.measures.content import canonical, sha256
from huanzhi.plan.reports.blocks import Block, Number
from huanzhi.plan.reports.words import fixed

Content = dict[str, Any]
KINDS = {"annex", "heading", "paragraph", "note", "table", "line", "bar"}
CHECK = "/portal/verify/"
__all__ = ["CHECK", "Content", "canonical", "complete", "digest", "named", "numbers"]


def complete(report: Block, language: str, site: str, arguments: dict[str, Any]) -> Content:
    """A gathered report as content: plain, with the words of its language, the site and what it was gathered with.

    ValueError names the block and what is wrong with it.
    """
    said = {**report, "language": language, "words": fixed(language), "site": site, "arguments": arguments}
    plain: Content = json.loads(json.dumps(said, ensure_ascii=False, default=str))
    _check(plain)
    return plain


def digest(content: Content) -> str:
    """The SHA-256 of its canonical form."""
    return sha256(canonical(content))


def numbers(content: Content) -> Iterator[Number]:
    """Every number in the order of reading, each time it stands there."""
    for block in content["blocks"]:
        for text in _texts(block):
            yield from (part for part in text if isinstance(part, dict))


def named(content: Content) -> dict[str, Number]:
    """Numbers by name, in the order of first reading."""
    found: dict[str, Number] = {}
    for number in numbers(content):
        found.setdefault(number["name"], number)
    return found


def _texts(block: Block) -> Iterator[list[Any]]:
    if block["kind"] == "table":
        for row in block["rows"]:
            yield from row
    elif block["kind"] in ("line", "bar"):
        yield block.get("source", [])
    elif block["kind"] in ("paragraph", "note"):
        yield block["text"]


def _check(content: Content) -> None:
    if not content["title"].strip():
        raise ValueError("the report has no title")
    if content["day"]:
        date.fromisoformat(content["day"])
    for no, block in enumerate(content["blocks"], 1):
        if block["kind"] not in KINDS:
            raise ValueError(f"block {no}: kind {block['kind']!r} is none of {', '.join(sorted(KINDS))}")
        if block["kind"] == "table":
            _check_table(no, block)
        elif block["kind"] in ("line", "bar"):
            for name, values in block["series"]:
                if len(values) != len(block["x"]):
                    raise ValueError(
                        f"block {no} {block['caption']!r}: {name!r} has {len(values)} values, not {len(block['x'])}"
                    )
    _check_numbers(content)


def _check_table(no: int, block: Block) -> None:
    columns = len(block["head"])
    if len(block["widths"]) != columns:
        raise ValueError(
            f"block {no} {block['caption']!r}: {len(block['widths'])} widths for {columns} columns"
        )
    for line, row in enumerate(block["rows"], 1):
        if len(row) != columns:
            raise ValueError(
                f"block {no} {block['caption']!r} row {line}: {len(row)} cells for {columns} columns"
            )


def _check_numbers(content: Content) -> None:
    known: dict[str, Number] = {}
    for number in numbers(content):
        if not number["name"] or not number["proof"].startswith("/"):
            raise ValueError(f"number {number['value']!r}: it needs a name and an address that begins with /")
        before = known.setdefault(number["name"], number)
        if before != number:
            raise ValueError(
                f"number {number['name']!r} stands twice with different content: {before['value']} {before['unit']} "
                f"({before['proof']}) and {number['value']} {number['unit']} ({number['proof']})"
            )
