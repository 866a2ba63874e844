"""A district is data: no code and no template knows one."""

import ast
import csv
import re
from pathlib import Path

from tests.house.rules.tree import files, modules, said, syntax

PROFILES = "src/huanzhi/plan/profiles"
PLACES = ("area", "point", "district")


def _csv_names(path: Path) -> set[str]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row[key] for row in csv.DictReader(lines) for key in ("code", "name") if row.get(key)}


def _toml_names(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    return set(re.findall(r'^\s*(?:\{ *)?(?:code|name)\s*=\s*"([^"]+)"', text, re.M))


def _places(root: Path) -> set[str]:
    """The names and codes of the shipped districts: their folders' names, areas and points."""
    found = set()
    profiles = root / PROFILES
    for folder in sorted(profiles.iterdir()) if profiles.is_dir() else []:
        if folder.is_dir() and not folder.name.startswith("_"):
            found.add(folder.name)
            for path in (place for start in PLACES for place in folder.glob(f"{start}*.*")):
                found |= _csv_names(path) if path.suffix == ".csv" else _toml_names(path)
    return {name for name in found if len(name) > 2}


def districts(root: Path) -> list[str]:
    """No district is known to code or templates: what is particular to one is data in its profile."""
    places = _places(root)
    if not places:
        return []
    pattern = re.compile("|".join(map(re.escape, sorted(places, key=len, reverse=True))), re.I)
    breaches = []
    for path in modules(root):
        docs = {id(n.body[0].value) for n in ast.walk(syntax(path)) if _documented(n)}
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                found = pattern.search(node.value)
                breaches += [said(root, path, node, f"knows a district: {found[0]}")] if found else []
    for path in files(root, ".html", ".ts", ".css"):
        found = pattern.search(path.read_text(encoding="utf-8"))
        if found and path.is_relative_to(root / "src") | path.is_relative_to(root / "web"):
            breaches.append(said(root, path, 1, f"knows a district: {found[0]}"))
    return breaches


def _documented(node: ast.AST) -> bool:
    holder = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    return holder and ast.get_docstring(node) is not None
