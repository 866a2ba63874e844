"""Devices off line (离线): begun when a device is silent for too long, ended by its next frame. Machinery.

It runs every few seconds and costs a handful of queries. What counts as silence is only time in which the gateway that
heard the device last was listening and its frames were unpacked: a restart of ours marks nobody off line.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from huanzhi.monitoring.actions.verdicts import Outcome
from huanzhi.monitoring.episodes import reading, rest
from huanzhi.monitoring.episodes.detect import threshold
from huanzhi.monitoring.episodes.hearing import Hearing, hearing
from huanzhi.monitoring.episodes.rules import OFFLINE, editions, rule_on
from huanzhi.monitoring.inbox import SPAN
from huanzhi.monitoring.models import Contact, Episode, Frame, Point
from huanzhi.science.shanghai import day_of_hour

FIELDS = ["end", "last_frame", "numbers", "suppressed", "evaluated_at"]


def settle_offline_now() -> None:
    """Begin and end silences as of this moment."""
    settle_offline(timezone.now())


def settle_offline(now: datetime, heard: Mapping[int, Hearing] | None = None) -> Outcome:
    """Begin an episode for every device that has become silent, end those of devices that speak again.

    `heard` says of lanes, by key, since when and until when they were listened to; the database is asked without it.
    A device that never spoke, or stands at no point, is not off line.
    """
    outcome = Outcome()
    with transaction.atomic():
        lanes = hearing(now) if heard is None else heard
        running = Episode.objects.filter(kind=OFFLINE, end=None).select_related("device")
        opened = {row.device_id: row for row in running}
        rule = rule_on(OFFLINE, day_of_hour(now))
        begun, told = [], {}
        for contact in _contacts():
            outcome.judged += 1
            told[contact["device_id"]] = contact
            lane = lanes.get(contact["frame"] // SPAN)
            if contact["device_id"] in opened or lane is None:
                continue
            longest = threshold(rule, contact["device__real_seconds"])
            if lane.until - max(contact["received"], lane.since) > longest:
                begun.append(_begun(contact, rule.edition, longest.total_seconds()))
        changed = _go_on(list(opened.values()), told, now)
        _rest(begun, now)
        for row in begun:
            row.evaluated_at = now
        made = Episode.objects.bulk_create(begun, ignore_conflicts=True)
        outcome.new, outcome.changed = len(made), changed
    return outcome


def _contacts() -> list[dict[str, Any]]:
    names = (
        "device_id",
        "frame",
        "received",
        "device__point_id",
        "device__real_seconds",
        "device__simulated",
    )
    return list(Contact.objects.exclude(device__point=None).values(*names))


def _begun(contact: Mapping[str, Any], edition: str, seconds: float) -> Episode:
    return Episode(
        kind=OFFLINE,
        point_id=contact["device__point_id"],
        device_id=contact["device_id"],
        onset=contact["received"],
        rule=OFFLINE,
        edition=edition,
        numbers={"threshold_seconds": round(seconds)},
        first_frame=contact["frame"],
        simulated=contact["device__simulated"],
    )


def _go_on(opened: list[Episode], told: Mapping[int, Mapping[str, Any]], now: datetime) -> int:
    """End those whose device was heard again; look again whether the others rest. How many came out otherwise."""
    before = {row.pk: (row.end, row.suppressed) for row in opened}
    for row in opened:
        contact = told.get(row.device_id or 0)
        if contact and contact["received"] > row.onset:
            _end(row, contact)
    _rest(opened, now)
    changed = [row for row in opened if before[row.pk] != (row.end, row.suppressed)]
    for row in changed:
        row.evaluated_at = now
    Episode.objects.bulk_update(changed, FIELDS, batch_size=500)
    return len(changed)


def _end(row: Episode, contact: Mapping[str, Any]) -> None:
    """The first frame after the silence; the newest one known when the journal does not have it any more."""
    assert row.device is not None
    after = Frame.objects.filter(
        mn=row.device.code, refusal="", received__gt=row.onset, received__lte=contact["received"]
    )
    first = after.order_by("received", "pk").values_list("received", "pk").first()
    row.end, row.last_frame = first or (contact["received"], contact["frame"])
    row.numbers |= {"minutes": int((row.end - row.onset).total_seconds() // 60)}


def _rest(rows: Sequence[Episode], now: datetime) -> None:
    if not rows:
        return
    first = min(row.onset for row in rows)
    declared = reading.declared([row.point_id for row in rows], first, now)
    known = {rule.edition: rule for rule in editions(OFFLINE)}
    for row in rows:
        rule = known.get(row.edition) or rule_on(OFFLINE, day_of_hour(row.onset))
        longest = timedelta(seconds=row.numbers.get("threshold_seconds", rule["minutes"] * 60))
        span = (row.onset, row.end or now)
        row.suppressed = rest.rest_of_silence(rule, span, longest, declared.get(row.point_id, []))


def rest_offline(points: Sequence[Point], start: datetime, end: datetime, now: datetime) -> int:
    """After a declaration was made or taken back: which silences of that span rest; how many came out otherwise."""
    rows = list(Episode.objects.filter(kind=OFFLINE, point__in=points, onset__lt=end).exclude(end__lte=start))
    before = {row.pk: row.suppressed for row in rows}
    _rest(rows, now)
    changed = [row for row in rows if row.suppressed != before[row.pk]]
    Episode.objects.bulk_update(changed, ["suppressed"], batch_size=500)
    return len(changed)
