"""Long tables in as many pieces as there are cores: NumPy and Polars leave the interpreter free while they work."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import polars as pl

WORTH_IT = 200_000  # cells of work below which starting threads costs more than it saves


def in_pieces(height: int, judge: Callable[[int, int], pl.DataFrame], cells: int = 1) -> pl.DataFrame:
    """The results of ``judge(offset, length)`` over all rows, in order; ``cells`` is how much work a row is."""
    cores = os.cpu_count() or 1
    if height * cells < WORTH_IT or cores == 1:
        return judge(0, height)
    length = -(-height // cores)
    offsets = range(0, height, length)
    with ThreadPoolExecutor(cores) as pool:
        pieces = list(pool.map(lambda offset: judge(offset, min(length, height - offset)), offsets))
    return pl.concat(pieces, rechunk=False)
