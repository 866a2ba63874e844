"""Samples 样本: tables of readings from people's own files, CSV or Parquet, to exact integers and back.

Air: ``site, time, pm2_5, pm10, so2, no2, co, o3, o3_8h`` (1 h means, µg/m³, CO mg/m³). ``time`` is the hour's end;
without a zone it is Shanghai's clock. Water: ``site, time, kind, target`` and items in mg/L. Missing is empty. More
decimals than are kept are rounded.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

AIR = ("pm2_5", "pm10", "so2", "no2", "co", "o3", "o3_8h")
NEEDED = ("site", "time")
TIMES = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")
ZONED = ("%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S%z", "%Y-%m-%dT%H:%M%z")


def read_samples(
    path: Path, items: Sequence[str] = AIR, places: int = 3, words: Sequence[str] = ()
) -> pl.DataFrame:
    """The table as it came (text), ``time`` parsed as ``when``, and an integer column ``<item>_e<places>`` an item.

    ``words`` are further columns that stay text. Raises ValueError naming file, row, field and value; row 2 is the
    first below the header.
    """
    frame = _text(path)
    known = (*NEEDED, *words, *items)
    unknown = [name for name in frame.columns if name not in known]
    if unknown:
        raise ValueError(f"{path}: unknown columns: {', '.join(unknown)}; known are {', '.join(known)}")
    if lacking := [name for name in NEEDED if name not in frame.columns]:
        raise ValueError(f"{path}: lacks the columns {', '.join(lacking)}")
    absent = [pl.lit("").alias(name) for name in items if name not in frame.columns]
    frame = frame.with_columns(pl.all().fill_null("").str.strip_chars())
    parsed = frame.with_columns(*absent).with_columns(
        _time().alias("when"), *(_scaled(name, places) for name in items)
    )
    _refuse(path, parsed, "time", pl.col("when").is_null(), "not a time")
    for name in items:
        bad = (pl.col(name) != "") & pl.col(f"{name}_e{places}").is_null()
        _refuse(path, parsed, name, bad, "not a number")
    return parsed.drop(name for name in items if name not in frame.columns)


def _text(path: Path) -> pl.DataFrame:
    if not path.exists():
        raise FileNotFoundError(f"{path}: no such file")
    if path.suffix == ".parquet":
        return pl.read_parquet(path).with_columns(pl.all().cast(pl.String))
    try:
        return pl.read_csv(path, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise ValueError(f"{path}: not a table: {error}") from None


def _time() -> pl.Expr:
    plain = [pl.col("time").str.to_datetime(form, strict=False, time_unit="us") for form in TIMES]
    zoned = [
        pl.col("time").str.to_datetime(form, strict=False, time_unit="us", time_zone="UTC") for form in ZONED
    ]
    local = [one.dt.convert_time_zone("Asia/Shanghai").dt.replace_time_zone(None) for one in zoned]
    return pl.coalesce(*plain, *local)


def _scaled(name: str, places: int) -> pl.Expr:
    """Exact: text to a decimal of so many places, then to an integer; no binary float on the way."""
    number = pl.col(name).replace("", None).cast(pl.Decimal(24, places), strict=False)
    return (number * 10**places).cast(pl.Int64, strict=False).alias(f"{name}_e{places}")


def _refuse(path: Path, frame: pl.DataFrame, field: str, bad: pl.Expr, why: str) -> None:
    wrong = frame.with_row_index("row", offset=2).filter(bad).select("row", field)
    if wrong.height:
        row, value = wrong.row(0)
        more = f" ({wrong.height} such rows)" if wrong.height > 1 else ""
        raise ValueError(f"{path}, row {row}, {field}: {value!r} is {why}{more}")


def write(frame: pl.DataFrame, path: Path) -> None:
    """Write a result, missing as empty; the same rows give the same bytes."""
    frame = frame.with_columns(pl.col(pl.String).replace("", None))
    if path.suffix == ".parquet":
        frame.write_parquet(path)
    else:
        frame.write_csv(path)
