"""Numbers that a rule rests on 依据, as a line that a person reads."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huanzhi.desk.instruments.words import STATISTICS, factor_name, flag_words
from huanzhi.monitoring.models import Standing
from huanzhi.science.decimals import format_scaled

WORDS: dict[str, Any] = {
    "begins": _("from"), "until": _("until"), "value": _("value"),
    "before": _("the one before"), "after": _("the one after"), "times": _("times"),
    "least": _("at least"), "most": _("at most"), "low": _("from"), "high": _("to"), "from": _("from"), "to": _("to"),
    "step": _("step allowed"), "range_percent": _("share of the range allowed"), "beside": _("beside it"),
    "equal_minutes": _("minutes equal"), "gap_minutes": _("longest gap in minutes"), "flag": _("flag"),
    "limit": _("limit"), "floor": _("lower limit"), "readings": _("readings"), "hours": _("hours"),
    "resolution": _("step of the display"),
    "window_hours": _("hours looked at"), "share_percent": _("least share"), "percent": _("per cent"),
    "of": _("ratio of"),
    "slack": _("slack"), "spread": _("spread"), "spread_before": _("spread before"), "steps": _("display steps"),
    "ratio": _("ratio"), "ratio_high": _("ratio up to"), "elsewhere": _("else"), "elsewhere_high": _("else up to"),
    "readings_elsewhere": _("readings else"), "band_percent": _("band under the limit"),
    "least_hours": _("least hours"),
    "minutes": _("minutes"), "threshold_seconds": _("silence allowed"),
    "statistic": "", "standing": _("comes to"), "edition": _("edition"),
}  # fmt: skip
FACTORS = frozenset({"beside", "of", "to"})
SCALED = frozenset({"least", "most"})  # found numbers that carry no ending, in thousandths


def facts(numbers: Any) -> str:
    """The numbers as one line: words for those that are known, thousandths as numbers, times on the clock."""
    if isinstance(numbers, str):
        try:
            numbers = json.loads(numbers)
        except ValueError:
            return numbers
    if not isinstance(numbers, Mapping):
        return str(numbers)
    order = list(WORDS)
    held = [(name, value) for name, value in numbers.items() if value not in (None, "", [])]
    held.sort(key=lambda pair: order.index(_bare(pair[0])) if _bare(pair[0]) in WORDS else len(order))
    return " · ".join(_fact(name, value) for name, value in held)


def _bare(name: str) -> str:
    return name.removesuffix("_e3").replace("_ppm", "")


def _fact(name: str, value: Any) -> str:
    plain, unit = name, ""
    if isinstance(value, int) and not isinstance(value, bool):
        if name.endswith("_e3") or name in SCALED:
            plain, value = name.removesuffix("_e3"), format_scaled(value)
        elif "_ppm" in name:
            plain, value = name.replace("_ppm", ""), format_scaled(value, 6)
        elif name.endswith("_percent"):
            unit = "%"
        elif name.endswith("_permille"):
            plain, value, unit = name, format_scaled(value, 1), "%"
    return f"{WORDS.get(plain, plain)} {_said(plain, value)}{unit}".strip()


def _said(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "–".join(map(str, value))
    if not isinstance(value, str):
        return str(value)
    if name == "standing":
        return str(dict(Standing.choices).get(value, value))
    if name == "statistic":
        return str(STATISTICS.get(value, value))
    if name == "flag":
        return f"{value} {flag_words(value)}"
    if name in FACTORS and not value[:1].isdigit():
        return factor_name(value)
    return _time(value)


def _time(value: str) -> str:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return timezone.localtime(at).strftime("%m-%d %H:%M") if at.tzinfo else value
