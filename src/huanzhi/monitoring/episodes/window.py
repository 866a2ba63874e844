"""The part of the hours that a change can touch (重算窗口): read once for some points, and its episodes computed.

It reaches to the left as far as an episode that could still go on, and to the right until now, so that the outcome
does not depend on how a span is cut.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from huanzhi.monitoring.episodes import detect, matching, reading
from huanzhi.monitoring.episodes.detect import HOUR, Hour, Spec
from huanzhi.monitoring.episodes.rules import EXCEEDANCE, MISSING, editions, most
from huanzhi.monitoring.models import Episode

KINDS = (EXCEEDANCE, MISSING)
BAD = {
    EXCEEDANCE: lambda hour: hour.decision == detect.EXCEEDED,
    MISSING: lambda hour: hour.standing in detect.WITHOUT,
}
Key = tuple[int, str, str]  # point, factor, kind


def whole(time: datetime) -> datetime:
    """The hour that had ended by then."""
    return time.replace(minute=0, second=0, microsecond=0)


def reach() -> timedelta:
    """How long after its last bad hour an episode can still be open."""
    return max(
        (most(editions(kind), "gap_hours") + 1) * most(editions(kind), "ends_hours") * HOUR for kind in KINDS
    )


def run_up() -> timedelta:
    """How many hours before a changed one belong to the same beginning."""
    return (max(most(editions(kind), "begins_hours") for kind in KINDS) - 1) * HOUR


class Window:
    """Hours after `start` of some points, with the episodes on record that they can change."""

    def __init__(self, points: Sequence[int], start: datetime, now: datetime) -> None:
        self.since = start - run_up()
        rows = Episode.objects.filter(
            Q(end=None) | Q(end__gte=start - reach()), kind__in=KINDS, point__in=points
        )
        self.held: dict[Key, list[Episode]] = defaultdict(list)
        for row in rows.order_by("onset"):
            if not matching.sure(row, start):
                self.held[row.point_id, row.factor, row.kind].append(row)
            now = max(now, row.evaluated_at)  # a clock that was set back takes nothing away
        self.now, self.last = now, whole(now)
        spoken = reading.with_bad_hours(points, self.since, self.last) | {key[0] for key in self.held}
        self.hours = reading.hours_of(sorted(spoken), self.since, self.last)
        for (point, factor, _kind), held in self.held.items():
            there = self.hours.get((point, factor), [])
            if held[0].onset < min([self.since, *(hour.time - HOUR for hour in there[:1])]):
                self.hours |= reading.hours_of([point], held[0].onset, self.last, [factor])
        first = min([self.since, *(held[0].onset for held in self.held.values())])
        self.declared = reading.declared(points, first, now)
        self.offline = reading.offline(points, first, now)
        self.senders = reading.senders(points) if self.offline else {}

    def computed(self) -> Iterator[tuple[Key, list[Episode], list[Spec]]]:
        """Every series and kind that has an episode or a bad hour: what is on record, and what the hours say."""
        keys = {(*series, kind) for series in self.hours for kind in KINDS if _spoken_of(*series, kind)}
        for key in sorted(keys | set(self.held)):
            hours, held = self.hours.get(key[:2], []), self.held.get(key, [])
            if not held and not any(map(BAD[key[2]], hours)):
                continue
            there = {hour.time for hour in hours}
            since = min([self.since, *(row.onset for row in held)])
            old = [row for row in held if row.onset + HOUR not in there]  # their hours are not kept any more
            standing = old[-1] if old and old[-1].end is None else None
            if old:
                since = max(matching.last_of(row) for row in old)
                held = [row for row in held if row not in old or row is standing]
            yield key, held, self._specs(key, hours, since, matching.resumed(standing) if standing else None)

    def _specs(self, key: Key, hours: list[Hour], since: datetime, standing: Spec | None) -> list[Spec]:
        point, factor, kind = key
        rules = editions(kind)
        if kind == EXCEEDANCE:
            return detect.exceedances(hours, rules, since, self.last, standing)
        silent = silent_of(self.offline.get(point, {}), self.senders.get((point, factor), set()))
        return detect.gaps(hours, rules, since, self.last, silent, standing)


def _spoken_of(_point: int, factor: str, kind: str) -> bool:
    """Of the parts of a factor (-Cou, -Min) none is missing alone."""
    return kind != MISSING or "-" not in factor


def silent_of(offline: dict[int, list[tuple[datetime, datetime]]], devices: set[int]) -> list:
    """When the devices that send a series were off line; all of the point's when none is declared to send it."""
    return [span for device in devices or offline for span in offline.get(device, [])]
