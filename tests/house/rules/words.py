"""Docstrings: every module says what it is; the pure floor says it of everything it offers."""

import ast
from pathlib import Path

from tests.house.rules.tree import files, pure_modules, said, syntax

Offered = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def module_docstrings(root: Path) -> list[str]:
    """Every module begins with what it is."""
    return [
        said(root, path, 1, "has no docstring")
        for top in ("src", "tools", "tests", "benchmarks")
        for path in files(root, ".py", under=top)
        if not ast.get_docstring(syntax(path))
    ]


def pure_docstrings(root: Path) -> list[str]:
    """Everything public on the pure floor has a docstring."""
    breaches = []
    for path in pure_modules(root):
        for node in syntax(path).body:
            public = isinstance(node, Offered) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                breaches.append(said(root, path, node, f"{node.name} has no docstring"))
    return breaches


CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "time.time", "time.time_ns", "time.monotonic", "time.perf_counter", "time.localtime", "time.gmtime",
    "timezone.now",
}  # fmt: skip


def clock(root: Path) -> list[str]:
    """The pure floor has no clock: now is an argument."""
    return [
        said(root, path, node, f"looks at the clock: {ast.unparse(node)}")
        for path in pure_modules(root)
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call) and ".".join(ast.unparse(node.func).split(".")[-2:]) in CLOCKS
    ]
