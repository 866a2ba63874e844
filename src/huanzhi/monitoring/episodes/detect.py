"""Episodes found in a series (过程识别): hysteresis over its hours, so that one bad while is one episode. Pure.

An hour is named by its end. `onset` is the beginning of the first bad hour, `end` the end of the last one, so the
numbers say how long it was bad; that it is over is known only when enough good hours have followed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from typing import Any, NamedTuple

from huanzhi.monitoring.episodes.rules import EXCEEDANCE, MISSING, Rule
from huanzhi.monitoring.episodes.spans import Span, seconds, within
from huanzhi.science.shanghai import OFFSET

HOUR = timedelta(hours=1)
EXCEEDED, KEPT, STOPPED = "exceeded", "kept", "stopped"
WITHOUT = {"missing", "invalid"}


class Hour(NamedTuple):
    """An hour of a series; `standing` is empty where nothing is on record, because nothing was due or it is too old."""

    time: datetime
    value_e3: int | None = None
    standing: str = ""
    decision: str = ""
    limit_e3: int | None = None
    simulated: bool = False
    basis: str = ""
    floor_e3: int | None = None


class Mark(Enum):
    """What an hour means to a rule: bad, good, neither of the two, or it says nothing."""

    BAD = "bad"
    GOOD = "good"
    BETWEEN = "between"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Spec:
    """An episode as computed; `bad` are its bad hours."""

    kind: str
    onset: datetime
    end: datetime | None
    rule: Rule
    numbers: dict[str, Any]
    peak_e3: int | None = None
    peak_at: datetime | None = None
    bad: tuple[Hour, ...] = ()

    @property
    def last(self) -> datetime:
        """The end of its last bad hour so far."""
        return self.bad[-1].time if self.bad else self.onset


@dataclass
class _Open:
    kind: str
    rule: Rule
    bad: list[Hour]
    onset: datetime
    nothing: int = 0
    good: int = 0
    silent: int = 0
    passed: int = 0
    earlier: int = 0  # bad hours that are not on record any more

    def add(self, hour: Hour, mark: Mark) -> bool:
        """Take in an hour; whether that ends it."""
        if mark is Mark.NOTHING:
            self.silent += 1
            self.passed += 1
            return self.silent > self.rule["gap_hours"]
        self.silent = 0
        if mark is Mark.GOOD:
            self.good += 1
            return self.good >= self.rule["ends_hours"]
        self.good = 0
        if mark is Mark.BAD:
            self.bad.append(hour)
            self.nothing += self.passed
            self.passed = 0
        return False

    def spec(self, over_at: datetime | None = None) -> Spec:
        """As it stands; `over_at` is the hour after which its end is sure."""
        last = self.bad[-1].time
        peak = max(self.bad, key=_height) if self.kind == EXCEEDANCE else None  # the first of equals
        numbers: dict[str, Any] = {
            "hours": round((last - self.onset) / HOUR),
            "bad_hours": self.earlier + len(self.bad),
            "hours_without_value": self.nothing,
            "last_at": last.isoformat(),
        }
        if over_at is not None:
            numbers["over_at"] = over_at.isoformat()
        for name in ("limit_e3", "floor_e3"):
            if peak is not None and getattr(peak, name) is not None:
                numbers[name] = getattr(peak, name)
        return Spec(
            kind=self.kind,
            onset=self.onset,
            end=last if over_at else None,
            rule=self.rule,
            numbers=numbers,
            peak_e3=peak.value_e3 if peak else None,
            peak_at=peak.time if peak else None,
            bad=tuple(self.bad),
        )


def _again(spec: Spec) -> _Open:
    earlier = spec.numbers.get("bad_hours", 0) - len(spec.bad)
    nothing = spec.numbers.get("hours_without_value", 0)
    return _Open(spec.kind, spec.rule, list(spec.bad), spec.onset, nothing, earlier=earlier)


def _height(hour: Hour) -> int:
    """How far outside its bounds, so that a value under a lower bound has a peak too."""
    value, low, high = hour.value_e3 or 0, hour.floor_e3, hour.limit_e3
    if low is None:
        return value - (high or 0)
    return low - value if high is None else max(low - value, value - high)


def exceedances(
    hours: Iterable[Hour],
    rules: Sequence[Rule],
    since: datetime,
    until: datetime,
    resumed: Spec | None = None,
) -> list[Spec]:
    """Episodes of hours over their limit (超标过程) in since < hour <= until.

    `resumed` is one that was open at `since` and whose hours are not among these.
    """
    return list(_found(EXCEEDANCE, grid(hours, since, until), rules, _exceeds, resumed))


def gaps(
    hours: Iterable[Hour],
    rules: Sequence[Rule],
    since: datetime,
    until: datetime,
    offline: Sequence[Span] = (),
    resumed: Spec | None = None,
) -> list[Spec]:
    """Episodes of hours that have no value (数据缺失过程) while the device spoke: `offline` is when it did not.

    An hour that was due and never came has the standing missing; an hour that is not there at all says nothing.
    """

    def mark(hour: Hour, rule: Rule) -> Mark:
        if not hour.standing:
            return Mark.NOTHING
        if hour.standing not in WITHOUT:
            return Mark.GOOD
        silent = seconds(within([(hour.time - HOUR, hour.time)], offline))
        return Mark.NOTHING if silent >= rule["offline_minutes"] * 60 else Mark.BAD

    return list(_found(MISSING, grid(hours, since, until), rules, mark, resumed))


def _exceeds(hour: Hour, rule: Rule) -> Mark:
    if hour.standing == STOPPED:
        return Mark.GOOD
    if hour.decision == EXCEEDED:
        return Mark.BAD
    if hour.decision != KEPT:
        return Mark.NOTHING
    share = rule["ends_below_percent"]
    return Mark.GOOD if share >= 100 or _well_within(hour, share) else Mark.BETWEEN


def _well_within(hour: Hour, share: int) -> bool:
    """Whether a kept value lies in so many per cent of what is allowed: from 0, or about the middle of two bounds."""
    value, low, high = hour.value_e3, hour.floor_e3, hour.limit_e3
    if value is None:
        return True
    if low is not None and high is not None:
        return 100 * abs(2 * value - low - high) <= share * (high - low)
    if low is not None:
        return value * share >= low * 100
    return high is None or value * 100 <= high * share


def _found(
    kind: str,
    hours: Iterable[Hour],
    rules: Sequence[Rule],
    mark: Callable[[Hour, Rule], Mark],
    resumed: Spec | None = None,
) -> Iterator[Spec]:
    """The rule of the day on which it begins stays an episode's rule to its end."""
    run: list[Hour] = []
    held = sorted(
        ((datetime.combine(rule.effective, time(), OFFSET), rule) for rule in rules), key=_start, reverse=True
    )
    opened = _again(resumed) if resumed else None
    for hour in hours:
        if opened is not None:
            if opened.add(hour, mark(hour, opened.rule)):
                yield opened.spec(hour.time)
                opened = None
            continue
        rule = next((rule for start, rule in held if start < hour.time), None)
        if rule is None or mark(hour, rule) is not Mark.BAD:
            run = []
            continue
        run.append(hour)
        if len(run) >= rule["begins_hours"]:
            run, bad = [], run
            opened = _Open(kind, rule, bad, bad[0].time - HOUR)
    if opened is not None:
        yield opened.spec()


