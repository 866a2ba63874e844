"""HJ 633 over tables: hours to real-time AQI, hours to daily AQI. Frames in, frames out."""

from collections.abc import Callable, Iterable
from datetime import date

import numpy as np
import polars as pl

from huanzhi.science.rounding import half_even_array
from huanzhi.science.shanghai import local_column

from .. import library
from ..frames import any_frame
from ..threads import in_pieces
from . import tables
from .days import Days, gather_days
from .rules import FAMILY, Rules, compiled
from .validity import Validity, validity_for

ITEMS = ("pm2_5", "pm10", "so2", "no2", "co", "o3")
INPUT = ("site", "time", *(f"{item}_e3" for item in ITEMS))


@any_frame
def realtime(frame: pl.DataFrame, edition: str | None = None, exempt: Iterable[str] = ()) -> pl.DataFrame:
    """Real-time AQI (实时报) of station-hours.

    Input: ``site``, ``time`` (hour ending; naive = Shanghai clock, or with a zone), ``pm2_5_e3, pm10_e3, so2_e3,
    no2_e3, co_e3, o3_e3`` (integers, thousandths of µg/m³, CO of mg/m³; null or negative = missing). Other columns
    pass through. Adds ``iaqi_<item>``, ``aqi``, ``level`` (1 to 6), ``primary`` and ``missing`` (``;`` between),
    ``edition``; rows keep their order. Raises ValueError for a missing column or a wrong type, LookupError for a
    day before any edition. Source: HJ 633, table 1.

    >>> from datetime import datetime
    >>> hour = {"site": "A", "time": datetime(2019, 7, 18, 12)} | {f"{item}_e3": None for item in ITEMS}
    >>> realtime(pl.DataFrame([hour | {"pm2_5_e3": 60_000}])).select("aqi", "level", "primary", "edition").row(0)
    (82, 2, 'pm2_5', '2012')
    """
    check(frame)
    skipped = frozenset(exempt)
    if not frame.height:
        return pl.concat([frame, _realtime(frame, edition, skipped)], how="horizontal")
    judged = in_pieces(frame.height, lambda at, rows: _realtime(frame.slice(at, rows), edition, skipped))
    return pl.concat([frame, judged], how="horizontal")


def _realtime(frame: pl.DataFrame, edition: str | None, exempt: frozenset[str]) -> pl.DataFrame:
    def judge(rules: Rules, rows: np.ndarray | None) -> pl.DataFrame:
        sub = {
            item: tables.look_up(curve, integers(frame[f"{item}_e3"], rows))
            for item, curve in rules.realtime.items()
        }
        return tables.combine(rules, sub, exempt)

    return by_edition(_days(frame), edition, judge)


@any_frame
def daily(frame: pl.DataFrame, edition: str | None = None, exempt: Iterable[str] = ()) -> pl.DataFrame:
    """Daily AQI (日报) of station-days from hourly values.

    Input as for :func:`realtime`, any order, at most one row for a site and hour. Output: one row for each site and
    day, sorted: ``site, day, edition``, then for each of pm2_5, pm10, so2, no2, co (24 h means), o3 (largest hour)
    and o3_8h (largest 8 h mean): ``<item>_e3`` (null when not valid), ``<item>_hours`` (hours, for o3_8h windows),
    ``<item>_valid``; ``iaqi_<item>``; ``aqi, level, primary, missing`` and ``valid`` (an index could be given).
    ``iaqi_o3`` (largest hour) exists in the 2012 edition only and is null otherwise. Raises what :func:`realtime`
    raises, and ValueError for two rows of one site and hour. Source: HJ 633, table 1; GB 3095, validity; HJ 663, ozone.

    >>> from datetime import datetime, timedelta
    >>> hours = [{"site": "A", "time": datetime(2026, 3, 1) + timedelta(hours=n)} for n in range(1, 25)]
    >>> values = {f"{item}_e3": 20_000 for item in ITEMS} | {"co_e3": 500}
    >>> daily(pl.DataFrame([hour | values for hour in hours])).select("day", "pm2_5_e3", "aqi", "valid").row(0)
    (datetime.date(2026, 3, 1), 20000, 29, True)
    """
    check(frame)
    days = gather_days(frame, ITEMS)
    skipped = frozenset(exempt)

    def piece(at: int, count: int) -> pl.DataFrame:
        some = days.slice(at, count)

        def judge(rules: Rules, rows: np.ndarray | None) -> pl.DataFrame:
            return _judge_days(some.take(rows), rules, skipped)

        return by_edition(some.keys["day"], edition, judge)

    judged = in_pieces(days.keys.height, piece, cells=24)
    columns = [f"{name}_{part}" for name in (*ITEMS, "o3_8h") for part in ("e3", "hours", "valid")]
    columns += [f"iaqi_{name}" for name in (*ITEMS, "o3_8h")] + ["aqi", "level", "primary", "missing"]
    result = pl.concat([days.keys, judged], how="horizontal")
    return result.select("site", "day", "edition", *columns, valid=pl.col("aqi").is_not_null())


