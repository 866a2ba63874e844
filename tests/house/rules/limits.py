"""A limit stands in its standard's data file, never in code or in a template's condition."""

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

from tests.house.rules.tree import files, said, syntax

ROOMS = (
    "science", "standards", "monitoring", "work", "measures", "sources", "packs", "plan", "desk", "portal",
)  # fmt: skip


def _numbers(held: Any) -> set[float]:
    if isinstance(held, dict):
        return set().union(*map(_numbers, held.values()))
    if isinstance(held, list):
        return set().union(*map(_numbers, held))
    if isinstance(held, str):
        return {float(held)} if re.fullmatch(r"\d+(\.\d+)?", held) else set()
    return {float(held)} if isinstance(held, int | float) and not isinstance(held, bool) else set()


ROUND = {0, 1, 12, 18, 20, 24, 30, 45, 60, 90, 100, 365, 366, 500, 1000}  # clocks, shares, pages: not limits


def _limits(root: Path) -> set[float]:
    found: set[float] = set()
    for path in files(root, ".toml", under="src/huanzhi/standards"):
        found |= _numbers(tomllib.loads(path.read_text(encoding="utf-8")))
    return {n for n in found if n > 10 and not (1900 < n < 2100)} - ROUND


def _literal(node: ast.AST) -> float | None:
    held = node.value if isinstance(node, ast.Constant) else None
    return float(held) if isinstance(held, int | float) and not isinstance(held, bool) else None


def limits(root: Path) -> list[str]:
    """No number of a standard's table is compared with, or tabulated, in code or a template's condition."""
    known, breaches = _limits(root), []
    for path in (path for room in ROOMS for path in files(root, ".py", under=f"src/huanzhi/{room}")):
        for node in ast.walk(syntax(path)):
            parts = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
            if hit := [n for n in map(_literal, parts) if n in known or (n and n / 1000 in known)]:
                breaches.append(said(root, path, node, f"compares with a limit: {hit[0]:g}"))
            if isinstance(node, ast.List | ast.Tuple) and len(node.elts) >= 4:
                row = [_literal(item) for item in node.elts]
                shares = sum(n or 0 for n in row) == 100  # of a page's width: a whole
                if (
                    not shares
                    and all(n in known for n in row if n not in ROUND)
                    and any(n in known for n in row)
                ):
                    breaches.append(said(root, path, node, f"tabulates limits: {row}"))
    condition = re.compile(r"{%\s*(?:el)?if\b[^%]*[<>]=?\s*(\d+(?:\.\d+)?)")
    for path in files(root, ".html", ".txt", under="src"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            hits = [n for n in condition.findall(line) if float(n) in known]
            breaches += [said(root, path, number, f"compares with a limit: {n}") for n in hits]
    return breaches
