"""Recent readings reach the lake once, wherever the process dies, and whoever else writes meanwhile."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from huanzhi.config.database import dsn
from huanzhi.monitoring import lake, series
from huanzhi.monitoring.actions import flush as flushing
from huanzhi.monitoring.actions.flush import flush
from huanzhi.monitoring.models import Recent

pytestmark = pytest.mark.django_db
T0 = datetime(2026, 5, 3, 2, 0, tzinfo=UTC)


def arrive(count, first=0, **over):
    rows = [
        Recent(
            **{
                "point": f"P{n % 3}", "factor": "a21026", "statistic": "real", "time": T0 + timedelta(minutes=n),
                "value_e3": n, "flag": "N", "received": T0 + timedelta(minutes=n, microseconds=123457),
                "source": "hj212", "row": n, "simulated": False,
            }
            | over
        )
        for n in range(first, first + count)
    ]  # fmt: skip
    Recent.objects.bulk_create(rows)


def held(statistic="real"):
    return lake.received(None, None, T0.date(), T0.date() + timedelta(days=1), statistic)


def seen():
    return series.received(None, None, T0.date(), T0.date() + timedelta(days=1), "real")


def test_every_column_arrives_as_it_was():
    arrive(2)
    arrive(1, 2, value_e3=None, flag="", source='a "b", c', simulated=True)
    arrive(1, 3, value_e3=-5, statistic="hour", row=2 * 10**15 + 7)
    before = seen()
    assert flush(least=1) == 4
    assert held().equals(before)
    assert held()["received"].dt.microsecond().to_list() == [123457] * 3
    assert held("hour").select("value_e3", "row").rows() == [(-5, 2 * 10**15 + 7)]
    assert not Recent.objects.exists()


def test_few_and_fresh_readings_wait():
    arrive(3)
    now = T0 + timedelta(seconds=30)
    assert flush(now, least=4, oldest_seconds=60) == 0
    assert flush(now + timedelta(seconds=31), least=4, oldest_seconds=60) == 3
    arrive(4, 10)
    assert flush(now, least=4, oldest_seconds=10**6) == 4
    assert flush(now, least=1) == 0


def test_a_pile_is_moved_in_steps(monkeypatch):
    monkeypatch.setattr(flushing, "STEP", 4)
    arrive(10)
    assert flush(least=1) == 10
    assert lake.table().version() == 3
    assert held().height == 10


STEPS = ["_rows", "append-before", "append-after", "_forget"]


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_at_any_step_loses_and_doubles_nothing(monkeypatch, step):
    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    arrive(5)
    whole = seen()
    with monkeypatch.context() as patched:
        real = lake.append
        if step == "append-before":
            patched.setattr(lake, "append", die)
        elif step == "append-after":
            patched.setattr(lake, "append", lambda *args: (real(*args), die()))
        else:
            patched.setattr(flushing, step, die)
        with pytest.raises(Killed):
            flush(least=1)
    assert seen().equals(whole)  # between the two the same reading is in both places and counts once
    arrive(3, 5)
    whole = seen()
    flush(least=1)
    assert held().equals(whole)
    assert held().height == 8
    assert not Recent.objects.exists()


def test_numbers_that_began_anew_lose_nothing():
    arrive(5)
    flush(least=1)
    with connection.cursor() as cursor:  # a database put back from a copy gives numbers the lake has seen
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), 1, false)", [Recent._meta.db_table])
    arrive(5)
    arrive(2, 5)
    flush(least=1)
    assert sorted(held()["value_e3"]) == [0, 1, 2, 3, 4, 5, 6]
    assert not Recent.objects.exists()


def test_nothing_moves_while_a_smaller_number_may_still_become_visible(monkeypatch):
    monkeypatch.setattr(flushing, "PATIENCE", "50ms")
    with psycopg.connect(dsn()) as other:
        columns = "point, factor, statistic, time, flag, received, source, row, simulated"
        values = "'P', 'f', 'real', now(), 'N', now(), 's', 1, false"
        other.execute(f"INSERT INTO {Recent._meta.db_table} ({columns}) VALUES ({values})")
        arrive(2)  # larger numbers, visible before the smaller one
        assert flush(least=1) == 0
        assert Recent.objects.count() == 2
        other.rollback()
    assert flush(least=1) == 2


def test_only_one_process_flushes():
    arrive(2)
    with psycopg.connect(dsn()) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [flushing._LOCK])
        assert flush(least=1) == 0
        other.execute("SELECT pg_advisory_unlock(%s)", [flushing._LOCK])
        assert flush(least=1) == 2
