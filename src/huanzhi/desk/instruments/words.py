"""What instruments, their frames and what became of them are called on pages."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from huanzhi.monitoring.quality import rules
from huanzhi.monitoring.vocabulary import factors as air_factors
from huanzhi.monitoring.vocabulary import flags
from huanzhi.science.decimals import format_scaled
from huanzhi.wire.hj212 import factor
from huanzhi.wire.hj212.codes import commands
from huanzhi.wire.hj212.masking import STARS, secret

LENIENCIES = {
    "check-lower-case": gettext_lazy("the check is written in small letters"),
    "line-end": gettext_lazy("no CR LF after the check"),
    "long-segment": gettext_lazy("a data segment of more than 1024 bytes"),
    "encoding": gettext_lazy("text in GBK instead of UTF-8"),
    "field-order": gettext_lazy("fields before CP in another order"),
    "field-name": gettext_lazy("a field in other capitals, as FLAG"),
    "packets-without-flag": gettext_lazy("PNUM and PNO without their bit in Flag"),
    "password": gettext_lazy("no password, or not of six characters"),
    "device-number": gettext_lazy("an MN that is not of 24 hexadecimal digits (14 characters before 2017)"),
    "request-number": gettext_lazy("no QN, or one that is no time"),
    "separator": gettext_lazy("an empty item, as ; before the closing &&"),
    "comma-for-semicolon": gettext_lazy("a comma where items are divided"),
    "repeated": gettext_lazy("a name given twice; the last counts"),
    "time": gettext_lazy("a DataTime of 17 digits"),
    "unknown-command": gettext_lazy("a CN that no edition has"),
    "unknown-system": gettext_lazy("an ST that no edition has"),
}
STATISTICS = {
    "real": gettext_lazy("real-time"),
    "minute": gettext_lazy("minute data"),
    "hour": gettext_lazy("hour data"),
    "day": gettext_lazy("day data"),
}
PARTS = {
    "Min": gettext_lazy("lowest"),
    "Max": gettext_lazy("highest"),
    "Cou": gettext_lazy("total"),
    "Avg": gettext_lazy("mean"),
    "Rtd": gettext_lazy("now"),
    "ZsRtd": gettext_lazy("converted, now"),
    "ZsAvg": gettext_lazy("converted, mean"),
    "ZsMin": gettext_lazy("converted, lowest"),
    "ZsMax": gettext_lazy("converted, highest"),
}
BASES = {
    "sent": gettext_lazy("as the device sent it"),
    "minutes": gettext_lazy("from minute data"),
    "real": gettext_lazy("from real-time data"),
    "hours": gettext_lazy("from hours"),
}
CAUSES = {
    "frame": gettext_lazy("a frame"),
    "review": gettext_lazy("a review"),
    "declaration": gettext_lazy("a declaration"),
    "limit": gettext_lazy("a limit"),
    "rule": gettext_lazy("a rule"),
    "channel": gettext_lazy("a channel's setting"),
    "due": gettext_lazy("the time by which it was due"),
}
ADVICE = {
    "garbage": gettext_lazy(
        "Something that is no instrument talks to the port, or a line is disturbed: look where it comes from."
    ),
    "unreadable": gettext_lazy(
        "The frame breaks a rule that is not tolerated: have it put right, or tolerate it for its model."
    ),
    "unknown-device": gettext_lazy(
        "Register the device, then take its frames again; or set it aside when it is not ours."
    ),
    "password": gettext_lazy(
        "Ask who maintains the device whether its password was changed; nothing of these frames is used."
    ),
    "clock": gettext_lazy(
        "Set the device's clock (command 1012) and look whether its maintainer has to replace the battery."
    ),
    "rate": gettext_lazy("The device sends more than it may: have its intervals set right."),
    "packets": gettext_lazy("Parts of a message did not come: ask for that span again."),
    "value": gettext_lazy(
        "A value cannot be a number of that factor: look at the channel's setting, then at the instrument."
    ),
}
MOMENT = re.compile(r"[0-9]{14}")  # as HJ 212 writes a time
ENDS = ("BeginTime", "EndTime")
AHEAD = 60  # seconds by which data may be of the future: a clock that goes fast, a minute that is rounded up
UNITS = {
    "mg/m3": "mg/m³",
    "ug/m3": "µg/m³",
    "m3/s": "m³/s",
    "m3": "m³",
    "degC": "℃",
    "uS/cm": "µS/cm",
    "1": "",
}


def _own(zh: str, en: str) -> str:
    return zh if (get_language() or "").startswith("zh") else en


def factor_name(series: str) -> str:
    """A series in words: its factor and, unless it is the main value, which part of it."""
    code, _dash, part = series.partition("-")
    if code in air_factors():
        name = air_factors()[code].label
    else:
        try:
            found = factor(code)
        except LookupError:
            name = code
        else:
            name = _own(found.zh, found.en)
    return f"{name} {PARTS.get(part, part)}" if part else name


def unit_text(unit: str) -> str:
    """A unit as people write it: mg/m³, ℃, nothing for a number without one."""
    return UNITS.get(unit, unit)


def factor_unit(series: str) -> str:
    """The unit of a series; of a total the unit of the mass."""
    code, _dash, part = series.partition("-")
    if code in air_factors():
        return air_factors()[code].unit
    try:
        found = factor(code)
    except LookupError:
        return ""
    return unit_text(found.load if part == "Cou" else found.unit)


def flag_words(code: str) -> str:
    """What a state flag says."""
    found = flags().get(code)
    return _own(found.zh, found.en) if found else code


def command_words(cn: str) -> str:
    """What a command number means."""
    found = commands().get(cn)
    return _own(found.zh, found.en) if found else cn


def parameter_words(parameters: Mapping[str, Any]) -> str:
    """What a command carries, in a line: its span on the clock, no password."""
    span = [_moment(str(parameters[name])) for name in ENDS if name in parameters]
    rest = [f"{n} {STARS if secret(n) else _moment(str(v))}" for n, v in parameters.items() if n not in ENDS]
    return " ".join([" – ".join(span), *rest]).strip()


def _moment(text: str) -> str:
    if not MOMENT.fullmatch(text):
        return text
    return f"{text[4:6]}-{text[6:8]} {text[8:10]}:{text[10:12]}"


def by_words(name: str) -> str:
    """Who did it; the system by a word that people know."""
    return _("the system by itself") if name == "system" else name


def late_words(seconds: int) -> str:
    """How late data came; of data from the future that somebody should look at the device's clock."""
    if seconds < -AHEAD:
        return _("%(span)s ahead of time, check its clock") % {"span": lasting(-seconds)}
    return _("%(span)s late") % {"span": lasting(max(seconds, 0))}


