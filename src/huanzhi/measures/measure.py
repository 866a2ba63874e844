"""指标 Measure: a figure computed from records, declared by a pack and found by the name a plan prints."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from huanzhi.measures.computation import Computation, Over
from huanzhi.measures.method import Method

if TYPE_CHECKING:
    from huanzhi.measures.gap import Group
    from huanzhi.measures.models import Figure
    from huanzhi.measures.proof import ProofStep

STATED = "stated_"  # codes of measures whose figures come by document; the database knows them by this


@dataclass(frozen=True)
class Measure:
    """One declaration: how a figure is computed and how it is proved.

    `compute(year, as_of)` gives the contributions; `prove(figure, path)` one step of the proof; `matches` are the
    words of an indicator's name by which a plan means this measure. `over_members(year, as_of, codes)` computes it
    over other members than those of its set, for comparisons and for what-if; `candidates(year, as_of)` are
    members that could stand in: (code, name). `gap(figure)` tells by which members and causes it is away from its
    target. `edition` changes when the way of computing does. `beside` is the measure of the figure that documents
    state: it stands in where nothing can be computed, and beside it elsewhere. `sense` is the comparison that a target
    set by a higher authority has unless it says otherwise. `parts_in` is the unit of the parts of a ratio. `method`:
    by which rule it is counted and how sure that is. `registers` hold its records; `empty` says who must enter them.
    """

    code: str
    name: Any
    unit: str
    decimals: int
    matches: tuple[str, ...]
    compute: Callable[[int, date], Computation]
    prove: Callable[["Figure", tuple[str, ...]], "ProofStep"]
    over: Over = "days"
    numerator: Any = ""
    denominator: Any = ""
    members: Any = ""
    sources: Any = ""
    validity: Any = ""
    edition: str = "2026-1"
    period: str = "year"
    over_members: Callable[[int, date, Sequence[str]], Computation] | None = None
    candidates: Callable[[int, date], list[tuple[str, str]]] | None = None
    gap: Callable[["Figure"], list["Group"]] | None = None
    beside: str = ""
    sense: str = ">="
    parts_in: Any = ""
    method: Method | None = None
    registers: tuple[str, ...] = ()
    empty: Any = ""

    @property
    def manual(self) -> bool:
        """Whether its figures are entered by hand, from a document, and never computed (填报)."""
        return self.code.startswith(STATED)


_MEASURES: dict[str, Measure] = {}


def add(measure: Measure) -> Measure:
    """Declare a measure; two of one code is an error."""
    if measure.code in _MEASURES:
        raise ValueError(f"two measures called {measure.code}")
    _MEASURES[measure.code] = measure
    return measure


def measures() -> Iterator[Measure]:
    """Every declared measure, by code."""
    return (_MEASURES[code] for code in sorted(_MEASURES))


def find(code: str) -> Measure:
    """The measure of that code; LookupError names those that exist."""
    if code not in _MEASURES:
        raise LookupError(f"no measure {code!r}; there are: {', '.join(sorted(_MEASURES))}")
    return _MEASURES[code]


def find_by_name(name: str) -> Measure | None:
    """The measure that an indicator of this name means, if one does."""
    return next((m for m in measures() if any(re.search(words, name) for words in m.matches)), None)
