"""Nothing of the machine it was written on, nothing built, nothing unfinished."""

import json
import re
from pathlib import Path

from tests.house.rules.tree import committed, files, said

TEXT = {
    ".py", ".ts", ".css", ".html", ".md", ".toml", ".json", ".csv", ".txt", ".yml", ".in", ".lock", ".po", "",
}  # fmt: skip
HOMES = ("work", "root", "tmp", r"home/[a-z]\w*", r"Users/\w+")
MACHINE = re.compile(r"(?<![\w./$}~])/(?:" + "|".join(HOMES) + r")/")
STORES = "pypi|registry|npm(?:js|mirror)|artifactory|nexus|pythonhosted"
HOST = re.compile(rf"https?://[^\s/\"']*(?:{STORES})[^\s\"']*", re.I)
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b|pytest\.(?:mark\.)?xf" r"ail")
NEIGHBOUR = re.compile(r"\.\./" + "shared")


def _lines(root: Path, pattern: re.Pattern[str], text: str, under: str = ".") -> list[str]:
    breaches = []
    for path in files(root, *sorted(TEXT), under=under):
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if found := pattern.search(line):
                breaches.append(said(root, path, number, f"{text}: {found[0]}"))
    return breaches


def machine_paths(root: Path) -> list[str]:
    """No path of somebody's machine."""
    return _lines(root, MACHINE, "a machine's path")


def registry_hosts(root: Path) -> list[str]:
    """No address of a package registry: where packages come from is the installer's own setting."""
    return _lines(root, HOST, "a package registry")


def unfinished(root: Path) -> list[str]:
    """Nothing left for later in the tree, no test that is expected to fail."""
    return _lines(root, UNFINISHED, "unfinished")


def neighbours(root: Path) -> list[str]:
    """The product reads nothing beside its checkout."""
    return _lines(root, NEIGHBOUR, "reads beside the checkout", under="src")


def locks(root: Path) -> list[str]:
    """Lock files carry hashes and no download addresses."""
    breaches = [
        said(root, path, 1, "writes down addresses") for path in files(root) if path.name == "uv.lock"
    ]
    for path in files(root, ".lock", ".txt"):
        if path.name.startswith("requirements"):
            text = path.read_text(encoding="utf-8")
            if re.search(r"^[^#]*https?://", text, re.M):
                breaches.append(said(root, path, 1, "writes down an address"))
            if "--hash=sha256:" not in text:
                breaches.append(said(root, path, 1, "no hashes"))
    for path in files(root, ".json"):
        if path.name == "package-lock.json":
            held = json.loads(path.read_text(encoding="utf-8")).get("packages", {})
            named = [name for name, entry in held.items() if "resolved" in entry]
            breaches += [said(root, path, 1, f"resolved: {name}") for name in named]
    return breaches


def built(root: Path) -> list[str]:
    """Nothing built is committed: catalogues and web assets are made by `make setup`."""
    return [
        said(root, path, 1, "is built, not written")
        for path in committed(root)
        if path.suffix in {".mo", ".pyc"} or {"static", "node_modules"} & set(path.relative_to(root).parts)
    ]
