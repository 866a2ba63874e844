"""Reports 上传报文: the messages in which an instrument tells what it measured, as HJ 212 has them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from huanzhi.monitoring.simulation import periods
from huanzhi.monitoring.simulation.instruments import HOUR, Instrument
from huanzhi.monitoring.simulation.periods import DAY, Figure
from huanzhi.science.shanghai import OFFSET
from huanzhi.wire.hj212 import Message, encode, segment
from huanzhi.wire.hj212.clock import digits
from huanzhi.wire.hj212.frames import LONGEST

ANSWER, PARTS = 1, 2
REAL, MINUTE, HOURS, DAYS, STATE, RUNNING = "2011", "2051", "2061", "2031", "2021", "2041"
HEARTBEAT, RESTART, SYSTEM = "9015", "2081", "91"
ROOM = 140  # for the fields before the items of a packet, and the closing marks
Item = tuple[tuple[str, str], ...]


def clock(moment: int) -> str:
    """A moment as DataTime has it, on Shanghai's clock.

    >>> clock(1_777_593_600)
    '20260501080000'
    """
    return digits(datetime.fromtimestamp(moment, OFFSET))


def message(
    instrument: Instrument, cn: str, qn: str, items: tuple[Item, ...] = (), asks: bool = True
) -> Message:
    """A message of the instrument; ``asks`` for an answer."""
    flag = instrument.version | (ANSWER if asks else 0)
    return Message(instrument.st, cn, instrument.mn, qn, instrument.password, flag, items=items)


def real(instrument: Instrument, moment: int) -> tuple[Item, ...]:
    """The items of real-time data at a moment: the last sample taken by then."""
    samples, column = instrument.at(moment)
    items: list[Item] = [(("DataTime", clock(moment)),)]
    for row, sensor in enumerate(instrument.sensors):
        code, places = sensor.sent, sensor.decimals
        item = [(f"{code}-Rtd", _text(int(samples.values[row, column]), places))]
        if sensor.zs:
            item.append((f"{code}-ZsRtd", _text(int(samples.zs[row, column]), places)))
        items.append((*item, (f"{code}-Flag", str(samples.flags[row, column]))))
    return tuple(items)


def period(instrument: Instrument, cn: str, start: int) -> tuple[Item, ...]:
    """The items of the minute, hour or day datum (2051, 2061, 2031) that begins then."""
    figures: dict[str, Callable[[Instrument, int], list[Figure]]] = {
        MINUTE: periods.minute,
        HOURS: periods.hour,
        DAYS: periods.day,
    }
    items: list[Item] = [(("DataTime", clock(start)),)]
    for sensor, figure in zip(instrument.sensors, figures[cn](instrument, start), strict=True):
        items.append(_item(sensor.sent, sensor.decimals, figure))
    return tuple(items)


def length(instrument: Instrument, cn: str) -> int:
    """Seconds of a period."""
    return {MINUTE: 60 * instrument.minute_minutes, HOURS: HOUR, DAYS: DAY, RUNNING: DAY}[cn]


def starts(instrument: Instrument, cn: str, first: datetime, last: datetime) -> range:
    """The starts of the periods from ``first`` to ``last``, both included if one begins exactly then."""
    step, shift = length(instrument, cn), int(OFFSET.utcoffset(None).total_seconds())
    begin = -(-(int(first.timestamp()) + shift) // step) * step - shift
    return range(begin, int(last.timestamp()) + 1, step)


def running(instrument: Instrument, start: int) -> tuple[Item, ...]:
    """Hours that the treatment ran on a day (2041): those in which the source did not stand still."""
    ran = sum(periods.hour(instrument, begin)[0].flag != "F" for begin in range(start, start + DAY, HOUR))
    return ((("DataTime", clock(start)),), (("SB1-RT", f"{ran:.1f}"),))


def state(instrument: Instrument, moment: int) -> tuple[Item, ...]:
    """Whether the treatment runs (2021): 1 or 0."""
    samples, column = instrument.at(moment)
    return ((("DataTime", clock(moment)),), (("SB1-RS", str(int(samples.flags[0, column] != "F"))),))


def restart(started: datetime, now: datetime) -> tuple[Item, ...]:
    """When the logger was switched on (2081)."""
    moments = int(now.timestamp()), int(started.timestamp())
    return ((("DataTime", clock(moments[0])),), (("RestartTime", clock(moments[1])),))


def packets(whole: Message) -> list[bytes]:
    """The frames of a message: one, or as many packets as it takes to fit. DataTime stands in every one."""
    one = segment(whole)
    if len(one) <= LONGEST:
        return [encode(one)]
    first = whole.items[:1] if whole.items[0][0][0] == "DataTime" else ()
    groups: list[list[Item]] = [[]]
    used = ROOM
    for item in whole.items[len(first) :]:
        size = sum(len(name) + len(value) + 2 for name, value in item)
        if groups[-1] and used + size > LONGEST:
            groups.append([])
            used = ROOM
        groups[-1].append(item)
        used += size
    flag = (whole.flag or 0) | PARTS
    return [
        encode(segment(replace(whole, items=(*first, *group), flag=flag, pnum=len(groups), pno=at)))
        for at, group in enumerate(groups, 1)
    ]


def back(now: datetime, hours: float) -> datetime:
    """So many hours ago."""
    return now - timedelta(hours=hours)


def _item(code: str, places: int, figure: Figure) -> Item:
    values = [] if figure.cou is None else [("Cou", _text(figure.cou, 3))]
    values += [("Min", _text(figure.low, places)), ("Avg", _text(figure.mean, places))]
    values += [("Max", _text(figure.high, places))]
    if figure.zs is not None:
        values += [
            (f"Zs{name}", _text(v, places)) for name, v in zip(("Min", "Avg", "Max"), figure.zs, strict=True)
        ]
    return tuple((f"{code}-{name}", text) for name, text in (*values, ("Flag", figure.flag)))


def _text(thousandths: int, places: int) -> str:
    return f"{thousandths / 1000:.{places}f}"
