"""Tally 计数: what a fleet of devices has sent, and what became of it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

KEPT_TIMES = 200_000  # enough for a percentile


@dataclass
class Tally:
    """Counts over all devices; a frame is what went over the line, a message may be several."""

    connections: int = 0
    failures: int = 0  # attempts to connect that failed
    frames: int = 0
    messages: int = 0
    acknowledged: int = 0
    repeated: int = 0
    given_up: int = (
        0  # not acknowledged after all tries; periods are sent again later, real-time data are not
    )
    supplements: int = 0  # periods acknowledged that were older than two of their lengths
    requests: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    def timed(self, seconds: float) -> None:
        """How long an acknowledgement took."""
        if len(self.times) < KEPT_TIMES:
            self.times.append(seconds)

    def percentile(self, share: float) -> float | None:
        """Milliseconds within which that share of the acknowledgements came.

        >>> tally = Tally(times=[0.001 * n for n in range(1, 101)])
        >>> tally.percentile(0.5), tally.percentile(0.99)
        (51.0, 100.0)
        """
        if not self.times:
            return None
        ordered = sorted(self.times)
        return round(1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)], 1)

    def plain(self) -> dict[str, Any]:
        """As the summary has it."""
        counts = {
            name: getattr(self, name) for name in self.__dataclass_fields__ if name not in ("faults", "times")
        }
        counts["acknowledged_ms"] = {"p50": self.percentile(0.5), "p99": self.percentile(0.99)}
        return {**counts, "faults": dict(sorted(self.faults.items()))}
