"""Kinds of cases and their steps, as data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Step:
    """A verb that takes a case from one state to the next; `own` asks for the case's own organisation."""

    verb: str
    start: str
    end: str
    own: bool


@dataclass(frozen=True)
class Kind:
    """A kind of case."""

    code: str
    zh: str
    en: str
    days: int
    steps: tuple[Step, ...]

    def step(self, verb: str, state: str) -> Step | None:
        """The step that the verb is from that state."""
        return next((step for step in self.steps if (step.verb, step.start) == (verb, state)), None)


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its code."""
    text = resources.files("huanzhi.work").joinpath("kinds.toml").read_text(encoding="utf-8")
    tables: dict[str, Any] = {k: v for k, v in tomllib.loads(text).items() if isinstance(v, dict)}
    return {code: _kind(code, table) for code, table in tables.items()}


def _kind(code: str, table: dict[str, Any]) -> Kind:
    steps = tuple(Step(row["verb"], row["from"], row["to"], row.get("own", False)) for row in table["step"])
    return Kind(code, table["zh"], table["en"], table["days"], steps)