def _start(held: tuple[datetime, Rule]) -> datetime:
    return held[0]


def grid(hours: Iterable[Hour], since: datetime, until: datetime) -> Iterator[Hour]:
    """Every hour of since < hour <= until in order, bare where there is none.

    >>> day = datetime(2026, 1, 1)
    >>> [hour.standing for hour in grid([Hour(day + HOUR, 5, "valid")], day, day + 2 * HOUR)]
    ['valid', '']
    """
    there = {hour.time: hour for hour in hours}
    at = since.replace(minute=0, second=0, microsecond=0) + HOUR
    while at <= until:
        yield there.get(at) or Hour(at)
        at += HOUR


def silences(
    arrivals: Iterable[datetime], threshold: timedelta, until: datetime
) -> list[tuple[datetime, datetime | None]]:
    """Where a device said nothing for longer than a threshold (离线): its last frame before, its first after or None.

    `arrivals` in order. A device that never spoke is not off line.

    >>> at = datetime(2026, 1, 1)
    >>> found = silences([at, at + HOUR], timedelta(minutes=5), at + HOUR * 2)
    >>> [(start.hour, end and end.hour) for start, end in found]
    [(0, 1), (1, None)]
    """
    found: list[tuple[datetime, datetime | None]] = []
    before: datetime | None = None
    for at in arrivals:
        if before is not None and at - before > threshold:
            found.append((before, at))
        before = at
    if before is not None and until - before > threshold:
        found.append((before, None))
    return found


def threshold(rule: Rule, real_seconds: int) -> timedelta:
    """How long a device that reports every so many seconds may say nothing."""
    return max(timedelta(seconds=rule["silences"] * real_seconds), timedelta(minutes=rule["minutes"]))
