"""Which editions made a document: what its bytes depend on beside its content."""

import hashlib
from functools import cache
from importlib.metadata import version

from huanzhi import __version__
from huanzhi.plan.reports import fonts
from huanzhi.plan.reports.layout import HERE, layout

LIBRARIES = ("python-docx", "typst", "matplotlib", "pillow", "numpy", "segno", "lxml")
RENDERER = ("report.typ", "layout.toml", "layout.py", "structure.py", "charts.py", "pdf.py", "docx")


@cache
def editions() -> dict[str, str]:
    """Huanzhi, layout, renderer (a hash over its own files), libraries, fonts: name and edition."""
    said = {"huanzhi": __version__, "layout": layout()["edition"], "renderer": _renderer()}
    said |= {name: version(name) for name in LIBRARIES}
    return said | {f"font {name}": digest[:16] for name, digest in sorted(fonts.editions().items())}


def differing(before: dict[str, str]) -> list[tuple[str, str, str]]:
    """Name, edition then and now, of what is no longer the same."""
    now = editions()
    names = [*before, *(name for name in now if name not in before)]
    rows = [(name, before.get(name, "—"), now.get(name, "—")) for name in names]
    return [row for row in rows if row[1] != row[2]]


def _renderer() -> str:
    digest = hashlib.sha256()
    for name in RENDERER:
        place = HERE / name
        for file in sorted(place.glob("*.py")) if place.is_dir() else [place]:
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
