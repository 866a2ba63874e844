"""The indicator table (指标表), flattened to one cell a line or not."""

import re
from dataclasses import dataclass

from huanzhi.wire.plandoc.outline import Line
from huanzhi.wire.plandoc.shape import Indicator
from huanzhi.wire.plandoc.source import PlanUnreadable
from huanzhi.wire.plandoc.words import terms

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
YEAR = re.compile(r"(20\d\d)\s*年")
SIGNS = {
    "≥": ">=",
    "≧": ">=",
    "＞": ">=",
    ">": ">=",
    "不低于": ">=",
    "≤": "<=",
    "≦": "<=",
    "＜": "<=",
    "<": "<=",
    "=": "=",
}
UNIT = re.compile(r"（([^（）]*)）\s*$")
LONGEST_CELL = 60


@dataclass(frozen=True)
class Cell:
    """A filled cell and its line."""

    text: str
    line: Line


@dataclass(frozen=True)
class Row:
    """A row as printed: the cells after the number, by their heads."""

    no: int
    category: str
    cells: dict[str, str]
    line: Line


def table(lines: list[Line]) -> tuple[list[str], list[Row]]:
    """The heads and rows of the indicator table; two empty lists when the document has none.

    Raises PlanUnreadable when a row stops before its last cell.
    """
    start = next((i for i, line in enumerate(lines) if line.text.strip() == "指标名称"), None)
    if start is None:
        return [], []
    first = start
    while (
        first
        and len(lines[first - 1].text.strip()) <= 8
        and not lines[first - 1].text.strip().startswith("专栏")
    ):
        first -= 1
    cells = []
    for line in lines[first:]:
        word = line.text.strip()
        if line.column != lines[start].column or len(word) > LONGEST_CELL or line.part != lines[start].part:
            break
        if word:
            cells.append(Cell(word, line))
    return _rows(cells)


def _rows(cells: list[Cell]) -> tuple[list[str], list[Row]]:
    """Heads up to the first number 1, then one row from each next number."""
    one = next((i for i, cell in enumerate(cells) if cell.text == "1"), len(cells))
    words = [cell.text for cell in cells[:one]]
    grouped = "指标类别" in words or "类别" in words or "指标" in words[:1]
    heads = words[: one - 1] if grouped else words
    names = heads[heads.index("序号") + 1 :] if "序号" in heads else heads
    rows: list[Row] = []
    category = words[-1] if grouped and words else ""
    at = one
    while at < len(cells):
        no = len(rows) + 1
        if cells[at].text != str(no):
            if at + 1 < len(cells) and cells[at + 1].text == str(no):
                category = cells[at].text
                at += 1
                continue
            break
        values = [cell.text for cell in cells[at + 1 : at + 1 + len(names)]]
        if len(values) < len(names):
            printed = cells[at + 1].text if at + 1 < len(cells) else ""
            missing = "、".join(names[len(values) :])
            raise PlanUnreadable(f"indicator table, row {no} ({printed}): cut short, without {missing}")
        rows.append(Row(no, category, dict(zip(names, values, strict=True)), cells[at].line))
        at += 1 + len(names)
    return names, rows


def read(lines: list[Line], period: tuple[int, int]) -> tuple[list[Indicator], list[Row]]:
    """The indicators and the rows they come from; comparisons of the running text are weighed later."""
    heads, rows = table(lines)
    years = [head for head in heads if YEAR.search(head)]
    target_head = next((h for h in years if YEAR.search(h)[1] == str(period[1])), years[-1] if years else "")  # type: ignore[index]
    base_head = next((h for h in years if h != target_head), "")
    kind_head = next((h for h in heads if "属性" in h or "性质" in h), "")
    unit_head = next((h for h in heads if "单位" in h), "")
    return [_indicator(row, base_head, target_head, kind_head, unit_head) for row in rows], rows


def _indicator(row: Row, base: str, target: str, kind: str, unit_head: str) -> Indicator:
    printed = row.cells.get("指标名称", "")
    unit = row.cells.get(unit_head, "") if unit_head else (m[1] if (m := UNIT.search(printed)) else "")
    goal = row.cells.get(target, "")
    number = NUMBER.search(goal)
    assigned = not number and any(word in goal for word in terms()["assigned"])
    sign = next((SIGNS[s] for s in SIGNS if goal.startswith(s)), "")
    comparator = "assigned" if assigned else sign if number else "qualitative"
    return Indicator(
        no=row.no,
        category=row.category,
        name=UNIT.sub("", printed).strip(),
        unit=unit,
        baseline=row.cells.get(base, ""),
        target=goal,
        comparator=comparator,
        value=float(number[0]) if number else None,
        assigned=assigned,
        binding="约束" in row.cells.get(kind, ""),
    )
