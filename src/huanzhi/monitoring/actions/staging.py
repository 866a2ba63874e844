"""Many rows into a table at once 批量写入: copied beside it, held against what stands, put in where they differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

import polars as pl
from django.db import connection, models
from psycopg.sql import SQL, Composed, Identifier, Literal

MAKE = SQL(
    "CREATE TEMPORARY TABLE {stage} ON COMMIT DELETE ROWS AS SELECT {columns} FROM {table} WITH NO DATA"
)
EMPTY = SQL("DELETE FROM {stage}")


@dataclass(frozen=True)
class Stage:
    """Rows beside a table that are new to it or differ from what stands; by `key` they are the table's rows."""

    table: str
    key: list[str]
    fields: list[str]
    groups: list[
        Any
    ]  # of the key's first column what there is, and of its last from where to where: by these
    span: tuple[Any, Any]  # the table's rows are found by its index

    def new(self) -> list[tuple]:
        """The keys of those that the table has not."""
        query = (
            "SELECT {keys} FROM {stage} s LEFT JOIN {table} t ON {same} WHERE t.id IS NULL ORDER BY {keys}"
        )
        return _rows(query, self._parts())

    def differing(self, shown: Sequence[str]) -> Iterator[tuple[tuple, tuple, tuple]]:
        """Of those that it has otherwise: the key, and what is shown of them as they stand and are to be."""
        query = "SELECT {keys}, {before}, {after} FROM {stage} s JOIN {table} t ON {same} ORDER BY {keys}"
        parts = self._parts() | {"before": _all("t.{}", shown), "after": _all("s.{}", shown)}
        first, second = len(self.key), len(self.key) + len(shown)
        for row in _rows(query, parts):
            yield row[:first], row[first:second], row[second:]

    def put(self, now: datetime) -> None:
        """Put them into the table, with the moment at which they were worked out."""
        query = (
            "INSERT INTO {table} ({columns}, evaluated_at) SELECT {columns}, {now} FROM {stage} ORDER BY {plain}"
            " ON CONFLICT ({plain}) DO UPDATE SET {set}, evaluated_at = excluded.evaluated_at"
        )
        with connection.cursor() as cursor:
            cursor.execute(SQL(query).format(now=Literal(now), **self._parts()))

    def _parts(self) -> dict[str, Any]:
        return {
            "table": Identifier(self.table),
            "stage": Identifier(f"staged_{self.table}"),
            "keys": _all("s.{}", self.key),
            "plain": _all("{}", self.key),
            "columns": _all("{}", self.key + self.fields),
            "same": SQL("{} AND t.{} = ANY({}) AND t.{} BETWEEN {} AND {}").format(
                _all("s.{0} = t.{0}", self.key, " AND "),
                Identifier(self.key[0]),
                self.groups,
                Identifier(self.key[-1]),
                *self.span,
            ),
            "alike": SQL("({}) IS NOT DISTINCT FROM ({})").format(
                _all("s.{}", self.fields), _all("t.{}", self.fields)
            ),
            "set": _all("{0} = excluded.{0}", self.fields),
        }


def staged(model: type[models.Model], rows: pl.DataFrame, keys: int = 3) -> Stage:
    """Copy rows, the first columns of which are the table's key, beside it; those that stand so already are left out.

    To be called in a transaction. The table beside it is made once a connection: to make it anew every second would
    swell the catalogue.
    """
    assert connection.in_atomic_block
    last = rows[rows.columns[keys - 1]]
    stage = Stage(
        model._meta.db_table, rows.columns[:keys], rows.columns[keys:], rows.to_series(0).unique().to_list(),
        (last.min(), last.max()),
    )  # fmt: skip
    parts = stage._parts()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"pg_temp.staged_{stage.table}"])
        cursor.execute((MAKE if cursor.fetchone()[0] is None else EMPTY).format(**parts))
        with cursor.copy(SQL("COPY {stage} ({columns}) FROM STDIN (FORMAT csv)").format(**parts)) as copy:
            copy.write(rows.write_csv(include_header=False, quote_style="non_numeric"))
        cursor.execute(SQL("DELETE FROM {stage} s USING {table} t WHERE {same} AND {alike}").format(**parts))
    return stage


def _all(pattern: str, names: Sequence[str], between: str = ", ") -> Composed:
    return SQL(between).join(SQL(pattern).format(Identifier(name)) for name in names)


def _rows(query: LiteralString, parts: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(SQL(query).format(**parts))
        return cursor.fetchall()
