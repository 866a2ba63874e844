"""The way down from a figure to the rows under it: one step at a time, at most three, one form for every measure."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Link:
    """A way further down: the part of the path that it adds, and its words."""

    path: str
    text: Any


@dataclass(frozen=True)
class Row:
    """A row of a step; `link` leads below it, `note` says why it does not count; `group` heads the rows under it."""

    cells: tuple[Any, ...]
    link: str = ""
    note: Any = ""
    group: bool = False


@dataclass(frozen=True)
class ProofStep:
    """One step: what is said, by which formula and clause, and the rows that it rests on."""

    title: Any
    statement: Any
    formula: Any = ""
    clause: str = ""
    columns: tuple[Any, ...] = ()
    rows: list[Row] = field(default_factory=list)
    note: Any = ""
    provenance: Any = ""
