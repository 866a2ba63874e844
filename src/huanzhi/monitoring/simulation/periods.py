"""Periods 分钟、小时、日数据: minutes from an instrument's samples, hours from its minutes, days from its hours.

Each level is made of the figures that were sent of the level below, so that whoever adds them up finds the same.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from huanzhi.monitoring.simulation.instruments import HOUR, Instrument, Samples, Sensor
from huanzhi.science.rounding import half_even

DAY = 24 * HOUR
GOOD = ("N", "T")
LITRES = ("w00000", "B01")  # flows told in L/s; the others in m3/s
KG = 10**9  # thousandths of mg/L (mg/m3) times thousandths of L/s (m3/s) times seconds, in thousandths of kg


@dataclass(frozen=True, slots=True)
class Figure:
    """What a sensor's period comes to, in thousandths; ``cou`` the mass or volume, ``zs`` (min, avg, max) converted."""

    low: int
    mean: int
    high: int
    flag: str
    cou: int | None = None
    zs: tuple[int, int, int] | None = None


def minute(instrument: Instrument, start: int) -> list[Figure]:
    """The figures of the minute datum that begins then, one a sensor."""
    return _from_samples(instrument, instrument.between(start, start + 60 * instrument.minute_minutes))


@lru_cache(maxsize=8192)
def hour(instrument: Instrument, start: int) -> list[Figure]:
    """The figures of an hour, from its minute data."""
    samples = instrument.between(start, start + HOUR)
    length = 60 * instrument.minute_minutes
    parts = []
    for begin in range(start, start + HOUR, length):
        here = (samples.at > begin) & (samples.at <= begin + length)
        part = Samples(samples.at[here], samples.values[:, here], samples.flags[:, here], samples.zs[:, here])
        parts.append(_from_samples(instrument, part))
    return _from_figures(instrument, parts)


def day(instrument: Instrument, start: int) -> list[Figure]:
    """The figures of a day, from its hours."""
    return _from_figures(instrument, [hour(instrument, begin) for begin in range(start, start + DAY, HOUR)])


def flag_of(flags: Sequence[str]) -> str:
    """The flag of a period: normal when three quarters of its parts count, else what most of the others say.

    >>> flag_of("NNNC"), flag_of("NNCC"), flag_of("NNNT")
    ('N', 'C', 'N')
    """
    other = Counter(flag for flag in flags if flag not in GOOD)
    if 4 * sum(other.values()) <= len(flags):
        return "N"
    return other.most_common(1)[0][0]


def _from_samples(instrument: Instrument, samples: Samples) -> list[Figure]:
    loads = _loads(instrument, samples)
    figures = []
    for row, sensor in enumerate(instrument.sensors):
        flag = flag_of(samples.flags[row].tolist())
        wanted = np.isin(samples.flags[row], GOOD) == (flag == "N")
        kept = samples.values[row][wanted].tolist()
        zs = _three(sensor, samples.zs[row][wanted].tolist()) if sensor.zs else None
        figures.append(Figure(*_three(sensor, kept), flag, loads[row], zs))
    return figures


def _from_figures(instrument: Instrument, parts: list[list[Figure]]) -> list[Figure]:
    return [_gathered(sensor, [part[row] for part in parts]) for row, sensor in enumerate(instrument.sensors)]


def _gathered(sensor: Sensor, parts: list[Figure]) -> Figure:
    flag = flag_of([part.flag for part in parts])
    kept = [part for part in parts if (part.flag == "N") == (flag == "N")]
    low, mean, high = _span(sensor, kept, lambda one: (one.low, one.mean, one.high))
    zs = _span(sensor, kept, lambda one: one.zs or (0, 0, 0)) if sensor.zs else None
    cou = sum(part.cou or 0 for part in parts) if sensor.load else None
    return Figure(low, mean, high, flag, cou, zs)


def _span(
    sensor: Sensor, parts: list[Figure], of: Callable[[Figure], tuple[int, int, int]]
) -> tuple[int, int, int]:
    three = [of(part) for part in parts]
    mean = _three(sensor, [one[1] for one in three])[1]
    return min(one[0] for one in three), mean, max(one[2] for one in three)


def _three(sensor: Sensor, values: list[int]) -> tuple[int, int, int]:
    """Least, mean (rounded to the sensor's decimals, half to even) and largest."""
    step = 10 ** (3 - sensor.decimals)
    return min(values), half_even(sum(values), len(values) * step) * step, max(values)


def _loads(instrument: Instrument, samples: Samples) -> list[int | None]:
    """What was discharged, of those sensors that tell it: volume of the flow, mass of the others."""
    at = instrument.rows.get(instrument.flow)
    if at is None:
        return [None] * len(instrument.sensors)
    step = instrument.real_seconds
    flow = np.where(np.isin(samples.flags[at], GOOD), samples.values[at], 0) * step
    loads: list[int | None] = []
    for row, sensor in enumerate(instrument.sensors):
        if not sensor.load:
            loads.append(None)
        elif row == at:
            loads.append(half_even(int(flow.sum()), 1000 if sensor.sent in LITRES else 1))
        else:
            good = np.where(np.isin(samples.flags[row], GOOD), samples.values[row], 0)
            loads.append(half_even(int((good * flow).sum()), KG))
    return loads
