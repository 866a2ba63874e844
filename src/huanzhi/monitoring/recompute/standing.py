"""How far a value counts (数据状态): the states of readings as the kernels here use them.

A value that an automatic check doubts (suspect) still counts until a person has looked at it: nothing is acted on by
itself. What rests on it is marked suspect too.
"""

import polars as pl

from huanzhi.standards import source_monitoring

VALID, SUSPECT, INVALID, STOPPED, MISSING = "valid", "suspect", "invalid", "stopped", "missing"
PASSING = (VALID, SUSPECT)
OF_USE = {
    source_monitoring.COUNTS: VALID,
    source_monitoring.STOPPED: STOPPED,
    source_monitoring.INVALID: INVALID,
}


def of_flags(value: str = "value_e3", flag: str = "flag") -> pl.Expr:
    """The state that the flag alone gives; a value that is absent or negative does not count, as `use` has it.

    >>> frame = pl.DataFrame({"value_e3": [1, -1, 1, None], "flag": ["N", "N", "F", "D"]})
    >>> frame.select(of_flags())["standing"].to_list()
    ['valid', 'invalid', 'stopped', 'invalid']
    """
    known = {code: OF_USE[use] for code, use in source_monitoring.uses().items()}
    told = pl.col(flag).replace_strict(known, default=INVALID, return_dtype=pl.String)
    absent = pl.col(value).is_null() | (pl.col(value) < 0)
    return pl.when(absent & (told == VALID)).then(pl.lit(INVALID)).otherwise(told).alias("standing")
