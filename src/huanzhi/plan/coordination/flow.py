"""协调流程: the states of a problem and the steps between them, and when it stands out; from `coordination.toml`."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from huanzhi.work.flow import Flow, read


@cache
def flow() -> Flow:
    """The table of states and steps."""
    return read(_text())


@cache
def escalation() -> dict[str, int]:
    """After how many days open, and how often put off, a problem stands out."""
    table: dict[str, Any] = tomllib.loads(_text())
    return {name: int(table["escalate"][name]) for name in ("open_days", "deferred")}


def _text() -> str:
    place = resources.files("huanzhi.plan.coordination").joinpath("coordination.toml")
    return place.read_text(encoding="utf-8")
