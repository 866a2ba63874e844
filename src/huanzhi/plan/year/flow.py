"""年度计划流程: the states of a year's plan and the steps between them, from `flow.toml`."""

from functools import cache
from importlib import resources

from huanzhi.work.flow import Flow, read


@cache
def flow() -> Flow:
    """The table of states and steps."""
    return read(resources.files("huanzhi.plan.year").joinpath("flow.toml").read_text(encoding="utf-8"))
