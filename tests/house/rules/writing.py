"""Who writes, and how news travels: verbs only, no signal receivers, HTTP in faces only."""

import ast
from pathlib import Path

from tests.house.rules.tree import modules, said, syntax

MAKES = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals")
HTTP = ("django.http", "django.shortcuts", "rest_framework.exceptions", "rest_framework.response")
INNER = {"models", "queries", "actions", "rules", "duties", "measures"}


def _may_write(root: Path, path: Path) -> bool:
    parts = path.relative_to(root / "src" / "huanzhi").parts
    return parts[0] == "ledger" or path.stem.startswith("actions") or "actions" in parts[:-1]


def _writes(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    name, source = call.func.attr, ast.unparse(call.func.value)
    if source.startswith("super()"):
        return False
    if name == "update":  # of a queryset: field=value, on something that was asked of the database
        return bool(call.keywords) and not call.args and "hash" not in source and "dict" not in source
    if name in {"save", "delete"}:  # a record's or a form's; a workbook's names its file first
        return not call.args
    return name in MAKES and source != "DeltaTable"


def writers(root: Path) -> list[str]:
    """Only actions modules (and the ledger itself) write records."""
    return [
        said(root, path, node, f"writes outside actions: {ast.unparse(node)[:60]}")
        for path in modules(root)
        if not _may_write(root, path)
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call) and _writes(node)
    ]


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    return [name.name for name in node.names] if isinstance(node, ast.Import) else []


def receivers(root: Path) -> list[str]:
    """No signal receivers of our own: flow that cannot be read is flow that is not known."""
    return [
        said(root, path, node, "imports signals")
        for path in modules(root)
        for node in ast.walk(syntax(path))
        if any(name.startswith(SIGNALS) for name in _imported(node))
    ]


def http(root: Path) -> list[str]:
    """Models, queries and verbs know nothing of HTTP; faces turn their errors into answers."""
    return [
        said(root, path, node, "speaks HTTP outside a face")
        for path in modules(root)
        if path.stem in INNER
        for node in ast.walk(syntax(path))
        if any(name.startswith(HTTP) for name in _imported(node))
    ]