def lasting(span: timedelta | float | None) -> str:
    """How long, in the two largest units that matter: 43 min, 2 h 5 min, 3 d 4 h."""
    if span is None:
        return ""
    seconds = int(span.total_seconds() if isinstance(span, timedelta) else span)
    if seconds < 0:
        return _("%(time)s ahead") % {"time": lasting(-seconds)}
    if seconds < 60:
        return ngettext("%(n)s s", "%(n)s s", seconds) % {"n": seconds}
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if not hours:
        return ngettext("%(n)s min", "%(n)s min", minutes) % {"n": minutes}
    if not days:
        return _both(
            ngettext("%(n)s h", "%(n)s h", hours) % {"n": hours},
            ngettext("%(n)s min", "%(n)s min", minutes % 60) % {"n": minutes % 60} if minutes % 60 else "",
        )
    return _both(
        ngettext("%(n)s d", "%(n)s d", days) % {"n": days},
        ngettext("%(n)s h", "%(n)s h", hours % 24) % {"n": hours % 24} if hours % 24 else "",
    )


def _both(large: str, small: str) -> str:
    return _("%(large)s %(small)s") % {"large": large, "small": small} if small else large


def rule_words(name: str) -> str:
    """What a rule of quality is called; its own name when it has no other."""
    found = rules.words(name)
    return _own(found["zh"], found["en"])


def limit_text(limit: Any) -> str:
    """A limit as it binds: number and unit; nothing when there is none."""
    if not isinstance(limit, Mapping) or not limit:
        return ""
    number = limit.get("text") or _between(limit.get("floor_e3"), limit.get("limit_e3"))
    return f"{number} {unit_text(str(limit.get('unit', '')))}".strip()


def _between(low: int | None, high: int | None) -> str:
    """Bounds in thousandths as they are printed.

    >>> _between(6000, 9000), _between(None, 50000), _between(5000, None)
    ('6~9', '50', '≥5')
    """
    if low is None:
        return "" if high is None else format_scaled(high)
    return f"≥{format_scaled(low)}" if high is None else f"{format_scaled(low)}~{format_scaled(high)}"
