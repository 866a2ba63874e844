"""Writing verdicts: only those that differ from what is on record, and an account of how many."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from huanzhi.monitoring.models import DayVerdict, HourVerdict, Point

BATCH = 2000
COMMON = ["edition", "aqi", "level", "primary", "simulated"]
FIELDS = {"day": [*COMMON, "valid", "statistics"], "time": [*COMMON, "values"]}


@dataclass
class Outcome:
    """How many were judged, and how many of them were new, changed, or as before."""

    judged: int = 0
    new: int = 0
    changed: int = 0

    def plain(self) -> dict[str, int]:
        """For the ledger."""
        return asdict(self)


def settle(
    model: type[DayVerdict] | type[HourVerdict],
    when: str,
    rows: Iterable[Mapping[str, Any]],
    points: Mapping[str, Point],
    span: tuple[Any, Any],
    now: datetime,
    told: Callable[[Mapping[str, Any], dict[str, Any]], None] | None = None,
) -> Outcome:
    """Bring the verdicts of those points and that span in line with `rows`; `when` is its field of time.

    `told` is called for each verdict that stood and comes out otherwise, with the row and what stood before.
    """
    held = _held(model, when, points, span)
    outcome, batch = Outcome(), []
    for row in rows:
        outcome.judged += 1
        point = points[row["point"]]
        before = held.get((point.pk, row[when]))
        if before == tuple(row[name] for name in FIELDS[when]):
            continue
        outcome.new += before is None
        if before is not None:
            outcome.changed += 1
            if told:
                told(row, dict(zip(FIELDS[when], before, strict=True)))
        batch.append(model(**{**row, "point": point, "evaluated_at": now}))
        if len(batch) >= BATCH:
            _write(model, when, batch)
            batch = []
    _write(model, when, batch)
    return outcome


def _held(model: Any, when: str, points: Mapping[str, Point], span: tuple[Any, Any]) -> dict:
    rows = model.objects.filter(point__in=points.values(), **{f"{when}__range": span})
    return {(key, at): tuple(rest) for key, at, *rest in rows.values_list("point_id", when, *FIELDS[when])}


def _write(model: Any, when: str, batch: list) -> None:
    if batch:
        model.objects.bulk_create(
            batch,
            update_conflicts=True,
            unique_fields=["point", when],
            update_fields=[*FIELDS[when], "evaluated_at"],
        )
