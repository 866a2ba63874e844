"""Names: no drawer for leftovers, no long ladders of classes."""

import ast
from pathlib import Path

from tests.house.rules.tree import files, modules, said, syntax

LEFTOVERS = {"utils", "util", "helpers", "helper", "common", "misc", "base"}
ANCESTRY = 3


def leftovers(root: Path) -> list[str]:
    """No module or package called utils, helpers, common, misc or base."""
    breaches = []
    for path in files(root, ".py", ".ts"):
        named = {path.stem, *path.relative_to(root).parts[:-1]}
        breaches += [said(root, path, 1, f"a module called {name}") for name in sorted(named & LEFTOVERS)]
    return breaches


def _classes(root: Path) -> dict[tuple[str, str], tuple[Path, ast.ClassDef, dict[str, tuple[str, str]]]]:
    """Our classes by module and name, each with what the names of its module stand for."""
    found = {}
    for path in modules(root):
        module = ".".join(path.relative_to(root / "src").with_suffix("").parts).removesuffix(".__init__")
        tree = syntax(path)
        known: dict[str, tuple[str, str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                known |= {a.asname or a.name: (node.module, a.name) for a in node.names}
            elif isinstance(node, ast.ClassDef):
                known[node.name] = (module, node.name)
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found[module, node.name] = (path, node, known)
    return found


def ancestry(root: Path) -> list[str]:
    """No class of ours stands on more than two others of ours: a ladder of at most three."""
    classes = _classes(root)

    def height(key: tuple[str, str], seen: frozenset[tuple[str, str]] = frozenset()) -> int:
        if key not in classes or key in seen:
            return 0
        _path, node, known = classes[key]
        bases = [known.get(name.id, ("", "")) for name in node.bases if isinstance(name, ast.Name)]
        return 1 + max((height(base, seen | {key}) for base in bases), default=0)

    tall = {key: rungs for key in classes if (rungs := height(key)) > ANCESTRY}
    return [
        said(root, classes[key][0], classes[key][1], f"{key[1]} is the {rungs}th class of ours in its line")
        for key, rungs in tall.items()
    ]
