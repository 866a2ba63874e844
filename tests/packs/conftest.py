"""Registers' rows by hand, and samplings of one point."""

from datetime import UTC, datetime

import polars as pl
import pytest

from huanzhi.kit.actions import save_record
from huanzhi.kit.forms import starting
from huanzhi.kit.register import find
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.monitoring import lake

ME = SYSTEM("test")


@pytest.fixture
def own_lake(db, settings, tmp_path):
    """An empty lake."""
    settings.LAKE = tmp_path / "lake"


@pytest.fixture
def enter(db):
    """Save a register's record from what a form would send; codes count up."""
    held = iter(range(1, 1000))

    def save(register, **values):
        code = values.pop("code", None) or f"{register[:4]}-{next(held):03d}"
        said = {"code": code, "name": values.pop("name", code), **values}
        return save_record(ME, find(register), starting(register, None) | said)

    return save


@pytest.fixture
def sample(own_lake):
    """Samplings of a point: {month: {factor: mg/L as thousandths of ng/L, or pH in thousandths}}."""

    def put(point, year, by_month, simulated=False):
        rows = []
        for month, items in by_month.items():
            at = datetime(year, month, 5, 2, tzinfo=UTC)
            for factor, value in items.items():
                rows.append(
                    dict.fromkeys(k for k in lake.SCHEMA if k != "day")
                    | {
                        "point": point,
                        "factor": factor,
                        "time": at,
                        "value_e3": value,
                        "statistic": "sample",
                        "flag": "N",
                        "source": "test",
                        "row": 1,
                        "simulated": simulated,
                        "received": at,
                    }
                )
        schema = {k: v for k, v in lake.SCHEMA.items() if k != "day"}
        lake.append(pl.DataFrame(rows, schema=schema, orient="row"))

    return put
