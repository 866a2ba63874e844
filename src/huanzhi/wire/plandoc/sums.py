"""Sums to check: parts that a paragraph lists and the total it then states (合计、上述…)."""

import re
from collections import defaultdict

from huanzhi.wire.plandoc.outline import Line
from huanzhi.wire.plandoc.shape import Question

COUNT = re.compile(r"(\d+)(项|件|个|处|户|家|台|条)")
TOTAL = re.compile(r"(?:上述|合计|总计|共计)")
CLAUSES = re.compile(r"[^；;]+")


def sums(lines: list[Line]) -> list[Question]:
    """A question for each total whose parts the clauses before it list.

    It is asked whether they agree or not: a reader should look at how many parts there are as well.
    """
    found = []
    for line in lines:
        clauses = CLAUSES.findall(line.text)
        if len(clauses) < 3 or not TOTAL.search(clauses[-1]):
            continue
        parts: dict[str, list[int]] = defaultdict(list)
        for number, unit in COUNT.findall("；".join(clauses[:-1])):
            parts[unit].append(int(number))
        for number, unit in COUNT.findall(clauses[-1]):
            if len(parts[unit]) > 1:
                found.append(_question(line, unit, parts[unit], int(number)))
    return found


def _question(line: Line, unit: str, parts: list[int], total: int) -> Question:
    facts = {"parts": " + ".join(map(str, parts)), "sum": sum(parts), "unit": unit}
    facts |= {"count": len(parts), "total": total}
    kind = "sum-agrees" if sum(parts) == total else "sum-differs"
    return Question(kind, f"chapter:{line.chapter}", facts, line.start, line.end)
