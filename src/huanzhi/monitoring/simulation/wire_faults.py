"""Faults of the line 通讯故障: what becomes of frames on their way, by chance and counted."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping

CHANCES = {  # of a frame; of outage a minute; of skew a device
    "drop": 0.02,
    "duplicate": 0.02,
    "reorder": 0.02,
    "late": 0.01,
    "skew": 0.1,
    "halves": 0.05,
    "corrupt": 0.01,
    "outage": 0.01,
}
LATE = (60.0, 600.0)  # seconds
OUTAGE = (120.0, 900.0)
SKEW = (30.0, 1200.0)
FAR_OFF = 86_400.0 * 400  # one skewed clock in ten
PAUSE = (0.02, 0.5)


def chances(words: Iterable[str]) -> dict[str, float]:
    """Faults by name, each with its usual chance or the one given after ``=``. ValueError names what is none.

    >>> chances(["drop", "halves=0.5"])
    {'drop': 0.02, 'halves': 0.5}
    """
    found = {}
    for word in words:
        name, given, text = word.strip().partition("=")
        if name not in CHANCES:
            raise ValueError(f"no fault {name!r}; there are: {', '.join(CHANCES)}")
        try:
            chance = float(text) if given else CHANCES[name]
        except ValueError:
            raise ValueError(f"fault {name}: {text!r} is no chance") from None
        if not 0 <= chance <= 1:
            raise ValueError(f"fault {name}: a chance is from 0 to 1, not {text}")
        found[name] = chance
    return found


class Line:
    """The line of one device. ``happened`` counts each fault; the same seed draws the same."""

    def __init__(self, faults: Mapping[str, float] | None = None, seed: object = 0) -> None:
        self._faults = dict(faults or {})
        self._random = random.Random(repr(seed))
        self._held: bytes | None = None
        self.happened: Counter[str] = Counter()

    def carry(self, raw: bytes) -> list[tuple[float, bytes]]:
        """What leaves for a frame: pieces, each after a pause in seconds. Nothing when it is lost or held back."""
        if not self._faults:
            return [(0.0, raw)]
        if self._happens("drop"):
            return self._released([])
        if self._happens("corrupt"):
            raw = self._corrupted(raw)
        if self._held is None and self._happens("reorder"):
            self._held = raw
            return []
        return self._released([*self._pieces(raw), *self._twice(raw)])

    def lateness(self) -> float:
        """Seconds that a message waits before it is sent at all."""
        return self._random.uniform(*LATE) if self._happens("late") else 0.0

    def outage(self) -> float:
        """Seconds for which the cable is pulled; asked once a minute."""
        return self._random.uniform(*OUTAGE) if self._happens("outage") else 0.0

    def skew(self) -> float:
        """Seconds by which the device's clock is off; asked once."""
        if not self._happens("skew"):
            return 0.0
        if self._random.random() < 0.1:
            return self._random.choice((-1, 1)) * FAR_OFF
        return self._random.choice((-1, 1)) * self._random.uniform(*SKEW)

    def _happens(self, fault: str) -> bool:
        chance = self._faults.get(fault)
        if not chance or self._random.random() >= chance:
            return False
        self.happened[fault] += 1
        return True

    def _pieces(self, raw: bytes) -> list[tuple[float, bytes]]:
        if not self._happens("halves"):
            return [(0.0, raw)]
        at = self._random.randrange(1, len(raw))
        return [(0.0, raw[:at]), (self._random.uniform(*PAUSE), raw[at:])]

    def _twice(self, raw: bytes) -> list[tuple[float, bytes]]:
        return [(0.0, raw)] if self._happens("duplicate") else []

    def _released(self, pieces: list[tuple[float, bytes]]) -> list[tuple[float, bytes]]:
        """The frame that was held back goes after the one that overtook it."""
        if self._held is not None:
            pieces.append((0.0, self._held))
            self._held = None
        return pieces

    def _corrupted(self, raw: bytes) -> bytes:
        at = self._random.randrange(6, len(raw) - 6)
        other = self._random.randrange(1, 256) ^ raw[at]
        return raw[:at] + bytes([other]) + raw[at + 1 :]
