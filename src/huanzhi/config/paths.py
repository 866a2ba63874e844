"""Where this installation keeps its things: one folder, `HUANZHI_HOME`, or `var/` beside the checkout."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def home() -> Path:
    """The folder of database, lake and attachments; made on first use."""
    default = (
        PACKAGE.parent.parent / "var"
        if (PACKAGE.parent.parent / "pyproject.toml").exists()
        else "huanzhi-var"
    )
    place = Path(os.environ.get("HUANZHI_HOME") or default).resolve()
    place.mkdir(parents=True, exist_ok=True)
    return place
