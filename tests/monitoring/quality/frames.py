"""Frames of readings for the tests beside this file."""

import json
from datetime import UTC, datetime, timedelta

import polars as pl

START = datetime(2026, 3, 1, tzinfo=UTC)
SCHEMA = {
    "point": pl.String,
    "factor": pl.String,
    "time": pl.Datetime("us", "UTC"),
    "value_e3": pl.Int64,
    "flag": pl.String,
}


def series(factor, values, point="P", step=timedelta(hours=1), flag="N", start=START):
    """A reading a step; a pair is value and flag."""
    rows = []
    for n, value in enumerate(values):
        said, mark = value if isinstance(value, tuple) else (value, flag)
        rows.append((point, factor, start + n * step, said, mark))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def rules(frame):
    """Of every row, the rules that said something."""
    return [[mark["rule"] for mark in marks] for marks in frame["marks"]]


def numbers(frame, row, mark=0):
    return json.loads(frame["marks"][row][mark]["numbers"])
