"""The way down from an air figure: months, days, points, hours, each with its rule."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from huanzhi.measures.models import Figure
from huanzhi.measures.proof import ProofStep, Row
from huanzhi.measures.words import sentence
from huanzhi.monitoring.models import DayVerdict, Point
from huanzhi.monitoring.queries import hours_of_day
from huanzhi.monitoring.vocabulary import factors, flags
from huanzhi.packs.air.district import district_days
from huanzhi.science.decimals import format_scaled
from huanzhi.standards import library

ITEM = {"pm2_5_mean": "pm2_5"}


def prove(figure: Figure, path: tuple[str, ...]) -> ProofStep:
    """A step: () the figure, (month,), (month, day), (month, day, point). LookupError for another path."""
    steps = (_figure, _month, _day, _hours)
    if len(path) >= len(steps):
        raise LookupError(f"no such step: {'/'.join(path)}")
    try:
        return steps[len(path)](figure, *path)
    except ValueError as error:
        raise LookupError(str(error)) from None


def _number(value_e3: int | None, decimals: int = 1) -> str:
    return "" if value_e3 is None else str(Figure.in_unit(value_e3, decimals))


def _figure(figure: Figure) -> ProofStep:
    months: dict[str, list[Any]] = {}
    for day, value, _aqi in figure.series:
        months.setdefault(day[:7], []).append(value)
    rows = []
    for month, values in months.items():
        valid = [value for value in values if value is not None]
        total = sum(valid)
        mean = _number(total // len(valid)) if valid and figure.kind == "mean" else ""
        cell = mean if figure.kind == "mean" else str(total // 1000)
        rows.append(Row((month, f"{len(valid)}/{len(values)}", cell), link=month))
    words = {
        "mean": (_("Monthly mean"), _("sum of valid daily means ÷ valid days")),
        "share": (_("Good days"), _("good days ÷ valid days × 100")),
        "count": (_("Heavy days"), _("days with AQI above the bound")),
    }
    head, formula = words[figure.kind]
    top = _number(figure.numerator, 1 if figure.kind == "mean" else 0)
    if figure.kind != "count":
        formula = f"{formula}: {top} ÷ {figure.denominator}" + (" × 100" if figure.kind == "share" else "")
    rule = library.edition_for("HJ 663", figure.as_of)
    return ProofStep(
        title=_("The figure"),
        statement=f"{figure.value if figure.value is not None else '—'} {figure.unit}",
        formula=formula,
        clause=f"{rule.number} · {'、'.join(figure.editions)}",
        columns=(_("Month"), _("Valid days"), head),
        rows=rows,
        note=_outlook(figure),
        provenance=_("%(set)s: mean of %(points)s; up to %(day)s")
        % {
            "set": figure.set_version,
            "points": "、".join(figure.points),
            "day": figure.as_of,
        },
    )


def _outlook(figure: Figure) -> str:
    """Why the figure stands where it stands, and by which years."""
    said = [sentence(figure), _("Rounded by GB/T 8170 before it meets the target.")]
    if years := figure.outlook["years"]:
        said.insert(1, _("Former years: %(years)s.") % {"years": "、".join(map(str, years))})
    return " ".join(said)


def _month(figure: Figure, month: str) -> ProofStep:
    first = date.fromisoformat(f"{month}-01")
    last = min((first + timedelta(days=32)).replace(day=1) - timedelta(days=1), figure.as_of)
    names = [*factors(), "o3_8h"]
    rows = []
    for day in district_days(figure.points, first, last):
        cells = [day.day.isoformat(), "" if day.aqi is None else str(day.aqi), _items(day.primary)]
        cells += [_number(day.values.get(name), 1 if name == "co" else 0) for name in names if name != "o3"]
        rows.append(Row(tuple(cells), link=day.day.isoformat(), note="" if day.aqi else _("not valid")))
    heads = [_label(name) for name in names if name != "o3"]
    return ProofStep(
        title=month,
        statement=_("The district's days: the mean over the set's points, judged by HJ 633."),
        formula=_("district value = mean of the points' valid statistics"),
        clause=library.edition_for("HJ 663", first).number,
        columns=(_("Day"), "AQI", _("Primary"), *heads),
        rows=rows,
    )


def _day(figure: Figure, month: str, day: str) -> ProofStep:
    when = date.fromisoformat(day)
    first = ITEM.get(figure.measure, "pm2_5")
    order = sorted([*factors(), "o3_8h"], key=lambda name: name != first)
    verdicts = DayVerdict.objects.filter(day=when, point__code__in=figure.points).select_related("point")
    rows = []
    for verdict in verdicts.order_by("point__code"):
        for name in order:
            found = verdict.statistics[name]
            counted = _("counts") if found["valid"] else (found.get("reason") or _("too few hours"))
            cells = (verdict.point.name, _label(name), _number(found["value_e3"], 1), found["hours"], counted)
            rows.append(Row(cells, link=verdict.point.code if name == order[0] else ""))
    editions = {verdict.edition for verdict in verdicts}
    return ProofStep(
        title=day,
        statement=_("What each point's hours gave for this day."),
        formula=_("24 h mean of the valid hours; ozone: the largest 8 h mean"),
        clause=f"{'、'.join(sorted(editions))} · {library.edition_for('GB 3095', when).number}",
        columns=(_("Point"), _("Item"), _("Value"), _("Hours"), _("Validity")),
        rows=rows,
    )


def _hours(figure: Figure, month: str, day: str, code: str) -> ProofStep:
    point = Point.objects.filter(code=code).first()
    if point is None:
        raise LookupError(f"no point {code}")
    rows, sources, real = [], set(), True
    for hour in hours_of_day(point, date.fromisoformat(day)):
        cells: list[Any] = [hour["label"]]
        notes = []
        for item, reading in hour["readings"].items():
            cells.append(_reading(reading))
            if reading:
                sources.add(reading["source"])
                real = real and not reading["simulated"]
                if reading["flag"] != "N":
                    notes.append(f"{_label(item)}: {reading['flag']} {flags()[reading['flag']].zh}")
                if reading["replaced"]:
                    notes.append(_("%(item)s: corrected") % {"item": _label(item)})
        rows.append(Row(tuple(cells), note="；".join(notes)))
    return ProofStep(
        title=f"{point.name} {day}",
        statement=_("Hours as received; the hour 24:00 ends the day."),
        clause=_("flags by HJ 212"),
        columns=(_("Hour ending"), *[_label(item) for item in factors()]),
        rows=rows,
        note="" if real else _("These readings are simulated."),
        provenance="、".join(sorted(sources)),
    )


def _reading(reading: dict[str, Any] | None) -> str:
    if reading is None or reading["value_e3"] is None:
        return "" if reading is None else reading["flag"]
    return format_scaled(reading["value_e3"])


def _label(name: str) -> str:
    return "O₃ 8h" if name == "o3_8h" else factors()[name].label


def _items(names: tuple[str, ...]) -> str:
    return "、".join(_label(name) for name in names)
