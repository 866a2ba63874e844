"""GB 18918: sewage plants (城镇污水处理厂), daily means against the limits of their grade."""

from collections.abc import Mapping
from typing import Literal

from huanzhi.science.decimals import format_scaled, parse_scaled

from . import library
from .against import EXCEEDED, KEPT
from .against import judge as against
from .library import Limit
from .verdict import Step, Verdict

NUMBER, PLACES = "GB 18918-2002", 6
Grade = Literal["1A", "1B", "2", "3"]


def judge(
    sample: Mapping[str, int | None], grade: Grade, degrees: int | None = None, built: int = 2006
) -> Verdict:
    """Whether a day's discharge keeps every limit that its sample has a value for.

    Parameters
    ----------
    sample : daily means by item, whole millionths of mg/L (pH of one, colour of its multiple, coliforms of 1/L);
        None or negative is missing. ``alkyl_mercury`` must not be found: any value above zero exceeds.
    grade : 1A, 1B, 2 or 3.
    degrees : the water's temperature in °C; at and below 12 the wider limit for ammonia holds; without it the narrow.
    built : the year the plant was built, for phosphorus.

    LookupError for an item that the grade has no limit for. Source: tables 1 and 2.

    >>> judge({"cod": 48_000_000, "nh3n": 6_000_000}, "1A").result["over"]
    ('nh3n',)
    >>> judge({"cod": 48_000_000, "nh3n": 6_000_000}, "1A", degrees=9).decision
    'kept'
    """
    standard = library.get(NUMBER)
    cold = degrees is not None and degrees <= standard.rules["water"]["cold_up_to"]
    steps: list[Step] = []
    over: list[str] = []
    for item, value in sample.items():
        if value is None or value < 0:
            continue
        if item == "ph":
            kept, step = _ph(standard, value)
        elif item == "alkyl_mercury":
            kept, step = value == 0, _not_found(standard, value)
        else:
            verdict = against(item, value, [_limit(standard, item, grade, cold, built)], places=PLACES)
            kept, step = verdict.decision == KEPT, verdict.steps[0]
        steps.append(step)
        if not kept:
            over.append(item)
    if not steps:
        return Verdict(NUMBER, "", False, dict(sample), {}, reason="no item to judge by")
    result = {"over": tuple(over)}
    return Verdict(NUMBER, EXCEEDED if over else KEPT, True, dict(sample), result, steps=tuple(steps))


def _limit(standard: library.Standard, item: str, grade: Grade, cold: bool, built: int) -> Limit:
    averaging = {
        "nh3n": "cold" if cold else "warm",
        "tp": "built before 2006" if built < 2006 else "built from 2006",
    }
    wanted = averaging.get(item, "")
    for limit in standard.limits:
        if (limit.item, limit.averaging) == (item, wanted) and limit.category in (grade, "all"):
            return limit
    raise LookupError(f"no limit for {item!r} of grade {grade} in {NUMBER}")


def _ph(standard: library.Standard, value: int) -> tuple[bool, Step]:
    rule = standard.rules["ph"]
    kept = parse_scaled(rule["low"], PLACES) <= value <= parse_scaled(rule["high"], PLACES)
    words = f"{format_scaled(value, PLACES)}: {KEPT if kept else EXCEEDED}"
    return kept, Step("ph", words, f"{rule['low']} to {rule['high']}", rule["clause"], rule["grade"])


def _not_found(standard: library.Standard, value: int) -> Step:
    rule = standard.rules["not_detected"]
    words = "not found" if value == 0 else f"{format_scaled(value, PLACES)} mg/L found"
    return Step("alkyl_mercury", words, "must not be found", rule["clause"], rule["grade"])
