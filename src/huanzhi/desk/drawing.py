"""Small drawings that the server writes into a page, so that they are there without scripts."""

from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 220.0, 68.0, 6.0, 34.0, 8.0, 16.0


@dataclass(frozen=True)
class Spark:
    """A line over the years with its target: coordinates for the template, y downwards."""

    line: str
    dots: list[tuple[float, float]]
    ring: tuple[float, float] | None
    target_y: float | None
    target: str
    band: tuple[float, float, float] | None  # x, upper y, lower y
    first: str
    last: str
    width: float = WIDTH
    height: float = HEIGHT


def spark(figures: list[Any], target_e3: int | None, target: str) -> Spark | None:
    """The figures of one measure, a year each, in order; the last one may have an outlook."""
    known = [figure for figure in figures if figure.value_e3 is not None]
    if not known:
        return None
    ahead = known[-1].outlook
    ends = [e for e in (ahead.get("low_e3"), ahead.get("high_e3")) if e is not None]
    values = [figure.value_e3 for figure in known] + ends + ([target_e3] if target_e3 is not None else [])
    low, high = min(values), max(values)
    if known[-1].kind == "count":
        low = min(low, 0)
    spread = (high - low) or 1000
    span = max(known[-1].year - known[0].year, 1)

    def x(year: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT - 14) * (year - known[0].year) / span, 1)

    def y(value: int) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / spread, 1)

    dots = [(x(figure.year), y(figure.value_e3)) for figure in known]
    end_x = round(x(known[-1].year) + 14, 1)
    return Spark(
        line=" ".join(f"{a},{b}" for a, b in dots),
        dots=dots[:-1],
        ring=dots[-1],
        target_y=None if target_e3 is None else y(target_e3),
        target=target,
        band=(end_x, y(max(ends)), y(min(ends))) if ends else None,
        first=str(known[0].year),
        last=str(known[-1].year),
    )


@dataclass(frozen=True)
class Bar:
    """A bar to the right of the middle line when it takes away from the target, to the left when it helps."""

    words: str
    value: str
    x: float
    width: float
    wrong: bool
    named: bool


def bars(rows: list[tuple[str, str, int, bool]]) -> list[Bar]:
    """Rows of (words, printed value, size, named) as bars from a common middle, the longest half the width of 100."""
    longest = max((abs(size) for _words, _value, size, _named in rows), default=0) or 1
    found = []
    for words, value, size, named in rows:
        width = round(50 * abs(size) / longest, 1)
        found.append(Bar(words, value, 50.0 if size > 0 else 50 - width, width, size > 0, named))
    return found
