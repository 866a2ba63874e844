"""The door of HJ 212: a frame into readings, by the device's channels; packets wait for one another."""

from decimal import ROUND_HALF_EVEN, Decimal

from huanzhi.monitoring.doors.book import Told
from huanzhi.monitoring.doors.opened import Opened, Reading, Unusable
from huanzhi.monitoring.inbox import Frame, Refusal
from huanzhi.wire.hj212 import Assembler, Message, Refused, Unreadable, parse
from huanzhi.wire.hj212.frames import decode
from huanzhi.wire.hj212.readings import Sent, readings

THOUSAND = Decimal(1000)
LARGEST = 2**62


def open_(frame: Frame, book: dict[str, Told], packets: Assembler) -> Opened:
    """What a frame brought. A packet brings nothing until the last of its message has come."""
    raw = bytes(frame.raw)
    found = decode(raw)
    if isinstance(found, Refused):
        return Opened(unusable=[Unusable(Refusal.UNREADABLE, found.reason)], device=frame.mn)
    told = book.get(frame.mn)
    if told is None:
        reason = f"no device {frame.mn} on record"
        return Opened(unusable=[Unusable(Refusal.UNKNOWN_DEVICE, reason, "MN", frame.mn)], device=frame.mn)
    try:
        message = parse(found.segment, told.allowed, found.leniencies)
    except Unreadable as error:
        return _said(told, unusable=[Unusable(Refusal.UNREADABLE, str(error))])
    whole = packets.add(message, frame.received.timestamp())
    opened = _said(told, message)
    if whole is not None:
        _take(opened, whole, told)
    return opened


def give_up(packets: Assembler, now: float) -> list[tuple[str, Unusable]]:
    """Messages whose packets did not all come: by MN, what is missing."""
    return [
        (
            one.parts[0].mn,
            Unusable(
                Refusal.PACKETS,
                f"{len(one.missing)} of {len(one.parts) + len(one.missing)} packets did not come",
                "PNO",
                ",".join(map(str, one.missing)),
            ),
        )
        for one in packets.give_up(now)
    ]


def _said(told: Told, message: Message | None = None, unusable: list[Unusable] | None = None) -> Opened:
    return Opened(
        unusable=unusable or [],
        device=told.mn,
        command=message.cn if message else "",
        edition=message.edition if message else None,
        data_time=message.data_time if message else None,
        leniencies=message.leniencies if message else (),
        simulated=told.simulated,
    )


def _take(opened: Opened, message: Message, told: Told) -> None:
    dialects = frozenset(told.dialects.replace(",", " ").split())
    sent, unfit = readings(message, told.minute_minutes, dialects)
    opened.unusable += [Unusable(Refusal.VALUE, one.reason, one.field, one.value) for one in unfit]
    inexact = False
    for one in sent:
        reading, exact = _reading(one, told)
        inexact |= not exact
        if isinstance(reading, Unusable):
            opened.unusable.append(reading)
        else:
            opened.readings.append(reading)
    if inexact:
        opened.leniencies = (*opened.leniencies, "more-decimals")


def _reading(sent: Sent, told: Told) -> tuple[Reading | Unusable, bool]:
    """In thousandths of the unit that is kept; what thousandths cannot hold is rounded half to even, and said."""
    name, scale = told.channels.get(sent.code, (sent.code, Decimal(1)))
    factor = name + sent.series.removeprefix(sent.code)
    value, exact = None, True
    if sent.value is not None:
        scaled = sent.value * scale * THOUSAND
        if abs(scaled) > LARGEST:
            reason = f"{sent.value} is larger than anything that is kept"
            return Unusable(Refusal.VALUE, reason, f"{sent.code}-{sent.part}", str(sent.value)[:40]), True
        whole = scaled.to_integral_value(ROUND_HALF_EVEN)
        value, exact = int(whole), whole == scaled
    return Reading(told.point, factor, sent.statistic, sent.time, value, sent.flag or "N"), exact
