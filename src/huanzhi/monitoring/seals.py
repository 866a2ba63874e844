"""Seals as they stand 封存: which files hold a day, which days are due, and whether files are still what was sealed."""

import hashlib
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import polars as pl

from huanzhi.ledger.models import Entry
from huanzhi.monitoring.keeping import keeping
from huanzhi.monitoring.lake.columns import BY_MONTH, day_of
from huanzhi.monitoring.lake.delta import full, index, place
from huanzhi.monitoring.readings import Recent
from huanzhi.monitoring.sealed import SealedDay
from huanzhi.science.shanghai import OFFSET

PIECE = 1 << 20


def over(day: date, now: datetime) -> bool:
    """Whether a day has ended, and its hours of grace too."""
    return now >= datetime.combine(day, time(), OFFSET) + timedelta(days=1, hours=keeping().grace_hours)


def newest_seals() -> dict[date, SealedDay]:
    """The last version of every sealed day."""
    rows = SealedDay.objects.order_by("day", "-version").distinct("day")
    return {seal.day: seal for seal in rows}


def paths(first: date, last: date) -> set[str]:
    """The files of every seal of those days: they are left as they are while their period lasts."""
    seals = SealedDay.objects.filter(day__range=(first, last)).values_list("files", flat=True)
    return set().union(*seals)


def holding() -> dict[date, set[str]]:
    """For every day with a reading the files that have one of it."""
    found: dict[date, set[str]] = {}
    for path, statistic, period in index().select("path", "statistic", "period").iter_rows():
        days = _days_in(full([path])[0]) if statistic in BY_MONTH else (period,)
        for day in days:
            found.setdefault(day, set()).add(path)
    return found


@lru_cache(maxsize=20_000)
def _days_in(file: str) -> tuple[date, ...]:
    """The days that a file has readings of; files never change."""
    days = pl.scan_parquet(file, hive_partitioning=False).select(day_of().unique()).collect()
    return tuple(days.to_series())


def due(now: datetime) -> list[date]:
    """Days that are over and whose files are not those of their newest seal: never sealed, or late readings came."""
    sealed = newest_seals()
    return sorted(
        day for day, held in holding().items() if over(day, now) and _files(sealed.get(day)) != held
    )


def _files(seal: SealedDay | None) -> set[str]:
    return set(seal.files) if seal else set()


def waiting() -> int:
    """How many readings are not in the lake yet."""
    return Recent.objects.count()


def lake_status() -> list[dict]:
    """Of every statistic its readings, files and bytes in the lake."""
    sums = index().group_by("statistic").agg(pl.col("rows", "bytes").sum(), pl.len().alias("files"))
    return sums.sort("statistic").to_dicts()


def sha256(path: str) -> str:
    """The hash of a file of the lake, in hexadecimal."""
    total = hashlib.sha256()
    with (place() / path).open("rb") as file:
        while piece := file.read(PIECE):
            total.update(piece)
    return total.hexdigest()


def rows_by_day(path: str) -> dict[date, int]:
    """How many readings of each day a file has; every column of it is read for that."""
    rows = pl.read_parquet(place() / path, hive_partitioning=False)
    return dict(rows.group_by(day_of().alias("day")).len().iter_rows())


def differences(seal: SealedDay) -> list[str]:
    """What is not as it was sealed: files gone or changed, a list that is not the ledger's. Empty when all holds."""
    entry = Entry.objects.filter(seq=seal.entry or 0).first()
    written = (entry.after or {}).get("files") if entry else None
    found = [] if written == seal.files else [f"{seal}: the ledger's entry {seal.entry} has other files"]
    for path, digest in sorted(seal.files.items()):
        if not (place() / path).is_file():
            found.append(f"{seal}: {path} is gone")
        elif (now := sha256(path)) != digest:
            found.append(f"{seal}: {path} has sha256 {now}, sealed was {digest}")
    return found
