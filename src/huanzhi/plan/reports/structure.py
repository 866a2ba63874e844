"""The content as it is set, for all forms alike: headings numbered, captions counted, figures referenced."""

import re
from datetime import date
from typing import Any

from huanzhi.plan.reports.blocks import Block
from huanzhi.plan.reports.content import CHECK, Content, digest, named
from huanzhi.plan.reports.layout import layout

DIGITS = "〇一二三四五六七八九"
BREAK = re.compile(r"[，。；！？,;.!?]")


def han(number: int) -> str:
    """A counting number below 100 in Han numerals.

    >>> han(3), han(10), han(12), han(40), han(21)
    ('三', '十', '十二', '四十', '二十一')
    """
    tens, ones = divmod(number, 10)
    left = "" if not tens else ("" if tens == 1 else DIGITS[tens]) + "十"
    return left + (DIGITS[ones] if ones or not tens else "")


def mark(level: int, number: int, language: str) -> str:
    """What stands before a heading: 一、（一）1. (GB/T 9704 clause 7.3.3), or plain numbers in English."""
    if language != "zh-hans":
        return f"{number}. " if level != 2 else f"({number}) "
    return {1: f"{han(number)}、", 2: f"（{han(number)}）"}.get(level, f"{number}．")


def quantity(value: str, unit: str) -> str:
    """Value and unit as printed: a unit in letters stands apart, one in Han characters or a sign does not.

    >>> quantity("32", "μg/m³"), quantity("85.0", "%"), quantity("12", "件"), quantity("3", "")
    ('32 μg/m³', '85.0%', '12件', '3')
    """
    if not unit:
        return value
    apart = unit[0].isalpha() and not "一" <= unit[0] <= "鿿"
    return f"{value}\N{NO-BREAK SPACE}{unit}" if apart else f"{value}{unit}"


def said_above(unit: str, head: str) -> bool:
    """Whether the head of a column or of a row names the unit: in brackets, or after a stroke.

    >>> said_above("%", "优良天数比例（%）"), said_above("天", "2023 天数"), said_above("件", "办结 / 件")
    (True, False, True)
    """
    return bool(unit) and any(form.format(unit) in head for form in ("（{}）", "({})", "/ {}"))


class Setter:
    """Goes through the blocks once, counting."""

    def __init__(self, content: Content, site: str) -> None:
        self.content, self.words = content, content["words"]
        self.site = site
        self.refs = {name: no for no, name in enumerate(named(content), 1)}
        self.labels: dict[str, str] = {}
        self.chapter = ""
        self.heads, self.tables, self.charts = [0, 0, 0], 0, 0

    def text(self, parts: list[Any], head: str = "", place: str = "") -> list[dict[str, Any]]:
        """A text as runs: {"t": words} or {"v": figure, "href": proof, "ref": its number in the index}.

        `head`: of column and row, whose unit is not said again; `place`: what the index calls it without a label.
        """
        runs: list[dict[str, Any]] = []
        said = ""
        for part in parts:
            if isinstance(part, str):
                runs.append({"t": part})
                said = part
                continue
            called = part.get("label") or place or _called(self.chapter, said) or part["name"]
            self.labels.setdefault(part["name"], called)
            unit = "" if said_above(part["unit"], head) else part["unit"]
            runs.append(
                {
                    "v": quantity(part["value"], unit),
                    "href": self.site + part["proof"],
                    "ref": self.refs[part["name"]],
                }
            )
        return runs

    def block(self, block: Block) -> Block:
        """One block as it is set."""
        match block["kind"]:
            case "heading":
                return self._heading(block)
            case "table":
                return self._table(block)
            case "line" | "bar":
                self.charts += 1
                label = self.words["figure"].format(n=self.charts)
                return {
                    **block,
                    "kind": "chart",
                    "label": label,
                    "source": self.text(block.get("source", [])),
                }
            case "annex":
                return dict(block)
            case kind:
                return {"kind": kind, "text": self.text(block["text"])}

    def _heading(self, block: Block) -> Block:
        level = min(max(block["level"], 1), 3)
        self.heads[level - 1] += 1
        self.heads[level:] = [0] * (3 - level)
        label = mark(level, self.heads[level - 1], self.content["language"])
        self.chapter = label + block["text"]
        return {"kind": "heading", "level": level, "mark": label, "text": block["text"]}

    def _table(self, block: Block) -> Block:
        self.tables += bool(block["caption"])  # one without a caption is not counted
        head = block["head"]
        rows = [
            [
                self.text(cell, f"{head[no]}\n{_first(row)}", _place(block["caption"], row, head[no]))
                for no, cell in enumerate(row)
            ]
            for row in block["rows"]
        ]
        total = sum(block["widths"])
        return {
            "kind": "table",
            "label": self.words["table"].format(n=self.tables) if block["caption"] else "",
            "caption": block["caption"],
            "head": head,
            "rows": rows,
            "widths": [round(width / total, 4) for width in block["widths"]],
            "aligns": [_align([row[no] for row in rows]) for no in range(len(head))],
            "whole": len(rows) <= layout()["wide"]["whole"],
            "wide": block.get("wide", False) or len(head) >= layout()["wide"]["columns"],
        }


