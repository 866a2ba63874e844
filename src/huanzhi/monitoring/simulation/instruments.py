"""Instruments 模拟仪器: what each would show at any moment, as a pure function of seed, device, factor and time.

Nothing is remembered between two questions: what is asked again, or asked late, comes out the same.
"""

from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np

from huanzhi.monitoring.simulation.noise import Floats, Ints, key, normal, smooth
from huanzhi.monitoring.simulation.spells import NORMAL, OVER, Habits, Spells
from huanzhi.science.rounding import half_even_array

HOUR = 3600
EAST = 8 * HOUR  # Shanghai
SAMPLES = 60  # of one block
BLOCKS = 3  # kept at hand
STATED, OXYGEN_OF_AIR, OXYGEN_TOP = 1000, 21_000, 19_000

SHAPES = {  # what an hour of the day does, 00:00 first
    "flat": [1.0] * 24,
    "town": [0.78, 0.7, 0.64, 0.6, 0.6, 0.66, 0.84, 1.06, 1.2, 1.2, 1.14, 1.1, 1.08, 1.04, 1.0, 0.98, 1.0, 1.04]
    + [1.12, 1.2, 1.24, 1.18, 1.06, 0.92],
    "works": [0.5, 0.45, 0.45, 0.45, 0.5, 0.6, 0.8, 1.1, 1.4, 1.5, 1.45, 1.3, 1.2, 1.4, 1.5, 1.5, 1.45, 1.3]
    + [1.1, 0.9, 0.8, 0.7, 0.6, 0.55],
    "heating": [1.12, 1.1, 1.08, 1.06, 1.06, 1.08, 1.1, 1.1, 1.04, 0.98, 0.94, 0.9, 0.86, 0.84, 0.84, 0.88, 0.94]
    + [1.0, 1.06, 1.1, 1.12, 1.14, 1.14, 1.12],
    "sun": [0.5, 0.46, 0.42, 0.4, 0.38, 0.36, 0.38, 0.46, 0.6, 0.78, 1.0, 1.2, 1.4, 1.54, 1.6, 1.58, 1.5, 1.34]
    + [1.12, 0.92, 0.78, 0.68, 0.6, 0.54],
}  # fmt: skip


@dataclass(frozen=True)
class Sensor:
    """A channel with its process: level, spread (of the logarithm, or plain), memory in hours, shape of the day."""

    sent: str
    mean: float
    spread: float = 0.2
    memory: float = 6.0
    shape: str = "flat"
    plain: bool = False  # pH, oxygen, temperature: the spread is in the unit
    decimals: int = 2
    low: float = 0.0
    high: float = 1e6
    zs: bool = False  # also converted to the reference oxygen
    load: bool = False  # Cou is told: the mass, of a flow its volume
    limit: float | None = None  # an excess goes over it
    idle: float = 0.0  # what it shows while the source stands still
    beside: str = ""  # its level comes on top of that sensor's, as coarse particles on top of fine ones


@dataclass(frozen=True)
class Samples:
    """A block of moments (seconds since 1970) with values in thousandths and flags, one row a sensor."""

    at: Ints
    values: Ints
    flags: np.ndarray
    zs: Ints


