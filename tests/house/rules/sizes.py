"""Sizes: files and functions that fit a screen or two."""

import ast
import statistics
from pathlib import Path

from tests.house.rules.tree import files, said, syntax

MEDIAN, MOST, EVERY, FUNCTION = 80, 200, 400, 60
TOPS = ("src", "web", "tools", "tests", "benchmarks")
SUFFIXES = (".py", ".ts", ".css", ".html")
STUBS = {"__init__.py", "apps.py"}  # would make the median look better than it is


def sizes(root: Path) -> list[str]:
    """Median at most 80 lines, nine of ten files at most 200, none over 400."""
    paths = [path for top in TOPS for path in files(root, *SUFFIXES, under=top)]
    lines = {path: path.read_text(encoding="utf-8").count("\n") for path in paths if path.name not in STUBS}
    if not lines:
        return []
    breaches = [said(root, p, n, f"{n} lines, over {EVERY}") for p, n in lines.items() if n > EVERY]
    if (median := statistics.median(lines.values())) > MEDIAN:
        breaches.append(f"the median file has {median} lines, over {MEDIAN}")
    long = sorted((n, str(p.relative_to(root))) for p, n in lines.items() if n > MOST)
    if len(long) > len(lines) * 0.1:
        breaches.append(f"{len(long)} of {len(lines)} files have over {MOST} lines: {long}")
    return breaches


def functions(root: Path) -> list[str]:
    """No function of the product over 60 lines, docstring aside."""
    breaches = []
    for path in files(root, ".py", under="src"):
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                length = (node.end_lineno or 0) - first.lineno + 1
                if length > FUNCTION:
                    text = f"{node.name} has {length} lines, over {FUNCTION}"
                    breaches.append(said(root, path, node, text))
    return breaches