def _called(chapter: str, said: str) -> str:
    """Where a figure of the running text stands: its heading, and the words just before it."""
    words = BREAK.split(said.rstrip("：: "))[-1].strip()
    return f"{chapter}：{words}" if chapter and words else chapter or words


def _place(caption: str, row: list[list[Any]], head: str) -> str:
    """Where a figure stands: the table, the first words of its row, its column."""
    return " / ".join(part for part in (caption, _first(row), head) if part)


def _first(row: list[list[Any]]) -> str:
    """The first words of a row that are no number of it."""
    words = [cell[0] for cell in row if cell and isinstance(cell[0], str) and not cell[0].isdigit()]
    return words[0] if words else ""


def _align(column: list[list[dict[str, Any]]]) -> str:
    """Figures to the right, short words in the middle, longer ones to the left."""
    if column and all(not cell or "v" in cell[0] or cell[0].get("t") in ("", "—", "-") for cell in column):
        return "right" if any(cell and "v" in cell[0] for cell in column) else "center"
    longest = max(
        (sum(len(run.get("t", "") or run.get("v", "")) for run in cell) for cell in column), default=0
    )
    return "center" if longest <= 6 else "left"


def grouped(blocks: list[Block]) -> list[dict[str, Any]]:
    """Runs of blocks that share their pages: upright or turned; a heading goes with the wide table that follows it."""
    groups: list[dict[str, Any]] = []
    for block in blocks:
        wide = block["kind"] == "table" and block["wide"]
        last = groups[-1] if groups else None
        if block["kind"] == "annex":
            groups.append({"wide": False, "annex": block["text"], "blocks": []})
        elif wide and last is not None and not last["wide"]:
            with_it = _headings(last["blocks"])
            if not last["blocks"]:
                last["wide"], last["blocks"] = True, [*with_it, block]
            else:
                groups.append({"wide": True, "annex": "", "blocks": [*with_it, block]})
        elif last is None or (last["wide"] and not wide and block["kind"] != "note"):
            groups.append({"wide": wide, "annex": "", "blocks": [block]})
        else:
            last["blocks"].append(block)
    return groups


def _headings(blocks: list[Block]) -> list[Block]:
    """Take the headings from the end of blocks."""
    found: list[Block] = []
    while blocks and blocks[-1]["kind"] == "heading":
        found.insert(0, blocks.pop())
    return found


def parted(
    groups: list[dict[str, Any]], attachments: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What stands before the signature and after it: from the first annex on, else wide tables at the very end."""
    first = next((no for no, group in enumerate(groups) if group["annex"]), len(groups))
    if first == len(groups) and attachments and groups and groups[-1]["wide"]:
        first -= 1
    return groups[:first], groups[first:]


def charts_of(report: dict[str, Any]) -> list[Block]:
    """Every chart of a laid-out report."""
    groups = [*report["body"], *report["annexes"]]
    return [block for group in groups for block in group["blocks"] if block["kind"] == "chart"]


def day_words(day: str, words: dict[str, str]) -> str:
    """成文日期: the date as a document carries it."""
    if not day:
        return ""
    at = date.fromisoformat(day)
    return words["date"].format(year=at.year, month=at.month, day=at.day)


def laid_out(content: Content, within: bool = False) -> dict[str, Any]:
    """The whole report as it is set, with the index of sources and how to check it.

    `within`: read within the site, whose addresses then need no host.
    """
    words, site = content["words"], content["site"]
    setter = Setter(content, "" if within else site)
    blocks = [setter.block(block) for block in content["blocks"]]
    body, annexes = parted(grouped(blocks), bool(content["attachments"]))
    index = [
        {"no": setter.refs[name], "name": setter.labels[name], "value": quantity(number["value"], number["unit"]),
         "address": number["proof"], "href": site + number["proof"]}
        for name, number in named(content).items()
    ]  # fmt: skip
    code = digest(content)
    address = f"{CHECK}{code}/"
    return {
        **{key: content[key] for key in ("title", "issuer", "number", "to", "attachments", "signatures", "language")},
        "day": day_words(content["day"], words),
        "iso": content["day"],
        "simulated": words["simulated"] if content["simulated"] else "",
        "body": body,
        "annexes": annexes,
        "index": index,
        "words": words | {
            "index_note": words["index_note"].format(site=site),
            "check_note": words["check_note"].format(site=site, address=CHECK),
        },
        "sha256": code,
        "check": site + address,
    }  # fmt: skip
