"""Counts of the gateway: what it took, refused and closed, as `huanzhi gateway` prints and tests read them."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Everything that happened since the start."""

    taken: int = 0
    answered: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    closed: Counter[str] = field(default_factory=Counter)
    unkept: Counter[str] = field(
        default_factory=Counter
    )  # pieces of refused bytes that were only counted, by address
    unkept_bytes: Counter[str] = field(default_factory=Counter)

    def plain(self) -> dict[str, object]:
        """For JSON."""
        return {
            "taken": self.taken,
            "answered": self.answered,
            "refused": dict(self.refused),
            "closed": dict(self.closed),
        }
