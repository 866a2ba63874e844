"""Readings 监测数据 of a message: exact numbers with the END of their period, and what cannot be one, with the reason.

CN says the statistic: 2011 and 2021 are moments, 2051, 2061, 2031 and 2041 periods whose START the DataTime names.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from .clock import often
from .dialects import Speech, speech
from .messages import Message

STATISTICS = {"2011": "real", "2021": "real", "2051": "minute", "2061": "hour", "2031": "day", "2041": "day"}
PARTS = frozenset(
    ("Rtd", "Min", "Avg", "Max", "Cou", "ZsRtd", "ZsMin", "ZsAvg", "ZsMax", "Data", "DayData", "NightData")
    + ("RS", "RT", "ValidNum", "TotalNum")
)
BESIDE = frozenset(("Flag", "SampleTime", "EFlag", "Info", "SN"))  # what stands beside values, or is text
NOTHING = frozenset(
    ("", "-", "--", "---", "nan", "null", "none")
)  # how devices write that there is no number
FLAG_ALONE = {"Flag"}
FIRST, LAST = 2000, 2099
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_NUMBER = re.compile(r"[+-]?(?=\.?[0-9])[0-9]{0,15}(?:\.[0-9]{0,15})?")
_CODE = re.compile(r"[A-Za-z0-9_]{1,8}")
_FLAG = re.compile(r"[A-Za-z0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class Sent:
    """One value as it was sent: code and part (``a21026``, ``Avg``), END of its period, exact value, state flag.

    ``value`` is None when no number was sent and ``flag`` says why; ``flag`` is empty when the frame gave none.
    """

    code: str
    part: str
    statistic: str
    time: datetime
    value: Decimal | None
    flag: str

    @property
    def series(self) -> str:
        """The factor of the series: the plain code of the main value, ``a21026-Min`` and the like of another part."""
        main = "Rtd" if self.statistic == "real" else "Avg"
        return self.code if self.part in (main, "Data") else f"{self.code}-{self.part}"


@dataclass(frozen=True, slots=True)
class Unfit:
    """What a frame says that is no reading: the field, its value as it came, and why."""

    field: str
    value: str
    reason: str


def readings(
    message: Message, minute_minutes: int = 10, dialects: frozenset[str] = frozenset()
) -> tuple[list[Sent], list[Unfit]]:
    """The readings of a message, and what in it cannot be one. Nothing of both for a message that carries no data.

    ``minute_minutes`` is the length of a minute datum (2051) as the device is set up. A factor of 2011 that tells its
    own SampleTime was measured then. A value that is said twice and differently is no reading. LookupError for a
    dialect that is none. Source: HJ 212-2017, 6.6 and annex C.

    >>> from huanzhi.wire.hj212 import parse
    >>> head = b"QN=20260501080000000;ST=31;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&"
    >>> found, unfit = readings(parse(head + b"DataTime=20260501070000;a21026-Avg=12.10,a21026-Flag=N;a21002-Avg=x&&"))
    >>> found[0].series, found[0].value, found[0].time.isoformat()
    ('a21026', Decimal('12.10'), '2026-05-01T08:00:00+08:00')
    >>> unfit
    [Unfit(field='a21002-Avg', value='x', reason='no number')]
    """
    found: list[Sent] = []
    unfit: list[Unfit] = []
    statistic = STATISTICS.get(message.cn)
    if statistic is None:
        return found, unfit
    spoken = speech(dialects)
    times, factors = _gathered(message, spoken, spoken.parts[statistic], unfit)
    if not factors:
        return found, unfit
    time = _end(times, statistic, minute_minutes, spoken)
    if isinstance(time, Unfit):
        return found, [time]
    for code, parts in factors.items():
        _factor(code, parts, statistic, time, spoken, found, unfit)
    return found, unfit


def _gathered(
    message: Message, spoken: Speech, names: dict[str, str], unfit: list[Unfit]
) -> tuple[list[str], dict[str, dict[str, str]]]:
    """Every different DataTime, and the values by code and part, under the names that the dialects give them."""
    times: list[str] = []
    factors: dict[str, dict[str, str]] = {}
    differ: dict[tuple[str, str], str] = {}
    for item in message.items:
        for name, value in item:
            code, dash, part = name.partition("-")
            if not dash:
                if name == "DataTime" and len(times) < 2 and value not in times:
                    times.append(value)
                continue
            if spoken.codes:
                code = spoken.code(code)
            if names:
                part = names.get(part, part)
            parts = factors.setdefault(code, {})
            if parts.setdefault(part, value) != value:
                differ[code, part] = value
    for (code, part), value in differ.items():
        first = factors[code][part]
        unfit.append(Unfit(f"{code}-{part}"[:80], f"{first}, {value}"[:200], "said twice"))
    for code, part in differ:
        if part in ("Flag", "SampleTime"):
            factors[code].clear()
        factors[code].pop(part, None)
        if factors[code].keys() <= BESIDE:
            factors[code].clear()  # nothing left that a flag could be beside
    return times, factors


def _end(times: list[str], statistic: str, minutes: int, spoken: Speech) -> datetime | Unfit:
    """The end of the period that the DataTime begins; it has to begin where such a period can."""
    if len(times) != 1:
        return Unfit("DataTime", ", ".join(times)[:80], "more than one" if times else "none beside data")
    said = often(times[0])
    if said is None or not FIRST <= said.year <= LAST:
        return Unfit("DataTime", times[0][:20], "no time of this century")
    if statistic == "real":
        return said
    span = _span(statistic, minutes)
    if span is None:
        return Unfit("minute_minutes", str(minutes), "no length of a minute datum")
    midnight = said.replace(hour=0, minute=0, second=0, microsecond=0)
    if (said - midnight) % span:
        return Unfit("DataTime", times[0], f"no {statistic} period begins then")
    return said if statistic in spoken.ends else said + span


def _span(statistic: str, minutes: int) -> timedelta | None:
    if statistic == "minute":
        return timedelta(minutes=minutes) if 1 <= minutes <= 1440 else None
    return HOUR if statistic == "hour" else DAY


def _factor(
    code: str,
    parts: dict[str, str],
    statistic: str,
    time: datetime,
    spoken: Speech,
    found: list[Sent],
    unfit: list[Unfit],
) -> None:
    """The values of one factor; a flag or a time of its own that cannot be makes all of them unfit."""
    flag = parts.get("Flag", "")
    if spoken.flags:
        flag = spoken.flags.get(flag, flag)
    if wrong := _wrong(code, flag):
        unfit.append(wrong)
        return
    if statistic == "real" and "SampleTime" in parts and spoken.sample_time:
        own = _sampled(code, parts["SampleTime"])
        if isinstance(own, Unfit):
            unfit.append(own)
            return
        time = own
    if parts.keys() == FLAG_ALONE:
        if flag in ("", "N"):
            unfit.append(Unfit(f"{code}-Flag", flag, "no value beside the flag"))
        else:
            found.append(Sent(code, "Rtd" if statistic == "real" else "Avg", statistic, time, None, flag))
        return
    for part, text in parts.items():
        if part not in BESIDE:
            one = _value(code, part, text, statistic, time, flag)
            if isinstance(one, Sent):
                found.append(one)
            elif part in PARTS or not spoken.aside:
                unfit.append(one)


def _value(code: str, part: str, text: str, statistic: str, time: datetime, flag: str) -> Sent | Unfit:
    if part not in PARTS:
        return Unfit(f"{code}-{part}"[:80], text[:200], "no part of a reading")
    if _NUMBER.fullmatch(text):
        return Sent(code, part, statistic, time, Decimal(text), flag)
    if flag not in ("", "N") and text.lower() in NOTHING:
        return Sent(code, part, statistic, time, None, flag)
    return Unfit(f"{code}-{part}", text[:200], "no number")


def _sampled(code: str, text: str) -> datetime | Unfit:
    own = often(text)
    if own is None or not FIRST <= own.year <= LAST:
        return Unfit(f"{code}-SampleTime", text[:20], "no time of this century")
    return own


@lru_cache(maxsize=4096)
def _wrong(code: str, flag: str) -> Unfit | None:
    if not _CODE.fullmatch(code):
        return Unfit("code", code[:80], "no code of a factor")
    if not _FLAG.fullmatch(flag):
        return Unfit(f"{code}-Flag", flag[:200], "no state flag")
    return None
