"""Samples 样本: tables of readings from people's own files, CSV or Parquet, to exact integers and back.

Air: ``site, time, pm2_5, pm10, so2, no2, co, o3, o3_8h`` (1 h means, µg/m³, CO mg/m³). ``time`` is the hour's end;
without a zone it is Shanghai's clock. Water: ``site, time, kind, target`` and items in mg/L. Missing is empty. More
decimals than are kept are rounded. A folder stands for the Parquet files in it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

AIR = ("pm2_5", "pm10", "so2", "no2", "co", "o3", "o3_8h")
NEEDED = ("site", "time")
TIMES = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")
ZONED = ("%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S%z", "%Y-%m-%dT%H:%M%z")


def read_samples(
    path: Path, items: Sequence[str] = AIR, places: int = 3, words: Sequence[str] = ()
) -> pl.DataFrame:
    """The whole table, as :func:`parse` gives it. FileNotFoundError, or ValueError naming what is wrong."""
    return parse(scan(path).collect(), items, places, words, str(path))


def scan(path: Path) -> pl.LazyFrame:
    """The table before it is read: CSV as text, Parquet as it is. FileNotFoundError, or ValueError for no table."""
    if not path.exists():
        raise FileNotFoundError(f"{path}: no such file")
    parquet = path.is_dir() or path.suffix == ".parquet"
    source = path / "**/*.parquet" if path.is_dir() else path
    try:
        frame = pl.scan_parquet(source) if parquet else pl.scan_csv(source, infer_schema=False)
        frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise ValueError(f"{path}: not a table: {error}") from None
    return frame


def slices(path: Path, rows: int) -> Iterator[pl.DataFrame]:
    """The table in its own order, so many rows at a time; at least one slice, an empty one for an empty table."""
    frame = scan(path)
    any_yet = False
    try:
        for batch in frame.collect_batches(chunk_size=rows, maintain_order=True):
            any_yet = True
            yield batch
    except pl.exceptions.PolarsError as error:
        raise ValueError(f"{path}: not a table: {error}") from None
    if not any_yet:
        yield frame.collect_schema().to_frame()


def parse(
    frame: pl.DataFrame,
    items: Sequence[str] = AIR,
    places: int = 3,
    words: Sequence[str] = (),
    source: str = "table",
    first_row: int = 2,
) -> pl.DataFrame:
    """The table as it came (text), ``time`` parsed as ``when``, and an integer column ``<item>_e<places>`` an item.

    ``words`` are further columns that stay text. Raises ValueError naming source, row, field and value; row 2 is the
    first below the header.
    """
    known = (*NEEDED, *words, *items)
    if unknown := [name for name in frame.columns if name not in known]:
        raise ValueError(f"{source}: unknown columns: {', '.join(unknown)}; known are {', '.join(known)}")
    if lacking := [name for name in NEEDED if name not in frame.columns]:
        raise ValueError(f"{source}: lacks the columns {', '.join(lacking)}")
    absent = [pl.lit("").alias(name) for name in items if name not in frame.columns]
    frame = _as_text(frame).with_columns(pl.all().fill_null("").str.strip_chars())
    parsed = frame.with_columns(*absent).with_columns(
        _time().alias("when"), *(_scaled(name, places) for name in items)
    )
    _refuse(source, parsed, "time", pl.col("when").is_null(), "not a time", first_row)
    for name in items:
        bad = (pl.col(name) != "") & pl.col(f"{name}_e{places}").is_null()
        _refuse(source, parsed, name, bad, "not a number", first_row)
    return parsed.drop(name for name in items if name not in frame.columns)


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Typed columns as people would write them; no number (NaN) is missing."""
    made = []
    for name, kind in frame.schema.items():
        column = pl.col(name)
        if kind.is_float():
            made.append(column.fill_nan(None).cast(pl.String))
        elif isinstance(kind, pl.Datetime):
            made.append(column.dt.strftime("%Y-%m-%dT%H:%M:%S" + ("%z" if kind.time_zone else "")))
        else:
            made.append(column.cast(pl.String))
    return frame.select(made)


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


def _refuse(source: str, frame: pl.DataFrame, field: str, bad: pl.Expr, why: str, first_row: int) -> None:
    wrong = frame.with_row_index("row", offset=first_row).filter(bad).select("row", field)
    if wrong.height:
        row, value = wrong.row(0)
        more = f" ({wrong.height} such rows)" if wrong.height > 1 else ""
        raise ValueError(f"{source}, row {row}, {field}: {value!r} is {why}{more}")
