"""Hours and days of many series at once against the standard's own functions, one by one."""

import random
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from huanzhi.monitoring.recompute import kernel
from huanzhi.monitoring.recompute.hours import MARK
from huanzhi.monitoring.recompute.standing import of_flags
from huanzhi.standards import source_monitoring as oracle

T0 = datetime(2026, 3, 1, 16, tzinfo=UTC)  # midnight in Shanghai
FLAGS = ["N"] * 12 + list("TFMSDCB")
NONE = pl.DataFrame(
    schema={
        "point": pl.String, "factor": pl.String, "time": pl.Datetime("us", "UTC"), "value_e3": pl.Int64,
        "standing": pl.String, "marks": pl.List(MARK), "simulated": pl.Boolean, "seconds": pl.Int64,
    }
)  # fmt: skip


def frame(rows, names=("point", "factor", "time", "value_e3", "flag")):
    schema = {"time": pl.Datetime("us", "UTC"), "value_e3": pl.Int64}
    return pl.DataFrame(rows, schema=list(names), schema_overrides=schema, orient="row")


def made(rows, seconds):
    table = frame(rows).with_columns(of_flags())
    return table.with_columns(
        marks=pl.lit([], pl.List(MARK)), simulated=pl.lit(False), seconds=pl.lit(seconds, pl.Int64)
    ).select(NONE.columns)


def some(chance, share):
    """A value and a flag, or nothing."""
    if chance.random() > share:
        return None
    return chance.choice([None, -5, *(chance.randrange(0, 9_000_000) for _ in range(12))]), chance.choice(
        FLAGS
    )


