"""Judging a file on Spark with the same kernels: Arrow in, Arrow out. Needs ``huanzhi[spark]`` and Java 17.

``HUANZHI_SPARK_MASTER`` names the cluster (``spark://host:7077``); without it the session's own, or this machine.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from huanzhi.wire.samples import scan
from huanzhi.wire.tables import Table

from .kinds import KINDS, Kind
from .local import SLICE, Told, parsed

PLACE = "place"  # where a row stood in the file: the result of row-wise kinds keeps that order


def session() -> Any:
    """The Spark session in use, or a new one. ModuleNotFoundError in words when the extra is not installed."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise LookupError("the engine spark needs pyspark: pip install 'huanzhi[spark]'") from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("huanzhi evaluate")
    if master := os.environ.get("HUANZHI_SPARK_MASTER"):
        builder = builder.master(master)
    settings = {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.timestampType": "TIMESTAMP_NTZ",
        "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(SLICE),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def evaluate(
    name: str, source: Path, output: Path, edition: str | None = None, told: Told = lambda rows: None
) -> tuple[int, int]:
    """Judge a file on Spark; what ``local.evaluate`` gives, byte for byte. The source must be seen by every worker.

    Raises what ``local.evaluate`` raises: a bad row is found by reading the file again here, where rows have numbers.
    """
    kind, spark = KINDS[name], session()
    columns = scan(source).collect_schema().names()
    empty = kind.empty(columns)  # refuses wrong columns before anything is sent to a cluster
    read = _read(spark, source, columns)
    result = _by_site(kind, read, edition) if kind.order else _by_row(kind, read, edition)
    judged = 0
    with tempfile.TemporaryDirectory(prefix=".huanzhi-", dir=output.parent or None) as folder:
        try:
            result.write.mode("overwrite").parquet(f"{folder}/parts")
        except Exception:
            for batch in parsed(kind, source):
                kind.judge(batch, edition)
            raise
        with Table(output) as table:
            table.write(empty)
            for part in sorted(Path(folder, "parts").glob("part-*.parquet")):
                frame = pl.read_parquet(part).drop(PLACE, strict=False).cast(empty.schema)
                table.write(frame)
                judged += kind.judged(frame)
                told(frame.height)
    return table.rows, judged


def _read(spark: Any, source: Path, columns: list[str]) -> Any:
    if source.is_dir() or source.suffix == ".parquet":
        return spark.read.option("recursiveFileLookup", "true").parquet(str(source))
    texts = ", ".join(f"`{name}` STRING" for name in columns)
    return spark.read.csv(str(source), schema=texts, header=True, quote='"', escape='"', enforceSchema=False)


def _by_row(kind: Kind, read: Any, edition: str | None) -> Any:
    from pyspark.sql.functions import monotonically_increasing_id

    columns = read.columns
    schema = _schema(kind, columns).append(_field(PLACE))

    def judge(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            frame = pl.DataFrame(pl.from_arrow(batch))
            result = kind.judge(kind.parse(frame.drop(PLACE)), edition).with_columns(frame[PLACE])
            yield from _arrow(result, schema).to_batches()

    numbered = read.withColumn(PLACE, monotonically_increasing_id())
    return numbered.mapInArrow(judge, _spark(schema)).orderBy(PLACE)


def _by_site(kind: Kind, read: Any, edition: str | None) -> Any:
    from pyspark.sql.functions import col, hash, lit, pmod

    schema = _schema(kind, read.columns)
    columns = read.columns
    buckets = max(read.count() // SLICE, read.sparkSession.sparkContext.defaultParallelism)

    def judge(table: Any) -> Any:
        frame = pl.DataFrame(pl.from_arrow(table)).select(columns)
        return _arrow(kind.judge(kind.parse(frame), edition), schema)

    keyed = read.withColumn("bucket", pmod(hash(col("site")), lit(buckets)))
    return keyed.groupBy("bucket").applyInArrow(judge, _spark(schema)).orderBy(*kind.order)


def _schema(kind: Kind, columns: list[str]) -> Any:
    """The result's columns as Arrow types that Spark knows."""
    import pyarrow as pa

    given = kind.empty(columns).to_arrow(compat_level=pl.CompatLevel.oldest()).schema
    plain: Callable[[Any], Any] = lambda one: pa.string() if pa.types.is_large_string(one) else one  # noqa: E731
    return pa.schema([pa.field(field.name, plain(field.type)) for field in given])


def _field(name: str) -> Any:
    import pyarrow as pa

    return pa.field(name, pa.int64())


def _spark(schema: Any) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema, prefer_timestamp_ntz=True)


def _arrow(frame: pl.DataFrame, schema: Any) -> Any:
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(schema)
