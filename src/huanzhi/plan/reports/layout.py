"""版式 The layout of printed reports, read from layout.toml once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


@cache
def layout() -> dict[str, Any]:
    """Pages, sizes, typefaces; millimetres and points."""
    return tomllib.loads((HERE / "layout.toml").read_text(encoding="utf-8"))


def text_width() -> float:
    """The width of the text area in millimetres."""
    page = layout()["page"]
    return page["width"] - page["left"] - page["right"]


def text_height() -> float:
    """The height of the text area in millimetres."""
    page = layout()["page"]
    return page["height"] - page["top"] - page["bottom"]
