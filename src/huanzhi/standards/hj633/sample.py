"""HJ 633 over one sample: a verdict with its proof."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from huanzhi.science.decimals import format_scaled
from huanzhi.science.shanghai import day_of_hour

from ..verdict import Step, Verdict
from .rules import Curve, Rules, compiled, edition_for
from .validity import Validity, statistic, validity_for, validity_on

FORMULA = "IAQI = (IAQIhi - IAQIlo) / (BPhi - BPlo) x (C - BPlo) + IAQIlo, rounded up"


def judge_hour(sample: Mapping[str, Any], edition: str | None = None, exempt: Iterable[str] = ()) -> Verdict:
    """Real-time AQI (实时报) of one station-hour.

    ``sample``: ``time`` (hour ending; naive = Shanghai clock) and ``pm2_5_e3 … o3_e3``, 1 h means in thousandths of
    µg/m³ (CO: mg/m³), None for missing. A negative value counts as missing and is flagged. The edition follows the
    date unless one is forced. Source: HJ 633, table 1; PM by the 24 h row, as published.

    >>> judge_hour({"time": datetime(2019, 7, 18, 12), "pm2_5_e3": 60_000}).result["aqi"]
    82
    """
    time: datetime = sample["time"]
    rules = compiled(edition or edition_for(day_of_hour(time)))
    values = {item: sample.get(f"{item}_e3") for item in rules.realtime}
    flags = tuple(f"negative:{item}" for item, value in values.items() if value is not None and value < 0)
    steps, sub = [], {}
    for item, curve in rules.realtime.items():
        value = values[item]
        sub[item] = None if value is None else curve.iaqi(value)
        steps.append(_sub_index(item, curve, value, 1, sub[item], f"{rules.standard.number}, {curve.clause}"))
    return _verdict(rules, {"time": time, **values}, sub, steps, flags, exempt, {})


def judge_day(
    day: date,
    hours: Mapping[str, Sequence[int | None]],
    edition: str | None = None,
    exempt: Iterable[str] = (),
) -> Verdict:
    """Daily AQI (日报) of one station-day.

    ``hours``: for each of pm2_5, pm10, so2, no2, co, o3 the 24 hourly means in thousandths, the first ending 01:00
    and the last 24:00. A statistic with too few hours is not evaluable and says so. Source: HJ 633, table 1;
    GB 3095, validity of statistics; HJ 663, ozone windows.

    >>> judge_day(date(2026, 3, 1), {"pm2_5": [60_000] * 24}).result["iaqi"]["pm2_5"]
    100
    """
    rules = compiled(edition or edition_for(day))
    rule = validity_for(rules.edition) if edition else validity_on(day)
    steps, sub, figures = [], {}, {}
    flags: list[str] = []
    for name, curve in rules.daily.items():
        row = hours.get(curve.item, [None] * 24)
        if any(value is not None and value < 0 for value in row) and name != "o3_8h":
            flags.append(f"negative:{name}")
        found = statistic(name, row, rule)
        good = found.value if found.valid else None
        sub[name] = curve.iaqi(good.numerator, good.denominator) if good else None
        figures[name] = {
            "value_e3": good.e3 if good else None,
            "hours": found.hours,
            "valid": found.valid,
            "reason": found.reason,
        }
        step = _sub_index(
            name,
            curve,
            good.numerator if good else None,
            good.denominator if good else 1,
            sub[name],
            f"{rules.standard.number}, {curve.clause}",
        )
        steps.append(_with_statistic(step, name, figures[name], rule))
    inputs = {"day": day, **hours}
    return _verdict(rules, inputs, sub, steps, tuple(flags), exempt, {"statistics": figures})


def _sub_index(
    name: str, curve: Curve, numerator: int | None, denominator: int, value: int | None, clause: str
) -> Step:
    if numerator is None:
        return Step(name, "not there", clause=clause, grade=curve.grade)
    top, bottom = curve.rounded(numerator, denominator)
    shown = format_scaled(top) if bottom == 1 else f"{format_scaled(top)}/{bottom}"
    rounding = "" if curve.decimals is None else f"; C to {curve.decimals} decimals by GB/T 8170"
    said = "no sub-index" if value is None else f"IAQI {value}"
    return Step(
        name, f"{shown} {curve.unit} ({curve.averaging} row): {said}", FORMULA + rounding, clause, curve.grade
    )


def _with_statistic(step: Step, name: str, figure: Mapping[str, Any], rule: Validity) -> Step:
    ozone = name == "o3_8h"
    below = Step(
        "statistic",
        figure["reason"] or f"{figure['hours']} {'windows' if ozone else 'hours'}",
        "largest 8 h mean" if ozone else "largest hour" if name == "o3" else "arithmetic mean",
        rule.ozone_clause if ozone else rule.hours_clause,
        rule.ozone_grade if ozone else rule.hours_grade,
    )
    return Step(step.title, step.statement, step.formula, step.clause, step.grade, (below,))


def _verdict(
    rules: Rules,
    inputs: Mapping[str, Any],
    sub: dict[str, int | None],
    steps: list[Step],
    flags: tuple[str, ...],
    exempt: Iterable[str],
    more: Mapping[str, Any],
) -> Verdict:
    aqi, primary = rules.combine(sub, exempt)
    missing = [item for item, value in sub.items() if value is None]
    level = rules.level(aqi) if aqi is not None else None
    reason = "" if aqi is not None else f"no index: missing {', '.join(missing)}"
    said = f"AQI {aqi}, {level.name_zh} {level.category_zh}" if level else reason
    top = Step("aqi", said, "AQI = max(IAQI)", rules.standard.number, rules.standard.grade, tuple(steps))
    result = {
        "edition": rules.edition,
        "iaqi": sub,
        "aqi": aqi,
        "level": level.level if level else None,
        "category": level.category_zh if level else None,
        "primary": primary,
        "missing": missing,
        **more,
    }
    return Verdict(rules.standard.number, said, aqi is not None, inputs, result, flags, reason, (top,))