@pytest.mark.parametrize("length", [1, 2, 5, 10, 15, 30, 60])
@pytest.mark.parametrize("basis", ["minutes", "real"])
def test_hours_are_those_of_the_standard(length, basis):
    chance, rows, expected = random.Random(length), [], {}
    for n in range(60):
        stopped, share = chance.random() < 0.3, chance.choice([0.5, 0.85, 1])
        minutes = []
        for step in range(60 // length):
            held = some(chance, share)
            if held and stopped and chance.random() < 0.6:
                held = 0, "F"
            value, flag = held or (None, "N")
            minutes += [oracle.Reading(value, flag)] * length
            if held:
                end = T0 + timedelta(hours=n, minutes=length * (step + 1))
                rows.append(("P", "a21026", end, value, flag))
        expected[T0 + timedelta(hours=n + 1)] = oracle.hour(minutes)
    readings = made(rows, 60 * length)
    hours = kernel.hours(NONE, *((readings, NONE) if basis == "minutes" else (NONE, readings)))
    for row in hours.iter_rows(named=True):
        mean = expected[row["time"]]
        assert row["value_e3"] == mean.value
        assert (row["standing"] in ("valid", "suspect")) == mean.valid
        assert (row["standing"] == "stopped") == mean.stopped
        assert row["count"] * length == mean.readings
        assert row["reason"] == mean.reason
    assert hours["time"].is_unique().all()
    assert hours["basis"].unique().to_list() == [basis]


def test_what_was_sent_goes_before_minutes_and_minutes_before_real_time_data():
    hour = [T0 + timedelta(hours=n) for n in range(4)]
    real = [("P", "x", hour[n] - timedelta(minutes=m), 3000, "N") for n in (1, 2, 3) for m in range(60)]
    minutes = [
        ("P", "x", hour[n] - timedelta(minutes=m), 2000, "N") for n in (1, 2) for m in range(0, 60, 10)
    ]
    sent = [("P", "x", hour[1], 1000, "D")]
    hours = kernel.hours(made(sent, 0), made(minutes, 600), made(real, 60))
    assert hours["basis"].to_list() == ["sent", "minutes", "real"]
    assert hours["standing"].to_list() == ["invalid", "valid", "valid"]
    assert hours["count"].to_list() == [1, 6, 60]


def test_real_time_data_sent_faster_than_registered_do_not_make_a_whole_hour_of_some_minutes():
    rows = [("P", "x", T0 + timedelta(seconds=10 * n), 1000, "N") for n in range(1, 61)]
    hours = kernel.hours(NONE, NONE, made(rows, 60))
    assert hours.row(0, named=True)["reason"] == "10 of at least 45 valid minutes"


def one_day(chance, weighted):
    """24 hours of a point: readings with flow for the oracle, rows of two series for the kernel."""
    readings, share, idle = [], chance.choice([0.6, 0.9, 1]), chance.choice([0.0, 0.2, 0.9])
    for _ in range(24):
        held = some(chance, share)
        value, flag = held or (None, "N")
        flow = some(chance, share) if weighted else (1, "N")
        if flow and weighted and chance.random() < idle:
            flow = (0, "N")
        readings.append((held, flow, value, flag))
    return readings


def known(flow):
    """The flow as the oracle takes it: nothing where it does not count, none where the source stands still."""
    if flow is None:
        return None
    use = oracle.use(oracle.Reading(*flow))
    return {oracle.COUNTS: flow[0], oracle.STOPPED: 0}.get(use)


@pytest.mark.parametrize("weighted", [False, True])
def test_days_are_those_of_the_standard(weighted):
    chance, rows, expected = random.Random(7), [], {}
    for point in ("A", "B", "C"):
        for n in range(80):
            hours = one_day(chance, weighted)
            for hour, (held, flow, *_) in enumerate(hours, 1):
                end = T0 + timedelta(days=n, hours=hour)
                rows += [(point, "w01018", end, *held)] if held else []
                rows += [(point, "w00000", end, *flow)] if flow and weighted else []
            readings = [oracle.Reading(value, flag, known(flow)) for _, flow, value, flag in hours]
            expected[point, date(2026, 3, 2) + timedelta(days=n)] = oracle.day(readings)
    chance.shuffle(rows)
    days = kernel.days(frame(rows), ["A", "B", "C"] if weighted else ())
    days = days.filter(pl.col("factor") == "w01018")
    assert days.height == 240
    for row in days.iter_rows(named=True):
        mean = expected[row["point"], row["day"]]
        assert row["value_e3"] == mean.value
        assert row["count"] == mean.readings
        assert (row["standing"] in ("valid", "suspect")) == mean.valid
        assert (row["standing"] == "stopped") == mean.stopped


def test_a_total_of_each_hour_weighs_unless_the_rate_is_there_more_often():
    def day(totals, rates):
        rows = [("A", "w01018", T0 + timedelta(hours=n), 10_000 * n, "N") for n in range(1, 25)]
        rows += [("A", "w00000-Cou", T0 + timedelta(hours=n), 1000 * n, "N") for n in totals]
        rows += [("A", "w00000", T0 + timedelta(hours=n), 1000, "N") for n in rates]
        days = kernel.days(frame(rows), ["A"])
        assert days["factor"].to_list() == (["w00000"] if rates else []) + ["w01018"]
        return days.row(-1, named=True)["value_e3"]

    whole = range(1, 25)
    assert day(whole, whole) == round(sum(10_000 * n * n for n in whole) / sum(whole))
    assert day(range(1, 20), whole) == 125_000


def test_what_does_not_fit_into_64_bits_is_exact_all_the_same():
    big = 2**50 + 1
    rows = [("A", "w01018", T0 + timedelta(hours=n), big, "N") for n in range(1, 25)]
    rows += [("A", "w00000", T0 + timedelta(hours=n), 2**40 + n, "N") for n in range(1, 25)]
    days = kernel.days(frame(rows), ["A"])
    assert days.filter(factor="w01018")["value_e3"].to_list() == [big]
    rows = [("A", "x", T0 + timedelta(hours=n), 2**62 + n, "N") for n in range(1, 25)]
    assert kernel.days(frame(rows))["value_e3"].to_list() == [2**62 + 12]  # 12.5 goes to the even one


def test_suspect_values_count_and_mark_the_day():
    rows = [("A", "x", T0 + timedelta(hours=n), 1000, "N") for n in range(1, 25)]
    table = frame(rows).with_columns(of_flags())
    table = table.with_columns(
        standing=pl.when(pl.col("time") == T0 + timedelta(hours=3))
        .then(pl.lit("suspect"))
        .otherwise("standing")
    )
    assert kernel.days(table).select("value_e3", "standing", "count").row(0) == (1000, "suspect", 24)


def test_far_apart_days_take_no_memory_for_what_is_between():
    rows = [(f"P{n}", f"x{n}", datetime(1990 + n % 60, 1, 1, tzinfo=UTC), 1000, "N") for n in range(2000)]
    days = kernel.days(frame(rows))
    assert days.height == 2000
    assert set(days["standing"]) == {"invalid"}


def test_a_time_that_is_no_full_hour_is_refused():
    with pytest.raises(ValueError, match="P, x: .* is not a full hour"):
        kernel.days(frame([("P", "x", T0 + timedelta(minutes=5), 1, "N")]))
