"""The way down from a figure of surface water: sections, then the samplings of one."""

from typing import Any

from django.utils.translation import gettext as _

from huanzhi.measures.models import Figure, Member
from huanzhi.measures.proof import ProofStep, Row
from huanzhi.packs.water.samplings import items
from huanzhi.packs.water.sections import SectionYear, section_years
from huanzhi.science.decimals import format_scaled
from huanzhi.standards.gb3838.rules import NUMBER, PLACES


def prove(figure: Figure, path: tuple[str, ...]) -> ProofStep:
    """A step: () the sections, (section) its samplings. LookupError for another path."""
    members = _members(figure)
    if len(path) > 1 or (path and path[0] not in members):
        raise LookupError(f"no such step: {'/'.join(path)}")
    wanted = [members[path[0]]] if path else list(members.values())
    found = section_years(wanted, figure.year, figure.as_of)
    return _section(found[0]) if path else _sections(figure, found)


def _members(figure: Figure) -> dict[str, Member]:
    """The members that the figure was computed over, as its version of the set has them."""
    code, _space, version = figure.set_version.rpartition(" v")
    rows = Member.objects.filter(set__code=code, set__version=version or 0, code__in=figure.points)
    return {member.code: member for member in rows.order_by("code")}


def _sections(figure: Figure, found: list[SectionYear]) -> ProofStep:
    counted = {key: value for key, value, _aqi in figure.series}
    rows = []
    for section in found:
        value = counted.get(section.code)
        verdict, reason = section.verdict, figure.label(section.code)[1]
        counts = _("does not count") if value is None else _("reached") if value else _("not reached")
        cells = (
            section.name,
            section.facts.get("target", ""),
            verdict.decision,
            len(section.samples),
            counts,
        )
        rows.append(Row(cells, link=section.code, note=_(reason) if reason else ""))
    return ProofStep(
        title=_("The figure"),
        statement=f"{figure.value if figure.value is not None else '—'} {figure.unit}",
        formula=_("sections that reach it ÷ sections × 100: %(reached)s ÷ %(all)s × 100")
        % {"reached": figure.numerator // 1000, "all": figure.denominator},
        clause=f"{NUMBER} · 环办〔2011〕22号",
        columns=(_("Section"), _("Target class"), _("Class"), _("Samplings"), _("Counts as")),
        rows=rows,
        provenance=_("%(set)s, up to %(day)s") % {"set": figure.set_version or "—", "day": figure.as_of},
    )


def _section(section: SectionYear) -> ProofStep:
    names = [name for name in items().values() if any(name in sample for sample in section.samples.values())]
    rows = []
    for time, sample in sorted(section.samples.items()):
        cells: list[Any] = [f"{time:%Y-%m-%d}", *(_number(sample.get(name)) for name in names)]
        rows.append(Row(tuple(cells)))
    return ProofStep(
        title=section.name,
        statement=section.verdict.decision or section.verdict.reason,
        formula=_("class of the year: that of the worst item of the arithmetic means"),
        clause="；".join(f"{step.title}: {step.statement}" for step in section.verdict.steps[:4]),
        columns=(_("Sampled"), *names),
        rows=rows,
        note=_("These results are simulated.") if section.simulated else "",
    )


def _number(value: int | None) -> str:
    return "" if value is None else format_scaled(value, PLACES)
