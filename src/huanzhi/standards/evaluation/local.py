"""Judging a file on this machine, in slices and buckets that bound memory whatever the file's length."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path

import polars as pl

from huanzhi.wire.samples import slices
from huanzhi.wire.tables import Table

from .kinds import KINDS, Kind

SLICE = 500_000  # rows in memory at once; a bucket of whole sites may be larger by its last site
Told = Callable[[int], None]


def evaluate(
    name: str, source: Path, output: Path, edition: str | None = None, told: Told = lambda rows: None
) -> tuple[int, int]:
    """Judge a CSV or Parquet file (or a folder of Parquet files) into another file.

    ``told`` hears of every so many rows read. Returns rows written and rows judged. Raises FileNotFoundError, and
    ValueError that names file, row, field and value; then nothing is written.
    """
    kind, judged = KINDS[name], 0
    with Table(output) as table:
        for result in _results(kind, source, edition, told):
            table.write(result)
            judged += kind.judged(result)
    return table.rows, judged


def parsed(kind: Kind, source: Path, told: Told = lambda rows: None) -> Iterator[pl.DataFrame]:
    """The table in slices, each with exact integers."""
    row = 2
    for batch in slices(source, SLICE):
        yield kind.parse(batch, str(source), row)
        row += batch.height
        told(batch.height)


def _results(kind: Kind, source: Path, edition: str | None, told: Told) -> Iterator[pl.DataFrame]:
    if not kind.order:
        for batch in parsed(kind, source, told):
            yield kind.judge(batch, edition)
        return
    with tempfile.TemporaryDirectory(prefix="huanzhi-") as folder:
        for bucket in _buckets(parsed(kind, source, told), Path(folder)):
            yield kind.judge(bucket, edition).sort(kind.order)


def _buckets(batches: Iterator[pl.DataFrame], folder: Path) -> Iterator[pl.DataFrame]:
    """The rows again, whole sites together, sites in order: each bucket holds about so many rows as a slice."""
    rows: Counter[str] = Counter()
    for number, batch in enumerate(batches):
        keep = [name for name in batch.columns if name == "site" or name == "when" or name.endswith("_e3")]
        batch.select(keep).write_parquet(folder / f"{number:06}.parquet", compression="lz4")
        rows.update(dict(batch["site"].value_counts().iter_rows()))
    sites = sorted(rows)
    before = [0, *accumulate(rows[site] for site in sites)][:-1]
    numbers = {site: first // SLICE for site, first in zip(sites, before, strict=True)}
    for part in sorted(folder.glob("*.parquet")):
        _spread(part, numbers)
    for number in sorted(set(numbers.values())) or [0]:
        pieces = sorted(folder.glob(f"*.parquet.{number}"))
        yield pl.concat(pl.read_parquet(piece) for piece in pieces)


def _spread(part: Path, numbers: Mapping[str, int]) -> None:
    """Cut a part of the table into one piece for each bucket that it has rows of; an empty one goes to the first."""
    frame = pl.read_parquet(part)
    bucket = pl.col("site").replace_strict(dict(numbers), return_dtype=pl.Int64) if numbers else pl.lit(0)
    pieces = frame.with_columns(bucket=bucket).partition_by("bucket", as_dict=True, include_key=False)
    for (number,), piece in (pieces or {(0,): frame}).items():
        piece.write_parquet(f"{part}.{number}", compression="lz4")
    part.unlink()
