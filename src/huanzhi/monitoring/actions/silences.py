"""Silences that nobody was there to notice (补记离线): read from the journal when the work begins again. Machinery."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import Q

from huanzhi.monitoring.actions.verdicts import Outcome
from huanzhi.monitoring.episodes import reading, rest
from huanzhi.monitoring.episodes.detect import threshold
from huanzhi.monitoring.episodes.journal import Silence, silences
from huanzhi.monitoring.episodes.rules import OFFLINE, Rule, editions, rule_on
from huanzhi.monitoring.episodes.spans import Span, within
from huanzhi.monitoring.models import Device, Episode, Frame, Lane
from huanzhi.science.shanghai import day_of_hour

BEFORE = timedelta(hours=1)  # a device that was silent for longer than this already has its episode


def settle_silences(now: datetime, since: datetime | None = None) -> Outcome:
    """Write down silences that began and ended since then and have no episode; open ones are `settle_offline`'s.

    To be called once when unpacking begins again: without `since`, from where it left off. One reading of the journal.
    """
    since = since or _left_off()
    if since is None:
        return Outcome()
    devices = {device.code: device for device in Device.objects.exclude(point=None).select_related("point")}
    shortest = timedelta(minutes=max(1, min(rule["minutes"] for rule in editions(OFFLINE))))
    found = silences(devices, since - BEFORE, now, shortest) if devices else []
    held: dict[int, list[Span]] = defaultdict(list)
    rows = Episode.objects.filter(
        Q(end=None) | Q(end__gt=since - BEFORE), kind=OFFLINE, device__in=devices.values()
    )
    for key, onset, end in rows.values_list("device_id", "onset", "end"):
        held[key or 0].append((onset, end or now))
    declared = reading.declared(
        [device.point_id for device in devices.values() if device.point_id], since - BEFORE, now
    )
    outcome, made = Outcome(judged=len(found)), []
    for one in found:
        device = devices[one.mn]
        rule = rule_on(OFFLINE, day_of_hour(one.onset))
        longest = threshold(rule, device.real_seconds)
        known = one.end is None or within([(one.onset, one.end)], held[device.pk])
        if known or one.seconds <= longest.total_seconds():
            continue
        row = _row(device, one, rule, longest)
        row.evaluated_at = now
        span = (one.onset, one.end or now)
        row.suppressed = rest.rest_of_silence(rule, span, longest, declared.get(device.point_id or 0, []))
        made.append(row)
    Episode.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
    outcome.new = len(made)
    return outcome


def _row(device: Device, one: Silence, rule: Rule, longest: timedelta) -> Episode:
    assert one.end is not None
    minutes = int((one.end - one.onset).total_seconds() // 60)
    return Episode(
        kind=OFFLINE,
        point=device.point,  # type: ignore[misc]
        device=device,
        onset=one.onset,
        end=one.end,
        rule=OFFLINE,
        edition=rule.edition,
        numbers={"threshold_seconds": round(longest.total_seconds()), "minutes": minutes},
        first_frame=one.first_frame,
        last_frame=one.last_frame,
        simulated=device.simulated,
    )


def _left_off() -> datetime | None:
    """When the newest frame that is unpacked came in, of the lane that is farthest behind."""
    newest = Frame.objects.filter(pk__in=list(Lane.objects.values_list("unpacked", flat=True)))
    return newest.order_by("received").values_list("received", flat=True).first()
