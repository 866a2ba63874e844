"""事件种类: kinds of cases as data: clocks, evidence, who may re-check, whom lateness reaches."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from django.utils.translation import get_language

from huanzhi.people.working_days import Unit
from huanzhi.work.flow import Flow, Step, flow

VERIFY = ("another-person", "another-organisation")
CLOCKS = frozenset({"dispatch", "accept", "handle", "verify", "suspend", "rework"})


@dataclass(frozen=True)
class Span:
    """How long, in which days."""

    amount: int
    unit: Unit
    clause: str = ""


@dataclass(frozen=True)
class Rung:
    """So long after a clock has run out, lateness reaches `to`: owner, above (in the grid) or lead."""

    after: Span
    to: Literal["owner", "above", "lead"]


@dataclass(frozen=True)
class Kind:
    """A kind of case."""

    code: str
    zh: str
    en: str
    clocks: dict[str, Span]
    evidence: dict[str, int]
    verify: str
    escalate: tuple[Rung, ...]
    flow: Flow

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step of its flow."""
        return self.flow.steps

    def step(self, verb: str, state: str) -> Step | None:
        """The step that the verb is from that state."""
        return self.flow.step(verb, state)

    def clock(self, state: str) -> Span | None:
        """The clock that runs in a state; None at an end."""
        held = self.flow.states[state]
        return None if held.end else self.clocks[held.clock]


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its code."""
    return read(resources.files("huanzhi.work").joinpath("kinds.toml").read_text(encoding="utf-8"))


def named(code: str) -> str:
    """What a kind is called in the language that is spoken; its code when it is not declared any more."""
    kind = kinds().get(code)
    if kind is None:
        return code
    return kind.zh if (get_language() or "zh").startswith("zh") else kind.en


def read(text: str) -> dict[str, Kind]:
    """Kinds from their text; ValueError names the kind and what is wrong with it."""
    tables: dict[str, Any] = {k: v for k, v in tomllib.loads(text).items() if isinstance(v, dict)}
    defaults = tables.pop("defaults")
    return {code: _kind(code, table, defaults) for code, table in tables.items()}


def _kind(code: str, table: dict[str, Any], defaults: dict[str, Any]) -> Kind:
    whole = {**defaults, **table, "clock": {**defaults["clock"], **table.get("clock", {})}}
    if unknown := set(whole["clock"]) ^ CLOCKS:
        raise ValueError(f"kind {code}: clocks {sorted(unknown)} are unknown or missing")
    if whole["verify"] not in VERIFY:
        raise ValueError(f"kind {code}: verify is {whole['verify']!r}, not one of {VERIFY}")
    verbs = (
        frozenset(one.verb for one in flow().steps) if whole["steps"] == "all" else frozenset(whole["steps"])
    )
    return Kind(
        code,
        whole["zh"],
        whole["en"],
        {name: Span(**row) for name, row in whole["clock"].items()},
        dict(whole["evidence"]),
        whole["verify"],
        tuple(Rung(Span(**row["after"]), row["to"]) for row in whole["escalate"]),
        flow().only(verbs),
    )
