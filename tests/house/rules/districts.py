"""A district is data: no code and no template knows one."""

import ast
import csv
import json
import re
import tomllib
from pathlib import Path

from tests.house.rules.tree import files, modules, said, syntax

PROFILES = "src/huanzhi/plan/profiles"
PLACES = ("area", "point", "district")


def _csv_names(path: Path) -> set[str]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row[key] for row in csv.DictReader(lines) for key in ("code", "name") if row.get(key)}


def _toml_names(path: Path) -> set[str]:
    """Names and codes of places; the sets they are put into are the pack's own words."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    rows = [row for start in PLACES for row in tables.get(start, [])]
    return {str(row[key]) for row in rows for key in ("code", "name") if row.get(key)}


def _geo_names(path: Path) -> set[str]:
    facts = [feature["properties"] for feature in json.loads(path.read_text(encoding="utf-8"))["features"]]
    return {str(row[key]) for row in facts for key in ("code", "name") if row.get(key)}


READERS = {".csv": _csv_names, ".toml": _toml_names, ".json": _geo_names}


def _places(root: Path) -> set[str]:
    """The names and codes of the shipped districts: their folders' names, areas and points."""
    found = set()
    profiles = root / PROFILES
    for folder in sorted(profiles.iterdir()) if profiles.is_dir() else []:
        if folder.is_dir() and not folder.name.startswith("_"):
            found.add(folder.name)
            for path in (place for start in PLACES for place in folder.glob(f"{start}*.*")):
                found |= READERS[path.suffix](path)
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
