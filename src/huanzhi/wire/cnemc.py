"""Hourly station tables of the national air network (中国环境监测总站 CNEMC), as CSV.

One row a station and hour, times in China Standard Time, hour ending (16:00 covers 15:00-16:00).

The feed's ozone columns do not mean what they are called: `o3` is the largest 1-hour mean of the last
24 hours and `o3_24h` is the mean of the hour itself; in the same way `o3_8h` is the largest 8-hour mean and
`o3_8h_24h` the current one. Only what belongs to the hour itself is read; ozone comes from `o3_24h`.

Source: columns and meaning checked on 11,923 published rows (o3 >= o3_24h in all of them, and the official
AQI is reproduced only with `o3_24h`); read 2026-11-23.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

COLUMNS = {"pm2_5": "pm2_5", "pm10": "pm10", "so2": "so2", "no2": "no2", "co": "co", "o3": "o3_24h"}
REQUIRED = ("timepoint", "stationcode", *COLUMNS.values())
MISSING = frozenset({"", "-", "--", "-;", "—", "——", "&mdash;", "_", "NaN", "nan", "NA", "null", "None"})
OFFSET = timezone(timedelta(hours=8))
_NUMBER = re.compile(r"-?\d{1,9}(\.\d+)?", re.ASCII)
_CODE = re.compile(r"[0-9A-Za-z]{1,32}", re.ASCII)


@dataclass(frozen=True)
class Reading:
    """One hour of one item: `value_e3` in thousandths of µg/m³ (CO: of mg/m³)."""

    station: str
    factor: str
    time: datetime
    value_e3: int
    row: int


@dataclass(frozen=True)
class Refusal:
    """What was not taken: line of the file, column, value as it stood there, why, and the whole row."""

    row: int
    field: str
    value: str
    reason: str
    raw: str = ""


@dataclass(frozen=True)
class Station:
    """A station as the newest row of it in the file describes it."""

    code: str
    name: str
    city: str
    lon: float | None
    lat: float | None


@dataclass
class Table:
    """What a file held."""

    rows: int = 0
    rows_taken: int = 0
    readings: list[Reading] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    stations: dict[str, Station] = field(default_factory=dict)

    @property
    def rows_refused(self) -> int:
        return self.rows - self.rows_taken


def decode(content: bytes, name: str) -> str:
    """The text of a table in UTF-8 (with or without mark) or GB 18030; else a ValueError naming the file."""
    if not content.strip():
        raise ValueError(f"{name}: the file is empty")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ValueError(f"{name}: not a text table in UTF-8 or GB 18030")


def value_e3(text: str) -> int:
    """A concentration as an integer in thousandths; ValueError with the reason otherwise.

    >>> value_e3("35"), value_e3("0.85"), value_e3("1.100")
    (35000, 850, 1100)
    >>> value_e3("-3")
    Traceback (most recent call last):
    ValueError: negative
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError("not a number")
    if text.startswith("-"):
        raise ValueError("negative")
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    if len(decimals) > 3:
        raise ValueError("more than three decimals")
    return int(whole) * 1000 + int(decimals.ljust(3, "0"))


def hour(text: str, now: datetime) -> datetime:
    """The end of the hour in UTC; ValueError with the reason otherwise.

    >>> hour("2019-07-18T12:00:00", datetime(2026, 1, 1, tzinfo=UTC)).isoformat()
    '2019-07-18T04:00:00+00:00'
    """
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError("not a time") from None
    if len(text.strip()) < 12:
        raise ValueError("no hour in the time")
    if (local.minute, local.second, local.microsecond) != (0, 0, 0):
        raise ValueError("not a whole hour")
    if local.tzinfo is None:
        local = local.replace(tzinfo=OFFSET)
    if local > now:
        raise ValueError("in the future")
    return local.astimezone(UTC)


def read(content: bytes, name: str, now: datetime) -> Table:
    """Read a file.

    Parameters:
        content: the bytes of the file.
        name: what to call it in errors.
        now: when it was received; later hours are refused.

    Returns:
        readings, stations and refusals. A row cut short, without a usable station or time, or the second of a
        station and hour, is refused whole; of a row with a value that is no concentration, only that value.
        Missing values are neither readings nor refusals.

    Errors:
        ValueError naming file and column when it is no such table at all.
    """
    lines = csv.DictReader(io.StringIO(decode(content, name), newline=""))
    columns = [column.strip().lower() for column in lines.fieldnames or []]
    if absent := [column for column in REQUIRED if column not in columns]:
        raise ValueError(f"{name}: no column {', '.join(absent)}; an hourly station table has them")
    lines.fieldnames = columns
    table, seen = Table(), dict[tuple[str, datetime], int]()
    for row in _rows(lines, name):
        _take(table, row, lines.line_num, seen, now)
    if not table.rows:
        raise ValueError(f"{name}: no rows under the header")
    return table


def _rows(lines: csv.DictReader, name: str) -> Iterator[dict]:
    try:
        yield from lines
    except csv.Error as error:
        raise ValueError(f"{name}: line {lines.line_num}: {error}") from None


def _take(table: Table, row: dict, line: int, seen: dict[tuple[str, datetime], int], now: datetime) -> None:
    def refuse(column: str, value: str, reason: str) -> None:
        raw = ",".join(cell for key, cell in row.items() if key is not None and cell is not None)
        table.refusals.append(Refusal(line, column, value, reason, ",".join([raw, *row.get(None, [])])))

    table.rows += 1
    if None in row or None in row.values():
        return refuse("", "", "not as many fields as the header has")
    code, when = row["stationcode"].strip(), row["timepoint"].strip()
    if not _CODE.fullmatch(code):
        return refuse("stationcode", code, "not a station code")
    try:
        time = hour(when, now)
    except ValueError as error:
        return refuse("timepoint", when, str(error))
    if first := seen.get((code, time)):
        return refuse("timepoint", when, f"second row of {code}, as line {first}")
    seen[code, time] = line
    table.rows_taken += 1
    table.stations[code] = _station(code, row)
    for factor, column in COLUMNS.items():
        text = row[column].strip()
        if text in MISSING:
            continue
        try:
            value = value_e3(text)
            _check_ozone(column, value, row)
        except ValueError as error:
            refuse(column, text, str(error))
        else:
            table.readings.append(Reading(code, factor, time, value, line))
    return None


def _check_ozone(column: str, value: int, row: dict) -> None:
    """The hour cannot exceed the largest hour of the day; if it does, the columns mean something else."""
    largest = (row.get("o3") or "").strip()
    if column == "o3_24h" and _NUMBER.fullmatch(largest) and value > float(largest) * 1000:
        raise ValueError(f"larger than the day's largest hour (o3 = {largest})")


def _station(code: str, row: dict) -> Station:
    def number(column: str, bound: float) -> float | None:
        text = (row.get(column) or "").strip()
        value = float(text) if _NUMBER.fullmatch(text) else None
        return value if value is not None and abs(value) <= bound else None

    name, city = ((row.get(column) or "").strip() for column in ("positionname", "area"))
    return Station(code, name or code, city, number("longitude", 180), number("latitude", 90))
