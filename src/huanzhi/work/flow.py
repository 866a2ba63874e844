"""闭环流程: the table of states and steps, and whether it is sound. Pure: no database, no clock."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class State:
    """A state: who owns the case in it and which clock runs; an end has neither."""

    code: str
    owner: str = ""
    clock: str = ""
    end: bool = False


@dataclass(frozen=True)
class Step:
    """A verb that takes a case from one state to another; without `end` the verb itself says where to."""

    verb: str
    start: str
    end: str
    by: str


@dataclass(frozen=True)
class Flow:
    """The whole table."""

    start: str
    states: dict[str, State]
    steps: tuple[Step, ...]

    def step(self, verb: str, state: str) -> Step | None:
        """The step that the verb is from that state."""
        return next((one for one in self.steps if (one.verb, one.start) == (verb, state)), None)

    def only(self, verbs: frozenset[str]) -> "Flow":
        """The same table with these verbs alone."""
        return Flow(self.start, self.states, tuple(one for one in self.steps if one.verb in verbs))

    def reached(self) -> set[str]:
        """The states that can be reached from the start."""
        return _closure({self.start}, [(one.start, one.end) for one in self.steps if one.end])

    def leading_to_an_end(self) -> set[str]:
        """The states from which an end can be reached."""
        ends = {code for code, state in self.states.items() if state.end}
        return _closure(ends, [(one.end, one.start) for one in self.steps if one.end])


@cache
def flow() -> Flow:
    """The table of `flow.toml`."""
    return read(resources.files("huanzhi.work").joinpath("flow.toml").read_text(encoding="utf-8"))


def read(text: str) -> Flow:
    """A table from its text."""
    table: dict[str, Any] = tomllib.loads(text)
    states = {code: State(code, **row) for code, row in table["state"].items()}
    steps = tuple(
        Step(row["verb"], start, row["to"], row["by"]) for row in table["step"] for start in row["from"]
    )
    return Flow(table["start"], states, steps)


def faults(table: Flow, verbs: frozenset[str], clocks: frozenset[str]) -> Iterator[str]:
    """What is wrong with a table whose verbs and clocks are these; nothing when it is sound.

    Every state is reached and leads to an end; every state that is no end has an owner who can take a step out
    of it and a clock; a case closes only by `work.verify`; no verb means two things in one state.
    """
    codes = set(table.states)
    for one in table.steps:
        yield from (f"{one.verb}: no state {code!r}" for code in {one.start, one.end} - codes - {""})
        if one.verb not in verbs:
            yield f"{one.verb}: no such verb"
        if one.end == "closed" and one.verb != "work.verify":
            yield f"{one.verb} closes a case without a re-check"
    pairs = [(one.verb, one.start) for one in table.steps]
    yield from (
        f"{verb} from {state} stands twice" for verb, state in set(pairs) if pairs.count((verb, state)) > 1
    )
    yield from (f"{code} is never reached" for code in sorted(codes - table.reached()))
    yield from (f"{code} leads to no end" for code in sorted(codes - table.leading_to_an_end()))
    for code, state in table.states.items():
        if state.end:
            continue
        if state.clock not in clocks:
            yield f"{code} has no clock"
        if not any(one.start == code and one.by == state.owner and one.end != code for one in table.steps):
            yield f"{code}: its owner ({state.owner or 'nobody'}) can take no step out of it"


def _closure(found: set[str], pairs: list[tuple[str, str]]) -> set[str]:
    found = set(found)
    while more := {end for start, end in pairs if start in found} - found:
        found |= more
    return found
