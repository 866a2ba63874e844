"""The way down from an air figure: days by month, points, hours, each with its rule."""

from datetime import date
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
    """A step: () the figure by months and days, (day) its points, (day, point) the hours. LookupError for another."""
    steps = (_figure, _day, _hours)
    if len(path) >= len(steps):
        raise LookupError(f"no such step: {'/'.join(path)}")
    try:
        return steps[len(path)](figure, *path)
    except ValueError as error:
        raise LookupError(str(error)) from None


def _number(value_e3: int | None, decimals: int = 1) -> str:
    return "" if value_e3 is None else str(Figure.in_unit(value_e3, decimals))


def _days(figure: Figure) -> list[Row]:
    """The newest month first, under each its days, every day with a way to its points."""
    months: dict[str, list[Any]] = {}
    for row in figure.series:
        months.setdefault(row[0][:7], []).append(row)
    rows = []
    for month, days in sorted(months.items(), reverse=True):
        valid = [value for _day, value, _aqi in days if value is not None]
        total = sum(valid)
        mean = _number(total // len(valid)) if valid and figure.kind == "mean" else ""
        own = mean if figure.kind == "mean" else str(total // 1000)
        rows.append(Row((month, f"{len(valid)}/{len(days)}", own), group=True))
        for day, value, aqi in days:
            said = "" if value is None else _number(value, 0)
            cell = (
                said
                if figure.kind == "mean" or value is None
                else _("counts")
                if value
                else _("does not count")
            )
            rows.append(Row((day, "" if aqi is None else str(aqi), cell), link=day))
    return rows


def _figure(figure: Figure) -> ProofStep:
    words = {
        "mean": (_("Mean"), _("sum of valid daily means ÷ valid days")),
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
        columns=(_("Month, day"), _("Valid days, AQI"), head),
        rows=_days(figure),
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


def _day(figure: Figure, day: str) -> ProofStep:
    """What each point's hours gave, item by item; above them the district's day that they make."""
    when = date.fromisoformat(day)
    names = sorted(
        (name for name in (*factors(), "o3_8h") if name != "o3"),
        key=lambda name: name != ITEM.get(figure.measure),
    )
    district = district_days(figure.points, when, when)[0]
    cells = [_number(district.values.get(name), 1 if name == "co" else 0) for name in names]
    index = "" if district.aqi is None else f"{district.aqi} {_items(district.primary)}"
    rows = [Row((_("District"), index, *cells), note="" if district.aqi else _("not valid"))]
    found_of = DayVerdict.objects.filter(day=when, point__code__in=figure.points).select_related("point")
    verdicts = list(found_of.order_by("point__code"))
    for verdict in verdicts:
        cells, notes = [], []
        for name in names:
            found = verdict.statistics[name]
            cells.append(f"{_number(found['value_e3'], 1) or '–'} ({found['hours']})")
            if not found["valid"]:
                notes.append(f"{_label(name)}: {found.get('reason') or _('too few hours')}")
        own = "" if verdict.aqi is None else str(verdict.aqi)
        rows.append(Row((verdict.point.name, own, *cells), link=verdict.point.code, note="；".join(notes)))
    editions = sorted({verdict.edition for verdict in verdicts})
    return ProofStep(
        title=day,
        statement=_(
            "The district's day is the mean over the set's points; each point's from its hours (in brackets)."
        ),
        formula=_("24 h mean of the valid hours; ozone: the largest 8 h mean"),
        clause=" · ".join(
            [
                *editions,
                library.edition_for("GB 3095", when).number,
                library.edition_for("HJ 663", when).number,
            ]
        ),
        columns=(_("Point"), "AQI", *[_label(name) for name in names]),
        rows=rows,
    )


def _hours(figure: Figure, day: str, code: str) -> ProofStep:
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
