"""Frames of others: what people hold goes in, the same kind comes out. Inside there is Polars only.

Polars frames pass as they are; a pandas frame or an Arrow table is taken by its columns, and the result is given back
as one. pandas keeps missing numbers as floats (NaN): a column ``..._e<places>`` of whole floats is taken as integers,
anything else in it is a ValueError that names the column and the row.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import polars as pl

P = ParamSpec("P")
Frame = TypeVar("Frame")
INTEGERS = re.compile(r"_e\d+$")


def any_frame(
    kernel: Callable[Concatenate[pl.DataFrame, P], pl.DataFrame],
) -> Callable[Concatenate[Frame, P], Frame]:
    """Let a kernel over Polars frames take pandas frames and Arrow tables too, and answer in kind."""

    @wraps(kernel)
    def with_any(frame: Any, *args: P.args, **kwargs: P.kwargs) -> Any:
        if isinstance(frame, pl.DataFrame):
            return kernel(frame, *args, **kwargs)
        if isinstance(frame, pl.LazyFrame):
            return kernel(frame.collect(), *args, **kwargs).lazy()
        package = type(frame).__module__.partition(".")[0]
        if package == "pandas":
            return _to_pandas(kernel(_from_pandas(frame), *args, **kwargs), frame)
        if package == "pyarrow":
            taken = pl.DataFrame(pl.from_arrow(frame))
            return kernel(taken, *args, **kwargs).to_arrow()
        raise TypeError(f"a frame of polars, pandas or pyarrow is needed, not {type(frame).__name__}")

    return with_any


def _from_pandas(frame: Any) -> pl.DataFrame:
    columns = {}
    for name in frame.columns:
        series = frame[name]
        values = series.astype(object).where(series.notna(), None).tolist()
        if str(series.dtype).startswith("datetime64"):
            values = [None if value is None else value.to_pydatetime() for value in values]
        elif INTEGERS.search(str(name)):
            values = _whole(str(name), values)
        columns[str(name)] = pl.Series(str(name), values, strict=False)
    return pl.DataFrame(columns)


def _whole(name: str, values: list[Any]) -> list[int | None]:
    whole: list[int | None] = []
    for row, value in enumerate(values):
        if value is not None and value != int(value):
            raise ValueError(f"column {name!r}, row {row}: {value!r} is not a whole number")
        whole.append(None if value is None else int(value))
    return whole


def _to_pandas(result: pl.DataFrame, given: Any) -> Any:
    """A pandas frame with nullable integers and booleans; the index that came when rows kept their places."""
    import pandas

    columns = {}
    for name, column in zip(result.columns, result.get_columns(), strict=True):
        values = column.to_list()
        kind = (
            "boolean"
            if column.dtype == pl.Boolean
            else str(column.dtype)
            if column.dtype.is_integer()
            else None
        )
        columns[name] = pandas.array(values, dtype=kind) if kind else values
    index = given.index if result.height == len(given) else None
    return pandas.DataFrame(columns, index=index)
