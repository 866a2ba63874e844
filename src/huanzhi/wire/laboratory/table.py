"""A laboratory's table, long (a row a result) or wide (a column an item), to readings and refusals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..cnemc import Refusal
from .cells import Reading, Refused, place, reading, results_of, taken_at
from .words import columns, plain

Row = tuple[int, Mapping[str, str]]  # number in the file, text by heading


@dataclass
class Table:
    """What a file held. A row counts as taken when its place and time stand and its result, if any, could be used."""

    rows: int = 0
    rows_taken: int = 0
    readings: list[Reading] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def rows_refused(self) -> int:
        """Rows of which nothing was taken."""
        return self.rows - self.rows_taken


def read(rows: Sequence[Row], name: str, places: Mapping[str, str], now: datetime) -> Table:
    """Read a table.

    Parameters:
        rows: its rows as text, each with its number.
        name: what to call the file in errors.
        places: codes of points by what tables may call them: the code itself, the name.
        now: when it was received; samples of the day after and later are refused.

    Returns:
        readings and refusals. A row without a known place or a time is refused whole; of a wide row with a result
        that cannot be used only that result. What was not measured is neither.

    Errors:
        ValueError naming the file when it is no such table at all.

    >>> from datetime import UTC
    >>> row = {"点位编码": "P1", "采样时间": "2026-11-03 9:30", "监测项目": "氨氮"}
    >>> row |= {"监测结果": "0.025L", "单位": "mg/L"}
    >>> table = read([(2, row)], "a.csv", {"P1": "P1"}, datetime(2026, 12, 1, tzinfo=UTC))
    >>> table.readings[0].factor, table.readings[0].value_e3, table.readings[0].flag
    ('w21003', 12500000, 'L')
    """
    if not rows:
        raise ValueError(f"{name}: no rows under the header")
    meaning = {heading: columns().get(plain(heading), "") for heading in rows[0][1]}
    _whole(meaning, name)
    known = {plain(called): code for called, code in places.items()}
    table, seen = Table(), dict[tuple[str, str, datetime], int]()
    for number, cells in rows:
        table.rows += 1
        try:
            point, time = place(cells, meaning, known), taken_at(cells, meaning, now)
        except Refused as wrong:
            _refuse(table, number, cells, wrong)
            continue
        table.rows_taken += _take(table, number, cells, meaning, point, time, seen)
    return table


def _refuse(table: Table, number: int, cells: Mapping[str, str], wrong: Refused) -> None:
    raw = ",".join(cells.values())
    table.refusals.append(Refusal(number, wrong.field, wrong.value, wrong.reason, raw))


def _whole(meaning: Mapping[str, str], name: str) -> None:
    """A place, a time, and results: in a column of their own with the item's, or in a column an item."""
    there = set(meaning.values())
    if not there & {"place", "place_code"}:
        raise ValueError(f"{name}: no column 采样点位 or 点位编码")
    if not there & {"time", "date"}:
        raise ValueError(f"{name}: no column 采样时间 or 采样日期")
    if ("item" in there) != ("result" in there):
        raise ValueError(f"{name}: 监测项目 and 监测结果 are needed together")
    if "item" not in there and "" not in there:
        raise ValueError(f"{name}: neither 监测项目 and 监测结果 nor a column an item")


def _take(
    table: Table,
    number: int,
    cells: Mapping[str, str],
    meaning: Mapping[str, str],
    point: str,
    time: datetime,
    seen: dict[tuple[str, str, datetime], int],
) -> bool:
    """Take the results of a row in; whether anything of it stands."""
    found = results_of(cells, meaning)
    refused = 0
    for cell in found:
        try:
            one = reading(cell, point, time, number)
            if one is None:
                continue
            first = seen.get((point, one.factor, time))
            if first is not None:
                raise Refused(cell.field, cell.text, f"second result of that sample, as row {first}")
        except Refused as wrong:
            refused += 1
            _refuse(table, number, cells, wrong)
        else:
            seen[point, one.factor, time] = number
            table.readings.append(one)
    return refused < len(found) or not found