def _judge_days(days: Days, rules: Rules, exempt: frozenset[str]) -> pl.DataFrame:
    switch = [
        validity_for(one.edition) for one in library.editions("GB 3095") if one.edition == rules.edition
    ]
    rule: Validity = switch[0]
    sub, columns = {}, {}
    for name in (*ITEMS, "o3_8h"):
        numerator, denominator, counts, valid = days.statistic(name, rule)
        shown = np.where(valid, half_even_array(numerator, denominator), -1)
        columns[f"{name}_e3"] = tables.nullable(shown)
        columns[f"{name}_hours"] = pl.Series(counts.astype(np.int16))
        columns[f"{name}_valid"] = pl.Series(valid)
        if name in rules.daily:
            sub[name] = tables.quotients(rules.daily[name], np.where(valid, numerator, -1), denominator)
    result = pl.DataFrame(columns).hstack(tables.combine(rules, sub, exempt).get_columns())
    if "iaqi_o3" not in result.columns:
        result = result.with_columns(iaqi_o3=pl.lit(None, pl.Int16))
    return result


def by_edition(
    days: pl.Series, forced: str | None, judge: Callable[[Rules, np.ndarray | None], pl.DataFrame]
) -> pl.DataFrame:
    """Judge each row by the edition of its day (or the forced one) and put the rows back in order."""
    if forced is not None or not len(days):
        rules = compiled(forced or library.editions(FAMILY)[-1].edition)
        return judge(rules, None).with_columns(edition=pl.lit(rules.edition))
    first, last = _bound(days.min()), _bound(days.max())
    parts, places = [], []
    if first < library.editions(FAMILY)[0].effective:
        library.edition_for(FAMILY, first)
    for standard in library.editions(FAMILY):
        if last < standard.effective or (standard.superseded and first >= standard.superseded):
            continue
        rules = compiled(standard.edition)
        inside = days >= standard.effective
        if standard.superseded:
            inside &= days < standard.superseded
        if inside.all():
            return judge(rules, None).with_columns(edition=pl.lit(rules.edition))
        rows = np.flatnonzero(inside.to_numpy())
        parts.append(judge(rules, rows).with_columns(edition=pl.lit(rules.edition)))
        places.append(rows)
    together = pl.concat(parts, how="diagonal_relaxed")
    return together.gather(np.argsort(np.concatenate(places), kind="stable"))


def integers(series: pl.Series, rows: np.ndarray | None = None) -> np.ndarray:
    """A column as int64 with -1 for null, optionally only some rows."""
    values = series.cast(pl.Int64).fill_null(-1).to_numpy()
    return values if rows is None else values[rows]


def check(frame: pl.DataFrame) -> None:
    """ValueError that names what is wrong with the columns of a frame of hours."""
    missing = [name for name in INPUT if name not in frame.columns]
    if missing:
        raise ValueError(f"missing columns: {', '.join(missing)}")
    for name in INPUT[2:]:
        if not (frame[name].dtype.is_integer() or frame[name].dtype == pl.Null):
            raise ValueError(f"column {name!r} must hold integers (thousandths), not {frame[name].dtype}")


def _days(frame: pl.DataFrame) -> pl.Series:
    return (local_column(frame).dt.offset_by("-1us")).dt.date()


def _bound(day: object) -> date:
    if not isinstance(day, date):
        raise ValueError("column 'time' has empty cells")
    return day
