"""The reference page of each standard, written from its data file: dates, source, limits with clauses, rules."""

from itertools import groupby
from typing import Any

from huanzhi.standards.verdict import UNVERIFIED

GRADES = """| grade | how well it was checked |
|---|---|
| A+ | text of the standard, and data or a second source agree |
| A | text of the standard |
| B | two secondary sources |
| C | one secondary source: unverified |
| M | memory: unverified |
"""


def slug(number: str) -> str:
    """The page's file name."""
    return number.lower().replace(" ", "").replace("/", "").replace("-", "_") + ".md"


def _mark(grade: str) -> str:
    return f"{grade} (unverified)" if grade in UNVERIFIED else grade


def _table(name: str, limits: list[Any]) -> str:
    categories = list(dict.fromkeys(limit.category for limit in limits))
    head = f"| item | averaging | unit | {' | '.join(categories)} | clause | from | grade |"
    lines = [f"## {name}", "", head, "|" + "---|" * (len(categories) + 6)]
    keyed = groupby(limits, key=lambda one: (one.item, one.averaging, one.unit, one.clause, one.effective))
    for (item, averaging, unit, clause, effective), found in keyed:
        by_category = {limit.category: limit for limit in found}
        cells = [_cell(by_category.get(category)) for category in categories]
        grade = next(iter(by_category.values())).grade
        row = [f"`{item}`", averaging, unit, *cells, clause, effective.isoformat(), _mark(grade)]
        lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines) + "\n"


def _cell(limit: Any) -> str:
    return "" if limit is None else f"{ {'<=': '≤', '>=': '≥'}.get(limit.sense, limit.sense) } {limit.text}"


def _rules(rules: Any) -> str:
    lines = []
    for name, rule in rules.items():
        facts = {key: value for key, value in rule.items() if key not in {"grade", "clause"}}
        said = "; ".join(f"`{key}` {value}" for key, value in facts.items())
        lines.append(f"- **{name}** ({_mark(rule.get('grade', 'as above'))}): {said}")
    return "## Rules\n\n" + "\n".join(lines) + "\n" if lines else ""


def page(standard: Any) -> str:
    """One standard."""
    until = f" to {standard.superseded.isoformat()}" if standard.superseded else ""
    parts = [
        f"# {standard.number} {standard.title_zh}\n",
        f"{standard.title_en}. In force from {standard.effective.isoformat()}{until}.\n",
        f"Grade {_mark(standard.grade)}. Source: {standard.source}. Read {standard.read.isoformat()}.\n",
    ]
    if standard.note:
        parts.append(standard.note + "\n")
    parts += [
        _table(name, list(found)) for name, found in groupby(standard.limits, key=lambda one: one.table)
    ]
    return "\n".join([*parts, _rules(standard.rules)]).rstrip() + "\n"


def standard_pages() -> dict[str, str]:
    """File name and text of every standard's page, and of their index."""
    from huanzhi.standards import library

    shelf = library.everything()
    lines = ["| standard | title | in force | grade |", "|---|---|---|---|"]
    for one in shelf:
        until = f" to {one.superseded.isoformat()}" if one.superseded else ""
        title = f"{one.title_zh} {one.title_en}"
        since = f"{one.effective.isoformat()}{until}"
        lines.append(f"| [{one.number}]({slug(one.number)}) | {title} | {since} | {_mark(one.grade)} |")
    about = "Written by `make reference` from `src/huanzhi/standards/data/`. What is unverified is shown so."
    items = _glossary(shelf)
    lines.append("")
    lines.append("[Every item in both languages](items.md)")
    index = f"# Standards 标准\n\n{about}\n\n" + "\n".join(lines) + "\n\n" + GRADES
    return {"index.md": index, "items.md": items, **{slug(one.number): page(one) for one in shelf}}


def _glossary(shelf: Any) -> str:
    """Every item of every standard, and every factor code of HJ 212, in both languages."""
    from huanzhi.wire.hj212 import factors

    names: dict[tuple[str, str, str], list[str]] = {}
    for one in shelf:
        for row in one.rules.get("items", {}).get("rows", []):
            names.setdefault((row["code"], row["zh"], row["en"]), []).append(one.number)
    lines = ["| code | 中文 | English | standards |", "|---|---|---|---|"]
    lines += [
        f"| `{code}` | {zh} | {en} | {', '.join(where)} |" for (code, zh, en), where in sorted(names.items())
    ]
    codes = ["| code | 中文 | English | unit | mass | number | 2005 |", "|---|---|---|---|---|---|---|"]
    for one in factors().values():
        cells = [f"`{one.code}`", one.zh, one.en, one.unit, one.load, one.format, one.old]
        codes.append("| " + " | ".join(cells) + " |")
    head = "# Items 项目\n\nWritten by `make reference`; English names of factor codes are ours.\n\n"
    return head + "\n".join(lines) + "\n\n## Factor codes of HJ 212-2017\n\n" + "\n".join(codes) + "\n"
