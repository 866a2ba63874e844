"""The newest reading of every series: newer ones replace what is held."""

from django.db import connection

from huanzhi.monitoring.models import Latest


def upsert_latest(rows: list[Latest]) -> None:
    """Newer ones replace what is held, older ones change nothing."""
    if not rows:
        return
    names = ["point", "factor", "statistic", "time", "value_e3", "flag", "received", "row", "simulated"]
    kinds = ["text", "text", "text", "timestamptz", "bigint", "text", "timestamptz", "bigint", "boolean"]
    columns = [[getattr(row, name) for row in rows] for name in names]
    listed = ", ".join(f'"{name}"' for name in names)
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    table = Latest._meta.db_table
    new = ", ".join(f'"{name}" = excluded."{name}"' for name in names[3:])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({listed}) SELECT * FROM unnest({arrays}) "
            f"ON CONFLICT (point, factor, statistic) DO UPDATE SET {new} "
            f'WHERE (excluded."time", excluded.received) >= ({table}."time", {table}.received)',
            columns,
        )
