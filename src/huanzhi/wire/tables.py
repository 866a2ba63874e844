"""Writing a result that may be larger than memory: slices in, one CSV or Parquet file out, whole or not at all."""

import shutil
import tempfile
from pathlib import Path
from types import TracebackType

import polars as pl

ROW_GROUP = 250_000


class Table:
    """A file being written slice by slice; it takes its name when the block ends well. Missing is empty.

    The same rows give the same bytes, however they were sliced.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = 0

    def __enter__(self) -> "Table":
        self._folder = Path(tempfile.mkdtemp(prefix=f".{self.path.name}.", dir=self.path.parent or None))
        self._csv = None if self.path.suffix == ".parquet" else (self._folder / "whole").open("wb")
        self._parts = 0
        return self

    def write(self, frame: pl.DataFrame) -> None:
        """Add a slice; all have the same columns."""
        frame = frame.with_columns(pl.col(pl.String).replace("", None))
        if self._csv:
            frame.write_csv(self._csv, include_header=self._parts == 0)
        else:
            frame.write_parquet(self._folder / f"{self._parts:06}.parquet", compression="lz4")
        self._parts += 1
        self.rows += frame.height

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._csv:
                self._csv.close()
            if kind is None:
                self._finish()
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _finish(self) -> None:
        whole = self._folder / "whole"
        if not self._csv:
            parts = pl.scan_parquet(self._folder / "*.parquet")
            parts.sink_parquet(whole, row_group_size=ROW_GROUP, maintain_order=True)
        whole.replace(self.path)


def write(frame: pl.DataFrame, path: Path) -> None:
    """Write a result at once."""
    with Table(path) as table:
        table.write(frame)
