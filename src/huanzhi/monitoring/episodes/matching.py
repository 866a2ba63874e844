"""Episodes on record against episodes as computed (过程比对): which are the same, which are new, which are gone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from huanzhi.monitoring.episodes.detect import HOUR, Hour, Spec
from huanzhi.monitoring.episodes.rules import editions, rule_on
from huanzhi.monitoring.models import Episode
from huanzhi.science.shanghai import day_of_hour

Pairs = list[tuple[Episode, Spec]]


def match(held: Iterable[Episode], specs: Iterable[Spec]) -> tuple[Pairs, list[Spec], list[Episode]]:
    """Pairs of the same onset, then of those left that overlap; specs without a row; rows without a spec.

    An episode so keeps its row when its onset, peak or end comes out otherwise.
    """
    left = {row.onset: row for row in held}
    pairs: Pairs = []
    moved: list[Spec] = []
    new: list[Spec] = []
    for spec in specs:
        row = left.pop(spec.onset, None)
        if row is None:
            moved.append(spec)
        else:
            pairs.append((row, spec))
    for spec in moved:
        row = next((left[onset] for onset in sorted(left) if _overlap(left[onset], spec)), None)
        if row is None:
            new.append(spec)
        else:
            pairs.append((left.pop(row.onset), spec))
    return pairs, new, list(left.values())


def _overlap(row: Episode, spec: Spec) -> bool:
    return (spec.end is None or row.onset < spec.end) and (row.end is None or spec.onset < row.end)


def last_of(row: Episode) -> datetime:
    """The end of its last bad hour."""
    told = row.numbers.get("last_at")
    return datetime.fromisoformat(told) if told else row.end or row.onset


def sure(row: Episode, start: datetime) -> bool:
    """Whether nothing that happens after `start` can change it: it was over by then, and the hours that say so too."""
    told = row.numbers.get("over_at")
    return row.end is not None and told is not None and datetime.fromisoformat(told) <= start


def resumed(row: Episode) -> Spec:
    """An open episode whose first hours are not on record any more, to be gone on with from its last bad hour."""
    day = day_of_hour(row.onset + HOUR)
    rule = next((one for one in editions(row.kind) if one.edition == row.edition), None) or rule_on(
        row.kind, day
    )
    last = Hour(last_of(row), simulated=row.simulated)
    bad = [last]
    if row.peak_at:
        bound = {name: row.numbers.get(name) for name in ("limit_e3", "floor_e3")}
        peak = last._replace(time=row.peak_at, value_e3=row.peak_e3, **bound)
        bad = [peak] if row.peak_at >= last.time else [peak, last]
    return Spec(row.kind, row.onset, None, rule, row.numbers, row.peak_e3, row.peak_at, tuple(bad))


def plain(row: Episode | Spec | None) -> dict[str, Any]:
    """Onset, end and peak, as a Change keeps them."""
    if row is None:
        return {}
    end = row.end.isoformat() if row.end else None
    return {"onset": row.onset.isoformat(), "end": end, "peak_e3": row.peak_e3}


def goes_on(row: Episode, spec: Spec) -> bool:
    """Whether time alone explains the difference: it was open, and grew or ended after its last hour so far."""
    last = last_of(row)
    if row.end is not None or row.onset != spec.onset or spec.last < last:
        return False
    same_peak = (row.peak_e3, row.peak_at) == (spec.peak_e3, spec.peak_at)
    return same_peak or (spec.peak_at is not None and spec.peak_at > last)
