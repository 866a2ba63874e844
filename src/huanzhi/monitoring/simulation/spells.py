"""Spells 工况: when a source stands still, an instrument is calibrated, mended or broken, when a limit is passed.

Each day draws for itself what begins on it; a moment asks its own day and the two before. Nothing depends on what was
asked earlier.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from huanzhi.monitoring.simulation.noise import Floats, Ints, key, uniform

DAY = 86_400
HOUR = 3600
EAST = 8 * HOUR
MONDAY = 3  # 1970-01-01 was a Thursday: (days + 3) % 7 is 0 on Mondays
NORMAL, OVER = "N", "T"
BACK = 2  # no spell is longer than two days


@dataclass(frozen=True)
class Habits:
    """How often things happen: chances a day, hours from shortest to longest; the weekly calibration has its hour.

    ``season`` is (first, last) as "MM-DD": outside of it the source stands still, as a boiler does in summer.
    """

    stop: float = 0.01
    stop_hours: tuple[float, float] = (4, 30)
    maintain: float = 0.03
    maintain_hours: tuple[float, float] = (0.5, 2)
    fault: float = 0.01
    fault_hours: tuple[float, float] = (0.3, 4)
    excess: float = 0.05
    excess_hours: tuple[float, float] = (1.5, 5)
    calibration_hour: int | None = None
    calibration_minutes: int = 40
    season: tuple[str, str] | None = None


@dataclass(frozen=True)
class Over:
    """Over a span of moments: flags and times its limit (0: none) of each sensor; whether the source stands still."""

    flags: np.ndarray
    stopped: np.ndarray
    excess: Floats


class Spells:
    """The spells of one instrument."""

    def __init__(self, seed: int, mn: str, habits: Habits) -> None:
        self._words = (seed, mn)
        self._habits = habits
        self._days: dict[int, list[tuple[str, int, int, float]]] = {}

    def over(self, at: Ints, sensors: int, limited: list[int]) -> Over:
        """What holds at these moments; a fault is of one sensor, an excess of one that has a limit, the rest of all."""
        flags = np.full((sensors, at.size), NORMAL, dtype="<U1")
        stopped = self._out_of_season(at)
        excess = np.zeros((sensors, at.size))
        first, last = (int((edge + EAST) // DAY) for edge in (at[0], at[-1]))
        for day in range(first - BACK, last + 1):
            for kind, begin, end, draw in self._of_day(day):
                within = (at > begin) & (at <= end)
                if not within.any():
                    continue
                if kind == "F":
                    stopped |= within
                elif kind == "E" and limited:
                    excess[limited[day % len(limited)], within] = 1.1 + 0.8 * draw
                elif kind == "D":
                    flags[day % sensors, within] = kind
                elif kind in ("M", "C"):
                    flags[:, within] = kind
        flags[:, stopped] = "F"
        excess[:, stopped] = 0
        return Over(flags, stopped, excess)

    def _out_of_season(self, at: Ints) -> np.ndarray:
        if self._habits.season is None:
            return np.zeros(at.size, dtype=bool)
        first, last = self._habits.season
        days, back = np.unique((at + EAST - 1) // DAY, return_inverse=True)
        texts = [datetime.fromtimestamp(int(day) * DAY, UTC).strftime("%m-%d") for day in days]
        inside = [first <= t <= last if first <= last else t >= first or t <= last for t in texts]
        return ~np.asarray(inside, dtype=bool)[back]

    def _of_day(self, day: int) -> list[tuple[str, int, int, float]]:
        """The spells that begin on a day: kind, begin, end, and a draw for how strong it is."""
        held = self._days.get(day)
        if held is None:
            held = self._days[day] = self._drawn(day)
            if len(self._days) > 8:
                self._days.pop(next(iter(self._days)))
        return held

    def _drawn(self, day: int) -> list[tuple[str, int, int, float]]:
        habits, midnight = self._habits, day * DAY - EAST
        found = []
        kinds = [
            ("E", habits.excess, habits.excess_hours),
            ("D", habits.fault, habits.fault_hours),
            ("M", habits.maintain, habits.maintain_hours),
            ("F", habits.stop, habits.stop_hours),
        ]
        for kind, chance, (shortest, longest) in kinds:
            draw = uniform(key(*self._words, kind), np.arange(4 * day, 4 * day + 4, dtype=np.int64))
            if draw[0] < chance:
                begin = midnight + int(draw[1] * DAY) // 600 * 600
                length = int((shortest + draw[2] ** 2 * (longest - shortest)) * 6) * 600
                found.append((kind, begin, begin + max(length, 600), float(draw[3])))
        if habits.calibration_hour is not None and (day + MONDAY) % 7 == key(*self._words, "week") % 7:
            begin = midnight + habits.calibration_hour * HOUR
            found.append(("C", begin, begin + 60 * habits.calibration_minutes, 0.0))
        return found
