"""Answers 执行: what each request finds or sets on a device, and the result that 9012 tells."""

from collections.abc import Callable
from datetime import datetime, timedelta

from huanzhi.monitoring.simulation import reports
from huanzhi.monitoring.simulation.instruments import HOUR
from huanzhi.monitoring.simulation.setup import Setup
from huanzhi.science.shanghai import OFFSET
from huanzhi.wire.hj212 import Message

DONE, NOT_MET, NO_DATA = "1", "3", "100"  # ExeRtn
MOST = 10_000  # periods in one answer
FORM = "%Y%m%d%H%M%S"
SPANS = (reports.MINUTE, reports.HOURS, reports.DAYS, reports.RUNNING)
PLAIN = ("3011", "3012", "3013", "3014", "3021")  # done, with nothing to tell
Items = list[tuple[reports.Item, ...]]
Done = tuple[Items, str]


def _timing(setup: Setup, asked: Message, _now: datetime) -> Done:
    over, tries = _whole(asked, "OverTime", 1, 3600), _whole(asked, "ReCount", 1, 99)
    if over is None or tries is None:
        return [], NOT_MET
    setup.over_time, setup.tries = float(over), tries
    return [], DONE


def _tell_clock(setup: Setup, asked: Message, now: datetime) -> Done:
    shown = setup.clock(now).astimezone(OFFSET).strftime(FORM)
    return [(*_about(asked), (("SystemTime", shown),))], DONE


def _set_clock(setup: Setup, asked: Message, now: datetime) -> Done:
    told = _moment(asked, "SystemTime")
    if told is None:
        return [], NOT_MET
    setup.offset = (told - now).total_seconds() if abs((told - now).total_seconds()) >= 1 else 0.0
    return [], DONE


def _tell_real(setup: Setup, _asked: Message, _now: datetime) -> Done:
    return [((("RtdInterval", f"{setup.real_seconds:.0f}"),),)], DONE


def _set_real(setup: Setup, asked: Message, _now: datetime) -> Done:
    seconds = _whole(asked, "RtdInterval", 1, HOUR)
    if seconds is None:
        return [], NOT_MET
    setup.real_seconds = seconds
    return [], DONE


def _tell_minutes(setup: Setup, _asked: Message, _now: datetime) -> Done:
    return [((("MinInterval", str(setup.instrument.minute_minutes)),),)], DONE


def _set_minutes(setup: Setup, asked: Message, _now: datetime) -> Done:
    minutes = _whole(asked, "MinInterval", 1, 60)
    if minutes is None or 60 % minutes:
        return [], NOT_MET
    setup.instrument.minute_minutes = minutes
    return [], DONE


def _set_password(setup: Setup, asked: Message, _now: datetime) -> Done:
    new = asked.parameters.get("NewPW", "")
    if len(new) != 6 or not new.isascii():
        return [], NOT_MET
    setup.instrument.password = new
    setup.remember(setup.instrument)
    return [], DONE


def _real(setup: Setup, _asked: Message, now: datetime) -> Done:
    setup.sends_real = True
    return [reports.real(setup.instrument, int(setup.clock(now).timestamp()))], DONE


def _state(setup: Setup, _asked: Message, now: datetime) -> Done:
    return [reports.state(setup.instrument, int(setup.clock(now).timestamp()))], DONE


def _span(setup: Setup, asked: Message, now: datetime) -> Done:
    """The periods whose start lies from BeginTime to EndTime; those that are not over are not there yet."""
    first, last = _moment(asked, "BeginTime"), _moment(asked, "EndTime")
    if first is None or last is None or first > last:
        return [], NOT_MET
    length = reports.length(setup.instrument, asked.cn)
    over = setup.clock(now) - timedelta(seconds=length)
    found = reports.starts(setup.instrument, asked.cn, first, min(last, over))
    if len(found) > MOST:
        return [], NOT_MET
    if asked.cn == reports.RUNNING:
        return [reports.running(setup.instrument, start) for start in found], DONE if found else NO_DATA
    items = [reports.period(setup.instrument, asked.cn, start) for start in found]
    return items, DONE if items else NO_DATA


def _kept_sample(setup: Setup, _asked: Message, now: datetime) -> Done:
    shown = setup.clock(now).astimezone(OFFSET).strftime(FORM)
    return [((("DataTime", shown),), (("VaseNo", "1"),))], DONE


def _set_sampling(setup: Setup, asked: Message, _now: datetime) -> Done:
    start, hours = asked.parameters.get("CstartTime", ""), asked.parameters.get("CTime", "")
    if len(start) != 6 or not start.isdigit() or not hours.isdigit():
        return [], NOT_MET
    setup.sampling[asked.parameters.get("PolId", "")] = (start, hours)
    return [], DONE


def _tell_sampling(setup: Setup, asked: Message, _now: datetime) -> Done:
    start, hours = setup.sampling.get(asked.parameters.get("PolId", ""), ("000000", "2"))
    return [(*_about(asked), (("CstartTime", start),), (("CTime", hours),))], DONE


def _sample_time(_setup: Setup, asked: Message, _now: datetime) -> Done:
    return [(*_about(asked), (("Stime", "40"),))], DONE


def _identity(setup: Setup, asked: Message, _now: datetime) -> Done:
    code = asked.parameters.get("PolId", "")
    if code not in setup.instrument.rows:
        return [], NOT_MET
    return [(*_about(asked), ((f"{code}-SN", setup.instrument.mn),))], DONE


def _information(setup: Setup, asked: Message, now: datetime) -> Done:
    """The state of the instrument (i12001): 0 running, 1 calibration and the like by its flag."""
    if asked.parameters.get("InfoId") != "i12001":
        return [], NO_DATA
    moment = int(setup.clock(now).timestamp())
    samples, column = setup.instrument.at(moment)
    state = {"N": "0", "M": "2", "D": "3", "C": "5"}.get(str(samples.flags[0, column]), "1")
    return [((("DataTime", reports.clock(moment)),), *_about(asked), (("i12001-Info", state),))], DONE


def _nothing(_setup: Setup, _asked: Message, _now: datetime) -> Done:
    return [], DONE


ANSWERS: dict[str, Callable[[Setup, Message, datetime], Done]] = {
    "1000": _timing,
    "1011": _tell_clock,
    "1012": _set_clock,
    "1061": _tell_real,
    "1062": _set_real,
    "1063": _tell_minutes,
    "1064": _set_minutes,
    "1072": _set_password,
    "2011": _real,
    "2021": _state,
    "3015": _kept_sample,
    "3016": _set_sampling,
    "3017": _tell_sampling,
    "3018": _sample_time,
    "3019": _identity,
    "3020": _information,
    **dict.fromkeys(SPANS, _span),
    **dict.fromkeys(PLAIN, _nothing),
}


def _about(asked: Message) -> tuple[reports.Item, ...]:
    """PolId as it was asked."""
    code = asked.parameters.get("PolId")
    return ((("PolId", code),),) if code else ()


def _whole(asked: Message, name: str, least: int, most: int) -> int | None:
    text = asked.parameters.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and least <= int(text) <= most else None


def _moment(asked: Message, name: str) -> datetime | None:
    text = asked.parameters.get(name, "")
    try:
        return datetime.strptime(text, FORM).replace(tzinfo=OFFSET)
    except ValueError:
        return None
