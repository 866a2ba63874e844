"""Hours 小时值 of a point as a table, and one of them opened down to its frames."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from huanzhi.desk.instruments.curves import Factor
from huanzhi.desk.instruments.window import HOUR, Window
from huanzhi.desk.instruments.words import factor_name, factor_unit, unit_text
from huanzhi.monitoring import series
from huanzhi.monitoring.models import Change, Channel, HourValue, Point, Review
from huanzhi.science.shanghai import OFFSET

STAMP = "%Y%m%dT%H"
BASES = {"sent": "hour", "minutes": "minute", "real": "real"}


@dataclass(frozen=True)
class Cell:
    """An hour of a factor in the table."""

    value: HourValue | None
    changed: bool = False

    @property
    def noted(self) -> bool:
        """Whether something stands beside the value."""
        value = self.value
        return self.changed or (
            value is not None and (value.standing != "valid" or value.decision == "exceeded")
        )


def stamp(at: datetime) -> str:
    """The hour ending then, as an address carries it."""
    return at.astimezone(OFFSET).strftime(STAMP)


def moment(text: str) -> datetime:
    """The hour of an address; ValueError for what is none."""
    return datetime.strptime(text, STAMP).replace(tzinfo=OFFSET)


def table(user: Any, point: Point, wanted: list[Factor], window: Window) -> dict[str, Any]:
    """The hours of the window that are over, newest first, a column for each factor that has a value."""
    span = {"time__gt": window.start, "time__lte": window.end}
    held = HourValue.objects.visible_to(user).filter(point=point, **span)
    cells = {(row.time, row.factor): row for row in held}
    changes = Change.objects.visible_to(user).filter(point=point, what="hour", **span)
    changed = set(changes.values_list("time", "factor"))
    known = [one.code for one in wanted]
    there = {factor for _time, factor in cells}
    codes = [code for code in known if code in there] + sorted(there - set(known))
    units = {one.code: one.unit for one in wanted}
    rows = []
    at = window.end
    while codes and at > window.start:
        if at <= window.now:
            rows.append(
                (
                    at,
                    stamp(at),
                    [(code, Cell(cells.get((at, code)), (at, code) in changed)) for code in codes],
                )
            )
        at -= HOUR
    heads = [(code, factor_name(code), units.get(code, factor_unit(code))) for code in codes]
    return {"heads": heads, "rows": rows, "any": bool(cells), "simulated": any(row.simulated for row in held)}


def opened(user: Any, point: Point, factor: str, at: datetime) -> dict[str, Any]:
    """An hour with what it rests on: limit, marks, every reading of it that came, its changes and reviews."""
    value = HourValue.objects.visible_to(user).filter(point=point, factor=factor, time=at).first()
    basis = BASES.get(value.basis, "hour") if value else "hour"
    parts = [
        (name, _received(point, factor, at, name))
        for name in dict.fromkeys((basis, "hour", "minute", "real"))
    ]
    channels = Channel.objects.visible_to(user).filter(device__point=point, factor=factor)
    unit = channels.values_list("unit", flat=True).first()
    return {
        "value": value,
        "unit": unit_text(unit) if unit else factor_unit(factor),
        "basis": basis,
        "readings": [(name, rows) for name, rows in parts if rows],
        "changes": Change.objects.visible_to(user).filter(point=point, factor=factor, time=at, what="hour"),
        "reviews": Review.objects.visible_to(user).filter(
            Q(start__lt=at) & Q(end__gt=at - HOUR), point=point, factor=factor
        ),
    }


def _received(point: Point, factor: str, at: datetime, statistic: str) -> list[dict[str, Any]]:
    """Everything that came for the hour, in the order of time; of one time the last one counts."""
    since = at - timedelta(microseconds=1) if statistic == "hour" else at - HOUR
    rows = list(series.received([point.code], [factor], since, at, statistic).iter_rows(named=True))
    last = {row["time"]: row["row"] for row in rows}
    return [row | {"counts": last[row["time"]] == row["row"]} for row in rows]
