"""The door of micro-stations 微站: a topic and a JSON message into readings, by the device's channels.

The journal holds the topic, a line end, and the payload as it came.
"""

from decimal import Decimal
from fractions import Fraction

from huanzhi.monitoring.doors.book import Told
from huanzhi.monitoring.doors.opened import Opened, Reading, Unusable
from huanzhi.monitoring.inbox import Frame, Refusal
from huanzhi.science.rounding import half_even
from huanzhi.wire.hj212.factors import factors
from huanzhi.wire.micro_station import Said, Unreadable, Value, parse
from huanzhi.wire.units import WrongUnit, ratio

DOOR = "mqtt"
LARGEST = 2**62
MORE_DECIMALS = "more-decimals"  # a value that thousandths cannot hold exactly


def as_kept(topic: str, payload: bytes) -> bytes:
    """A message as the journal holds it."""
    return topic.encode() + b"\n" + payload


def open_(frame: Frame, book: dict[str, Told]) -> Opened:
    """What a message brought. Who spoke was established when it came, and stands in the frame."""
    _topic, _, payload = bytes(frame.raw).partition(b"\n")
    told = book.get(frame.mn)
    if told is None:
        reason = f"no device {frame.mn} on record"
        return Opened(
            unusable=[Unusable(Refusal.UNKNOWN_DEVICE, reason, "device", frame.mn)], device=frame.mn
        )
    try:
        said = parse(payload, told.allowed)
    except Unreadable as error:
        wrong = Unusable(Refusal.UNREADABLE, error.reason, error.field, error.value)
        return Opened(unusable=[wrong], device=told.mn, simulated=told.simulated)
    return _opened(said, told)


def _opened(said: Said, told: Told) -> Opened:
    opened = Opened(
        unusable=[Unusable(Refusal.VALUE, one.reason, one.field, one.value) for one in said.unfit],
        device=told.mn,
        command=said.statistic,
        data_time=said.time,
        leniencies=said.leniencies,
        simulated=told.simulated,
    )
    inexact = False
    for one in said.values:
        reading, exact = _reading(one, said, told)
        inexact |= not exact
        if isinstance(reading, Unusable):
            opened.unusable.append(reading)
        else:
            opened.readings.append(reading)
    if inexact:
        opened.leniencies = (*opened.leniencies, MORE_DECIMALS)
    return opened


def _reading(sent: Value, said: Said, told: Told) -> tuple[Reading | Unusable, bool]:
    """In thousandths of the unit that is kept; what they cannot hold is rounded half to even, and said."""
    factor, scale = told.channels.get(sent.code, (sent.code, Decimal(1)))
    value, exact = None, True
    if sent.value is not None:
        try:
            by = _by_unit(sent, told) if sent.unit else Fraction(scale)
        except WrongUnit as error:
            return Unusable(Refusal.VALUE, str(error), f"{sent.code}.unit", sent.unit), True
        scaled = Fraction(sent.value) * by * 1000
        if abs(scaled) > LARGEST:
            reason = f"{sent.value} is larger than anything that is kept"
            return Unusable(Refusal.VALUE, reason, f"{sent.code}.value", str(sent.value)), True
        value, exact = half_even(scaled.numerator, scaled.denominator), scaled.denominator == 1
    return Reading(told.point, factor, said.statistic, said.time, value, sent.flag), exact


def _by_unit(sent: Value, told: Told) -> Fraction:
    """A message that names its unit is converted by it; the channel's scale is for those that do not."""
    kept = told.units.get(sent.code) or (factors()[sent.code].unit if sent.code in factors() else "")
    if not kept:
        raise WrongUnit(f"no channel {sent.code} says in which unit it is kept")
    return ratio(sent.unit, kept)
