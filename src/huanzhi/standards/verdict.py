"""A verdict (判定) and what it rests on: inputs, flags, statistic, limit with clause, formula, rounding, decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

UNVERIFIED = frozenset({"M", "C"})


@dataclass(frozen=True)
class Step:
    """One step of a proof: what was said, by which formula, on which clause, with which certainty."""

    title: str
    statement: str
    formula: str = ""
    clause: str = ""
    grade: str = ""
    parts: tuple["Step", ...] = ()

    @property
    def unverified(self) -> bool:
        """Whether this step or one below rests on a fact that nobody has confirmed."""
        return self.grade in UNVERIFIED or any(part.unverified for part in self.parts)


@dataclass(frozen=True)
class Verdict:
    """What a standard says of one sample; ``result`` holds the figures, ``steps`` the proof."""

    standard: str
    decision: str
    evaluable: bool
    inputs: Mapping[str, Any]
    result: Mapping[str, Any]
    flags: tuple[str, ...] = ()
    reason: str = ""
    steps: tuple[Step, ...] = field(default=())

    @property
    def unverified(self) -> bool:
        """True when a limit or rule of grade M or C took part: say "unverified limit" beside the decision."""
        return any(step.unverified for step in self.steps)

    def __str__(self) -> str:
        """The decision in words: not evaluable with its reason, and "unverified limit" where nobody confirmed it.

        >>> limit = Step("pm", "12 mg/m3", "<= 10", "a policy", "M")
        >>> str(Verdict("X", "exceeded", True, {}, {}, steps=(limit,)))
        'exceeded (unverified limit)'
        >>> str(Verdict("X", "", False, {}, {}, reason="19 of at least 20 hours"))
        'not evaluable: 19 of at least 20 hours'
        """
        if not self.evaluable:
            return f"not evaluable: {self.reason}"
        return f"{self.decision} (unverified limit)" if self.unverified else self.decision
