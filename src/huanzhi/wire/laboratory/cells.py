"""The cells of a row of a laboratory's table: the place, the time, and its results, each read or refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from ..units import WrongUnit
from .results import result
from .times import moment
from .words import item, plain

LARGEST = 10**18  # thousandths that still fit where readings are kept
_UNIT = re.compile(r"^(.*?)\s*[\(（\[【]([^()（）\[\]【】]*)[\)）\]】]$")


@dataclass(frozen=True)
class Reading:
    """One result: thousandths of `kept_unit(factor)` at a point, with its flag and its row."""

    point: str
    factor: str
    time: datetime
    value_e3: int
    flag: str
    row: int


@dataclass(frozen=True)
class Cell:
    """A result and what stands beside it; `field` is the heading to name in a refusal."""

    field: str
    item: str
    text: str
    unit: str
    detection: str = ""
    mark: str = ""


class Refused(ValueError):
    """A cell that cannot be used: heading, text, reason."""

    def __init__(self, field: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.value, self.reason = field, value, reason


def _said(cells: Mapping[str, str], meaning: Mapping[str, str], what: str) -> tuple[str, str]:
    """The heading and the text of the first filled column of that meaning."""
    headings = [heading for heading, means in meaning.items() if means == what]
    filled = [heading for heading in headings if cells[heading].strip()]
    heading = (filled or headings or [""])[0]
    return heading, cells.get(heading, "").strip()


def place(cells: Mapping[str, str], meaning: Mapping[str, str], places: Mapping[str, str]) -> str:
    """The code of the point that a row names, by code before by name."""
    heading, text = _said(cells, meaning, "place_code")
    if not text:
        heading, text = _said(cells, meaning, "place")
    if not text:
        raise Refused(heading, text, "no place")
    code = places.get(plain(text))
    if not code:
        raise Refused(heading, text, "no point, or more than one, of that code or name")
    return code


def taken_at(cells: Mapping[str, str], meaning: Mapping[str, str], now: datetime) -> datetime:
    """When the sample of a row was taken, in UTC."""
    (date_heading, date), (heading, clock) = (_said(cells, meaning, what) for what in ("date", "time"))
    try:
        if not date and not clock:
            raise ValueError("no time")
        return moment(date, clock, now)
    except ValueError as error:
        raise Refused(heading or date_heading, clock or date, str(error)) from None


def results_of(cells: Mapping[str, str], meaning: Mapping[str, str]) -> list[Cell]:
    """The results of a row: one, or one a column whose heading is an item."""
    own = {what: _said(cells, meaning, what) for what in ("item", "result", "unit", "detection", "mark")}
    if own["item"][0]:
        heading, text = own["result"]
        return [Cell(heading, own["item"][1], text, own["unit"][1], own["detection"][1], own["mark"][1])]
    found = []
    for heading, means in meaning.items():
        if means == "":
            match = _UNIT.match(heading)
            name, unit = (match[1], match[2]) if match else (heading, "")
            found.append(Cell(heading, name, cells[heading].strip(), unit))
    return found


def reading(cell: Cell, point: str, time: datetime, row: int) -> Reading | None:
    """The reading of a result, exact; None when nothing was measured."""
    try:
        found = result(cell.text, cell.detection, cell.mark)
    except ValueError as error:
        raise Refused(cell.field, cell.text, str(error)) from None
    if found is None:
        return None
    try:
        what = item(cell.item, cell.unit)
    except WrongUnit as error:
        raise Refused("单位", cell.unit, f"{cell.item}: {error}") from None
    except LookupError as error:
        raise Refused("监测项目", cell.item, str(error.args[0])) from None
    value = _thousandths(found.value * what.ratio, what.unit, cell)
    return Reading(point, what.code, time, value, found.flag, row)


def _thousandths(value: Fraction, unit: str, cell: Cell) -> int:
    scaled = value * 1000
    if scaled.denominator != 1:
        raise Refused(cell.field, cell.text, f"finer than a thousandth of {unit}, cannot be kept exactly")
    if value < 0 and unit != "degC":
        raise Refused(cell.field, cell.text, "negative")
    if abs(scaled.numerator) > LARGEST:
        raise Refused(cell.field, cell.text, "too large to be measured")
    return scaled.numerator
