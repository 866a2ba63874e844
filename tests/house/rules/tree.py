"""What a rule may look at: the files of a tree, and modules as syntax."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SKIPPED = {
    ".git", ".venv", "node_modules", "var", "site", "static", "locale", "migrations",
    "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache",
}  # fmt: skip
PURE = ("science", "wire", "standards")


def files(root: Path, *suffixes: str, under: str = ".") -> Iterator[Path]:
    """Every file of the tree with one of the suffixes, without builds, caches, catalogues and migrations."""
    top = root / under
    for path in sorted(top.iterdir()) if top.is_dir() else []:
        if path.is_dir() and path.name not in SKIPPED:
            yield from files(root, *suffixes, under=str(path.relative_to(root)))
        elif path.is_file() and (not suffixes or path.suffix in suffixes):
            yield path


def modules(root: Path) -> list[Path]:
    """The product's Python modules."""
    return list(files(root, ".py", under="src"))


def pure_modules(root: Path) -> list[Path]:
    """The modules of the pure floor."""
    return [path for room in PURE for path in files(root, ".py", under=f"src/huanzhi/{room}")]


@cache
def syntax(path: Path) -> ast.Module:
    """A module, parsed (once)."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def said(root: Path, path: Path, node: ast.AST | int, text: str) -> str:
    """A breach as one line: where, and what."""
    line = node if isinstance(node, int) else getattr(node, "lineno", 1)
    return f"{path.relative_to(root)}:{line}: {text}"


def committed(root: Path) -> list[Path]:
    """What git holds of the tree; nothing when it is no checkout."""
    if not (root / ".git").exists():
        return []
    names = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z"], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    return [root / name for name in names.split("\0") if name and (root / name).is_file()]
