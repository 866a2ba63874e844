"""Episodes brought in line with the hours as they stand (过程重算): machinery, in the recomputation's transaction.

Its trace is the Change that is written when an episode that stood comes out otherwise than by going on in time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from huanzhi.monitoring.actions.offline import rest_offline, settle_offline, settle_offline_now
from huanzhi.monitoring.actions.verdicts import Outcome
from huanzhi.monitoring.episodes import matching, rest
from huanzhi.monitoring.episodes.detect import Hour, Spec
from huanzhi.monitoring.episodes.frames import frames_of
from huanzhi.monitoring.episodes.window import Key, Window, whole
from huanzhi.monitoring.models import Change, Episode, Point

CHUNK = 200
FIELDS = [
    "onset", "end", "peak_e3", "peak_at", "rule", "edition", "numbers", "suppressed", "simulated", "first_frame",
    "last_frame",
]  # fmt: skip
Why = Callable[[str], dict[str, Any]]


def by_frame(_code: str) -> dict[str, Any]:
    """What a Change says when nothing more is known of its cause."""
    return {"cause": "frame"}


def settle_episodes(
    points: Sequence[Point], start: datetime, end: datetime, now: datetime, why: Why = by_frame
) -> Outcome:
    """Compute the episodes anew that hours in start < hour <= end can touch, and bring the rows in line.

    To be called when HourValues of that span were settled, in that transaction. An hour that is not over yet begins
    and ends nothing. `why` says of a point (by code) what goes into its Change rows: cause, and frame and reason where
    known; after a declaration the silences of its devices are looked at again too.
    """
    outcome, span = Outcome(), (whole(start), end)
    if span[0] >= min(whole(now), end):
        return outcome
    for at in range(0, len(points), CHUNK):
        work = _Work({point.pk: point.code for point in points[at : at + CHUNK]}, span, now, why)
        work.run(outcome)
        work.write()
    if declared := [point for point in points if why(point.code)["cause"] == "declaration"]:
        outcome.changed += rest_offline(declared, start, end, now)
    return outcome


@dataclass
class _Work:
    codes: dict[int, str]
    span: tuple[datetime, datetime]
    now: datetime
    why: Why
    new: list[Episode] = field(default_factory=list)
    changed: list[Episode] = field(default_factory=list)
    gone: list[Episode] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    asked: list[tuple[Episode, str, Hour]] = field(default_factory=list)

    def run(self, outcome: Outcome) -> None:
        """Compute every series of the points, and tell what is new, changed and gone."""
        self.window = Window(list(self.codes), self.span[0], self.now)
        stood: list[tuple[Episode, Spec, dict[str, Any]]] = []
        for key, held, specs in self.window.computed():
            outcome.judged += len(specs)
            pairs, new, gone = matching.match(held, specs)
            self.new += [self._fill(_bare(key), spec) for spec in new]
            for row, spec in pairs:
                stood.append((row, spec, {name: getattr(row, name) for name in FIELDS}))
                self._change(row, spec)
                self._fill(row, spec)
            for row in gone:
                self._change(row, None)
            self.gone += gone
        self._frames()
        self.changed = [row for row, _, was in stood if was != {name: getattr(row, name) for name in FIELDS}]
        outcome.new += len(self.new)
        outcome.changed += len(self.changed) + len(self.gone)

    def _fill(self, row: Episode, spec: Spec) -> Episode:
        if row.onset != spec.onset or self._touched(spec.bad[0]):
            self.asked.append((row, "first_frame", spec.bad[0]))
        if spec.end is None:
            row.last_frame = None
        elif row.end != spec.end or self._touched(spec.bad[-1]):
            self.asked.append((row, "last_frame", spec.bad[-1]))
        row.onset, row.end, row.peak_e3, row.peak_at = spec.onset, spec.end, spec.peak_e3, spec.peak_at
        row.rule, row.edition, row.numbers = spec.rule.code, spec.rule.edition, spec.numbers
        row.suppressed = rest.rest_of_hours(spec, self.window.declared.get(row.point_id, []))
        row.simulated = any(hour.simulated for hour in spec.bad)
        row.evaluated_at = self.now
        return row

    def _touched(self, hour: Hour) -> bool:
        return self.span[0] < hour.time <= self.span[1]

    def _frames(self) -> None:
        found = frames_of((self.codes[row.point_id], row.factor, hour) for row, _, hour in self.asked)
        for row, name, hour in self.asked:
            setattr(row, name, found.get((self.codes[row.point_id], row.factor, hour.time)))

    def _change(self, row: Episode, spec: Spec | None) -> None:
        before, after = matching.plain(row), matching.plain(spec)
        if before == after or (spec and matching.goes_on(row, spec)):
            return
        head = {"at": self.now, "point_id": row.point_id, "what": "episode", "factor": row.factor}
        kind = {"kind": row.kind}
        told = {"time": row.onset, "before": kind | before, "after": kind | after if after else {}}
        self.changes.append(Change(**head, **told, **self.why(self.codes[row.point_id])))

    def write(self) -> None:
        """What is gone first, so that its onset is free."""
        Episode.objects.filter(pk__in=[row.pk for row in self.gone]).delete()
        Episode.objects.bulk_update(self.changed, [*FIELDS, "evaluated_at"], batch_size=500)
        Episode.objects.bulk_create(self.new, batch_size=500)
        Change.objects.bulk_create(self.changes, batch_size=500)


def _bare(key: Key) -> Episode:
    point, factor, kind = key
    return Episode(kind=kind, point_id=point, factor=factor)


__all__ = ["settle_episodes", "settle_offline", "settle_offline_now"]
