"""What comes and goes: weather with a memory, and episodes with a beginning and an end."""

from typing import Any

import numpy as np

from huanzhi.monitoring.simulation.calendar import Axis


def stream(seed: int, name: str) -> np.random.Generator:
    """A generator of its own for each purpose: drawing more from one changes no other."""
    return np.random.default_rng([seed, *name.encode()])


def remembering(draws: np.ndarray, hours: np.ndarray) -> np.ndarray:
    """First-order autoregression with unit variance down the rows; one memory (hours) a column."""
    keep = np.exp(-1.0 / hours)
    fresh = draws * np.sqrt(1 - keep**2)
    out = np.empty_like(draws)
    state = np.zeros(draws.shape[1])
    for index in range(len(draws)):
        state = keep * state + fresh[index]
        out[index] = state
    return out


def episodes(axis: Axis, declared: list[dict[str, Any]], seed: int) -> list[np.ndarray]:
    """The µg/m³ that each declared kind of episode adds, hour by hour.

    Every day draws whether an episode begins, how long it lasts and how strong it is, needed or not: a later
    end of the axis therefore never changes an earlier day.
    """
    return [_episode(axis, kind, seed) for kind in declared]


def _episode(axis: Axis, kind: dict[str, Any], seed: int) -> np.ndarray:
    added = np.zeros(axis.count)
    draws = stream(seed, kind["name"]).random((axis.days, 3))
    strength = np.exp(kind["spread"] * stream(seed, kind["name"] + " strength").standard_normal(axis.days))
    first_month = axis.month[::24]
    chance = np.array([kind["chance"].get(str(month), 0.0) for month in first_month])
    shortest, longest = kind["hours"]
    for day in np.flatnonzero(draws[:, 0] < chance):
        onset = day * 24 + int(draws[day, 1] * 24)
        length = int(shortest + draws[day, 2] * (longest - shortest))
        shape = np.sin(np.linspace(0, np.pi, length)) ** 1.2
        room = added[onset : onset + length]
        room += kind["peak"] * strength[day] * shape[: len(room)]
    return added
