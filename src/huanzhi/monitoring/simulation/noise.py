"""Noise that is a function 可重现噪声: the same key and index give the same number, in whatever order asked."""

import hashlib

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def key(*parts: object) -> int:
    """64 bits that stand for these words, the same in every process.

    >>> key(127, "w01018", "weather") == key(127, "w01018", "weather") != key(127, "w01018", "own")
    True
    """
    words = "\\x1f".join(map(str, parts)).encode()
    return int.from_bytes(hashlib.blake2b(words, digest_size=8).digest(), "big")


def bits(of: int, index: Ints) -> NDArray[np.uint64]:
    """64 well-mixed bits for every index (the finaliser of SplitMix64)."""
    with np.errstate(over="ignore"):
        state = np.uint64(of) + index.astype(np.uint64) * _STEP
        state = (state ^ state >> np.uint64(30)) * _MIX[0]
        state = (state ^ state >> np.uint64(27)) * _MIX[1]
    return np.asarray(state ^ state >> np.uint64(31))


def uniform(of: int, index: Ints) -> Floats:
    """A number of [0, 1) for every index.

    >>> drawn = uniform(key("a"), np.arange(10_000))
    >>> bool(abs(drawn.mean() - 0.5) < 0.02), bool((uniform(key("a"), np.array([7])) == drawn[7]).all())
    (True, True)
    """
    return np.asarray((bits(of, index) >> np.uint64(11)).astype(np.float64) * 2.0**-53)


def normal(of: int, index: Ints) -> Floats:
    """Nearly normal numbers of mean 0 and variance 1: four uniform ones of 16 bits together; none beyond 3.5.

    >>> drawn = normal(key("a"), np.arange(50_000))
    >>> bool(abs(drawn.mean()) < 0.02), bool(abs(drawn.std() - 1) < 0.02)
    (True, True)
    """
    drawn = bits(of, index)
    parts = np.zeros(drawn.shape, dtype=np.uint64)
    for at in range(4):
        parts += drawn >> np.uint64(16 * at) & np.uint64(0xFFFF)
    return np.asarray((parts.astype(np.float64) / 65536 - 2) * 3**0.5)


def smooth(of: int, at: Ints, knot: int) -> Floats:
    """Noise that remembers: normal at every multiple of ``knot`` seconds, smooth between, variance 1 all along.

    >>> rough = smooth(key("a"), np.arange(0, 7200, 60), 3600)
    >>> bool(abs(np.diff(rough)).max() < 0.2)
    True
    """
    index = at // knot
    part = (at - index * knot) / knot
    weight = part * part * (3 - 2 * part)
    mixed = normal(of, index) * (1 - weight) + normal(of, index + 1) * weight
    return np.asarray(mixed / np.sqrt(weight**2 + (1 - weight) ** 2))