@dataclass(eq=False)
class Instrument:
    """One data logger with its sensors. ``flow`` and ``oxygen`` name the sensors that loads and Zs rest on."""

    mn: str
    st: str
    sensors: tuple[Sensor, ...]
    name: str = ""
    edition: int = 2017
    password: str = field(default="123456", repr=False)
    seed: int = 127
    real_seconds: int = 60
    minute_minutes: int = 10
    flow: str = ""
    oxygen: str = ""
    reference_oxygen: float | None = None
    habits: Habits = field(default_factory=Habits)

    def __post_init__(self) -> None:
        if (
            HOUR % self.real_seconds
            or 60 % self.minute_minutes
            or self.real_seconds > 60 * self.minute_minutes
        ):
            raise ValueError(
                f"{self.mn}: real_seconds={self.real_seconds}, minute_minutes={self.minute_minutes} do not divide"
            )
        self.rows = {sensor.sent: row for row, sensor in enumerate(self.sensors)}
        self._spells = Spells(self.seed, self.mn, self.habits)
        self._blocks: OrderedDict[int, Samples] = OrderedDict()

    @property
    def version(self) -> int:
        """The version bits of Flag."""
        return {2005: 0, 2017: 4, 2025: 8}[self.edition]

    def at(self, moment: int) -> tuple[Samples, int]:
        """The last sample taken by a moment: its block, and its column there."""
        sample = moment - moment % self.real_seconds
        block = self._block((sample - 1) // self._length * self._length)
        return block, int((sample - int(block.at[0])) // self.real_seconds)

    def between(self, start: int, end: int) -> Samples:
        """The samples of a period, start < time <= end, at the steps of the instrument."""
        step = self.real_seconds
        first = start - start % step + step
        begin = start // self._length * self._length
        if begin <= start and end <= begin + self._length:
            block = self._block(begin)
            here = slice((first - begin) // step - 1, (end - begin) // step)
            return Samples(block.at[here], block.values[:, here], block.flags[:, here], block.zs[:, here])
        return self.sample(np.arange(first, end + 1, step, dtype=np.int64))

    @property
    def _length(self) -> int:
        """Seconds of a block: an hour, or less when there are many samples."""
        length = self.real_seconds * SAMPLES
        return length if HOUR % length == 0 else HOUR

    def _block(self, begin: int) -> Samples:
        held = self._blocks.get(begin)
        if held is None:
            step = self.real_seconds
            moments = np.arange(begin + step, begin + self._length + 1, step, dtype=np.int64)
            held = self._blocks[begin] = self.sample(moments)
            while len(self._blocks) > BLOCKS:
                self._blocks.popitem(last=False)
        return held

    def sample(self, at: Ints) -> Samples:
        """What the sensors show at these moments."""
        limited = [row for row, sensor in enumerate(self.sensors) if sensor.limit is not None]
        spells = self._spells.over(at, len(self.sensors), limited)
        values = np.empty((len(self.sensors), at.size), dtype=np.int64)
        flags = spells.flags
        for row, sensor in enumerate(self.sensors):
            level = self._level(sensor, at)
            if sensor.beside:
                level = level + self._level(self.sensors[self.rows[sensor.beside]], at)
            if sensor.limit is not None:
                level = np.maximum(level, sensor.limit * spells.excess[row])
            level = np.where(spells.stopped, sensor.idle, level)
            level = np.where(flags[row] == "C", sensor.low + 0.8 * (sensor.high - sensor.low), level)
            over = (level > sensor.high) & (flags[row] == NORMAL)
            flags[row][over] = OVER
            step = 10 ** (3 - sensor.decimals)
            level = np.clip(level, sensor.low, sensor.high)
            values[row] = np.rint(level * STATED / step).astype(np.int64) * step
            values[row][flags[row] == "D"] = 0
        return Samples(at, values, flags, self._converted(values))

    def _level(self, sensor: Sensor, at: Ints) -> Floats:
        """Level of the hour of the day, made to wander: slowly, within the hour, and from sample to sample."""
        of = key(self.seed, self.mn, sensor.sent)
        hours = np.asarray(SHAPES[sensor.shape])
        clock = (at + EAST) % (24 * HOUR) / HOUR
        level = sensor.mean * np.interp(clock, np.arange(25), np.append(hours, hours[0]))
        slow = smooth(of, at, max(int(sensor.memory * HOUR), HOUR))
        wander = 0.9 * slow + 0.35 * smooth(of ^ 1, at, 1200) + 0.15 * normal(of ^ 2, at)
        if sensor.plain:
            return np.asarray(level + sensor.spread * wander)
        return np.asarray(level * np.exp(sensor.spread * wander - sensor.spread**2 / 2))

    def _converted(self, values: Ints) -> Ints:
        """Zs 折算: C x (21 - reference) / (21 - measured), of those sensors that have it; zero elsewhere."""
        zs = np.zeros_like(values)
        oxygen = self.rows.get(self.oxygen)
        if self.reference_oxygen is None or oxygen is None:
            return zs
        room = OXYGEN_OF_AIR - np.minimum(values[oxygen], OXYGEN_TOP)
        reference = OXYGEN_OF_AIR - round(self.reference_oxygen * STATED)
        for row, sensor in enumerate(self.sensors):
            if sensor.zs:
                step = 10 ** (3 - sensor.decimals)
                zs[row] = half_even_array(values[row] * reference, room * step) * step
        return zs
