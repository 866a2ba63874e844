"""Replay 规则回放: a rule that is not in force yet, run over past months, against the episodes that stand.

Fired: an episode that the candidate finds. Confirmed: of those, each that a standing episode overlaps which does not
rest and of whose hours no person made one invalid. Missed: standing ones of that sort which it does not find.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from huanzhi.monitoring.episodes import detect, reading, rest
from huanzhi.monitoring.episodes.detect import Hour, Spec
from huanzhi.monitoring.episodes.journal import silences
from huanzhi.monitoring.episodes.older import hours_of_point
from huanzhi.monitoring.episodes.rules import EXCEEDANCE, MISSING, OFFLINE, Rule, pick, read
from huanzhi.monitoring.episodes.window import silent_of, whole
from huanzhi.monitoring.models import Device, Episode, Point, Review
from huanzhi.monitoring.recompute.terms import terms
from huanzhi.science.shanghai import day_of_hour


@dataclass(frozen=True)
class Fired:
    """An episode that the candidate finds."""

    kind: str
    point: str
    factor: str
    device: str
    onset: datetime
    end: datetime | None
    peak_e3: int | None
    rests: str
    confirmed: bool

    def plain(self) -> dict[str, Any]:
        """For the command line."""
        times = {"onset": self.onset.isoformat(), "end": self.end.isoformat() if self.end else None}
        return {**self.__dict__, **times}


@dataclass
class Replay:
    """What a candidate would have done; `notes` say what could not be looked at."""

    rules: list[Rule]
    start: datetime
    end: datetime
    fired: list[Fired] = field(default_factory=list)
    missed: list[Episode] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def counts(self, kind: str) -> dict[str, int]:
        """Of a kind: fired, confirmed, at rest, standing ones missed."""
        mine = [one for one in self.fired if one.kind == kind]
        return {
            "fired": len(mine),
            "confirmed": sum(one.confirmed for one in mine),
            "resting": sum(bool(one.rests) for one in mine),
            "missed": sum(row.kind == kind for row in self.missed),
        }

    @property
    def kinds(self) -> list[str]:
        """The kinds that the candidate has rules of."""
        return sorted({rule.kind for rule in self.rules})


def replay(
    rule_table: Mapping[str, Any],
    start: datetime,
    end: datetime,
    points: Sequence[Point] | None = None,
    now: datetime | None = None,
) -> Replay:
    """Run the rules of a table (as `rules.toml` has them) over start < hour <= end; nothing is written.

    Episodes that began before `start` are seen from there on. ValueError names what is wrong with a rule.
    """
    rules, now = read(rule_table), now or timezone.now()
    done = Replay(rules, whole(start), whole(min(end, now)))
    those = list(Point.objects.all() if points is None else points)
    kept = terms().kept_after(now)
    if done.start < kept and MISSING in done.kinds:
        done.notes.append(f"hours in which nothing came are known after {kept:%Y-%m-%d} only")
    for point in those:
        standing = _standing(point, done)
        for spec, factor, device, rests in _found(point, done, kept):
            done.fired.append(_fired(point, spec, factor, device, rests, standing))
        done.missed += [one.row for one in standing if one.sound and not one.hit]
    done.fired.sort(key=lambda one: (one.onset, one.point, one.kind, one.factor, one.device))
    return done


@dataclass
class _Standing:
    row: Episode
    sound: bool
    hit: bool = False


def _standing(point: Point, done: Replay) -> list[_Standing]:
    """Episodes on record in the span, and whether each counts: it does not rest, nobody made its hours invalid."""
    rows = Episode.objects.filter(point=point, kind__in=done.kinds, onset__lt=done.end)
    reviews = list(Review.objects.filter(point=point, standing="invalid", withdrawn_at=None))
    found = []
    for row in rows.filter(Q(end=None) | Q(end__gt=done.start)).select_related("device").order_by("onset"):
        until = row.end or done.end
        against = any(
            one.factor == row.factor and one.start < until and one.end > row.onset for one in reviews
        )
        found.append(_Standing(row, not row.suppressed and not against))
    return found


def _found(point: Point, done: Replay, kept: datetime) -> Iterator[tuple[Spec, str, str, str]]:
    declared = reading.declared([point.pk], done.start, done.end).get(point.pk, [])
    if set(done.kinds) & {EXCEEDANCE, MISSING}:
        offline = reading.offline([point.pk], done.start, done.end).get(point.pk, {})
        senders = reading.senders([point.pk])
        for factor, hours in sorted(_hours(point, done, kept).items()):
            silent = silent_of(offline, senders.get((point.pk, factor), set()))
            for spec in _of_hours(hours, factor, done, silent):
                yield spec, factor, "", rest.rest_of_hours(spec, declared)
    if OFFLINE in done.kinds:
        yield from _silent(point, done, declared)


def _hours(point: Point, done: Replay, kept: datetime) -> dict[str, list[Hour]]:
    """Hours as they stand; those that are not kept any more from the readings, a month at a time."""
    found: dict[str, dict[datetime, Hour]] = {}
    at = done.start
    while at < min(kept, done.end):
        until = min(at + timedelta(days=31), kept, done.end)
        for factor, hours in hours_of_point(point.code, at, until).items():
            found.setdefault(factor, {}).update({hour.time: hour for hour in hours})
        at = until
    for (_point, factor), hours in reading.hours_of([point.pk], done.start, done.end).items():
        found.setdefault(factor, {}).update({hour.time: hour for hour in hours})
    return {factor: list(hours.values()) for factor, hours in found.items()}


def _of_hours(hours: list[Hour], factor: str, done: Replay, silent: list) -> list[Spec]:
    rules = {kind: [rule for rule in done.rules if rule.kind == kind] for kind in (EXCEEDANCE, MISSING)}
    specs = detect.exceedances(hours, rules[EXCEEDANCE], done.start, done.end)
    if "-" not in factor:
        specs += detect.gaps(hours, rules[MISSING], done.start, done.end, silent)
    return specs


def _silent(
    point: Point, done: Replay, declared: Sequence[rest.Declared]
) -> Iterator[tuple[Spec, str, str, str]]:
    devices = {device.code: device for device in Device.objects.filter(point=point)}
    rules = [rule for rule in done.rules if rule.kind == OFFLINE]
    shortest = min(timedelta(minutes=max(rule["minutes"], 1)) for rule in rules)
    for one in silences(devices, done.start, done.end, shortest) if devices else []:
        rule = pick(rules, day_of_hour(one.onset))
        if rule is None:
            continue
        longest = detect.threshold(rule, devices[one.mn].real_seconds)
        if one.seconds > longest.total_seconds():
            rests = rest.rest_of_silence(rule, (one.onset, one.end or done.end), longest, declared)
            yield Spec(OFFLINE, one.onset, one.end, rule, {"seconds": one.seconds}), "", one.mn, rests


def _fired(
    point: Point, spec: Spec, factor: str, device: str, rests: str, standing: list[_Standing]
) -> Fired:
    confirmed = False
    for one in standing:
        row = one.row
        same = (row.kind, row.factor, row.device.code if row.device else "") == (spec.kind, factor, device)
        if same and _overlap(row, spec):
            one.hit = True
            confirmed |= one.sound and not rests
    return Fired(spec.kind, point.code, factor, device, spec.onset, spec.end, spec.peak_e3, rests, confirmed)


def _overlap(row: Episode, spec: Spec) -> bool:
    return (spec.end is None or row.onset < spec.end) and (row.end is None or spec.onset < row.end)
