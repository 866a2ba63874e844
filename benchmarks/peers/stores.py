"""Two other ways to keep the same readings: a PostgreSQL table with an index, and plain Parquet, a file a day."""

from datetime import datetime
from pathlib import Path

import polars as pl
import psycopg

COLUMNS = "point, factor, statistic, time, value_e3, flag, received, source, row, simulated"


class Table:
    """A table as it would be made by hand, with the index that both questions use."""

    def __init__(self) -> None:
        from huanzhi.config.database import dsn

        self.connection = psycopg.connect(
            dsn(), autocommit=True
        )  # not Django's: its own reads of moments are slower
        with self.connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_reading")
            cursor.execute(
                "CREATE UNLOGGED TABLE bench_reading (point text, factor text, statistic text, time timestamptz, "
                "value_e3 bigint, flag text, received timestamptz, source text, row bigint, simulated boolean)"
            )

    def fill(self, rows: pl.DataFrame) -> None:
        """COPY, in the order of arrival."""
        with self.connection.cursor() as cursor:
            command = f"COPY bench_reading ({COLUMNS}) FROM STDIN (FORMAT csv)"
            ordered = rows.sort("received").select(COLUMNS.split(", "))
            with cursor.copy(command) as copy:
                for piece in ordered.iter_slices(200_000):
                    copy.write(piece.write_csv(include_header=False).encode())

    def index(self) -> None:
        """After filling, which is the quicker order."""
        with self.connection.cursor() as cursor:
            cursor.execute("CREATE INDEX ON bench_reading (statistic, point, factor, time)")
            cursor.execute("ANALYZE bench_reading")

    def bytes(self) -> int:
        """Of the table and its index."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size('bench_reading')")
            return cursor.fetchone()[0]

    def one(self, point: str, factor: str, start: datetime, end: datetime, statistic: str) -> int:
        """Rows of one series, fetched."""
        query = (
            f"SELECT {COLUMNS} FROM bench_reading WHERE statistic = %s AND point = %s AND factor = %s "
            "AND time > %s AND time <= %s ORDER BY time"
        )
        with self.connection.cursor() as cursor:
            cursor.execute(query, [statistic, point, factor, start, end])
            return len(cursor.fetchall())


class Days:
    """Parquet files, one a day and statistic, rows in the order of arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, rows: pl.DataFrame) -> None:
        """Whole days at a time."""
        day = (pl.col("time") - pl.duration(microseconds=1)).dt.convert_time_zone("Asia/Shanghai").dt.date()
        for (statistic, date), part in (
            rows.with_columns(day=day).partition_by("statistic", "day", as_dict=True).items()
        ):
            folder = self.folder / f"statistic={statistic}"
            folder.mkdir(parents=True, exist_ok=True)
            part.drop("day", "statistic").sort("received").write_parquet(folder / f"{date}.parquet")

    def bytes(self) -> int:
        """Of all files."""
        return sum(path.stat().st_size for path in self.folder.rglob("*.parquet"))

    def one(self, point: str, factor: str, start: datetime, end: datetime, statistic: str) -> int:
        """Rows of one series; only files of those days are opened."""
        first, last = (moment.strftime("%Y-%m-%d") for moment in (start, end))
        held = sorted((self.folder / f"statistic={statistic}").glob("*.parquet"))
        chosen = [path for path in held if first <= path.stem <= last]
        wanted = (pl.col("point") == point) & (pl.col("factor") == factor)
        between = (pl.col("time") > start) & (pl.col("time") <= end)
        return pl.scan_parquet(chosen).filter(wanted & between).collect().sort("time").height
