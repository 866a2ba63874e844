"""销号流程: the states of an item and the steps between them, and how long comments are taken."""

import tomllib
from functools import cache
from importlib import resources

from huanzhi.work.flow import Flow, read


@cache
def flow() -> Flow:
    """The table of states and steps of `rectification.toml`."""
    return read(_text())


@cache
def comment_days() -> int:
    """For how many working days the public may comment on a closing."""
    return int(tomllib.loads(_text())["comments"]["working_days"])


def _text() -> str:
    place = resources.files("huanzhi.plan.rectification").joinpath("rectification.toml")
    return place.read_text(encoding="utf-8")
