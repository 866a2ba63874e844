"""The way down from a figure over sources or groundwater points: those, then the samplings of one, then its record."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from huanzhi.measures.models import Figure
from huanzhi.measures.over_records import one_record
from huanzhi.measures.proof import ProofStep, Row
from huanzhi.packs.water import groundwater, supply
from huanzhi.packs.water.samplings import PLACES, Samplings
from huanzhi.science.decimals import format_scaled
from huanzhi.standards import gb3838, gbt14848

RECORD = "record"


def prove_sources(figure: Figure, path: tuple[str, ...]) -> ProofStep:
    """() the sources, (source) its samplings, (source, record) the register's row."""
    _check(figure, path)
    if not path:
        return _figure(figure, _("sources that keep class III ÷ sources × 100"), supply.METHOD.clause)
    found = supply.source_years(figure.year, figure.as_of, [path[0]])
    if not found:
        raise LookupError(_("it is no longer on the register as it was: %(code)s") % {"code": path[0]})
    one = found[0]
    if len(path) > 1:
        return one_record(one.source)
    said = {time: "、".join(names) for time, names in one.over.items()}
    words = {time: said.get(time) or _("within class III") for time in one.taken.by_time}
    statement = _(one.result[1])
    return _samplings(one.source.name, statement, gb3838.rules.NUMBER, one.taken, words)


def prove_points(figure: Figure, path: tuple[str, ...]) -> ProofStep:
    """() the points, (point) its samplings and the class of their mean, (point, record) the register's row."""
    _check(figure, path)
    if not path:
        return _figure(figure, _("points of class V ÷ points × 100"), groundwater.METHOD.clause)
    found = groundwater.point_years(figure.year, figure.as_of, [path[0]])
    if not found:
        raise LookupError(_("it is no longer on the register as it was: %(code)s") % {"code": path[0]})
    one = found[0]
    if len(path) > 1:
        return one_record(one.point)
    each = {
        time: groundwater.class_of(groundwater.to_items(sample)).decision
        for time, sample in one.taken.by_time.items()
    }
    deciding = "、".join(one.verdict.result.get("deciding", ()))
    statement = _("class %(class)s by %(items)s") % {"class": one.verdict.decision, "items": deciding}
    return _samplings(
        one.point.name, statement if deciding else _(supply.NONE_YET), gbt14848.NUMBER, one.taken, each
    )


def _check(figure: Figure, path: tuple[str, ...]) -> None:
    known = {key for key, _value, _weight in figure.series}
    if len(path) > 2 or (path and path[0] not in known) or path[1:] not in ((), (RECORD,)):
        raise LookupError(f"no such step: {'/'.join(path)}")


def _figure(figure: Figure, formula: str, clause: str) -> ProofStep:
    rows = []
    for key, value, _weight in figure.series:
        name, why = figure.label(key)
        counts = _("does not count") if value is None else _("Yes") if value else _("No")
        rows.append(Row((name, counts, _(why) if why else ""), link=key))
    return ProofStep(
        title=_("The figure"),
        statement=f"{figure.value if figure.value is not None else '—'} {figure.unit}",
        formula=f"{formula}: {figure.numerator // 1000} ÷ {figure.denominator} × 100",
        clause=clause,
        columns=(_("Point"), _("Counts as"), _("Why")),
        rows=rows,
        note=_("These results are simulated.") if figure.simulated else "",
        provenance=_("%(set)s, up to %(day)s") % {"set": figure.members_in, "day": figure.as_of},
    )


def _samplings(
    title: str, statement: str, number: str, taken: Samplings, said: dict[datetime, str]
) -> ProofStep:
    names = _names(taken.by_time.values())
    rows = [
        Row((f"{time:%Y-%m-%d}", said.get(time, ""), *(_number(sample.get(name)) for name in names)))
        for time, sample in sorted(taken.by_time.items())
    ]
    record = Row((_("Its record on the register"), *[""] * (1 + len(names))), link=RECORD)
    return ProofStep(
        title=title,
        statement=statement,
        formula=_("each result against %(standard)s; mg/L, pH of one") % {"standard": number},
        clause=number,
        columns=(_("Sampled"), _("Verdict"), *names),
        rows=[*rows, record],
        note=_("These results are simulated.") if taken.simulated else "",
    )


def _names(samples: Iterable[dict[str, int | None]]) -> list[str]:
    return list(dict.fromkeys(name for sample in samples for name in sample))


def _number(value: int | None) -> str:
    return "" if value is None else format_scaled(value, PLACES)
