"""重点工程减排量 Reductions by works: what another person verified, cumulated over the plan's years; exact."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from huanzhi.measures.computation import Computation, Part
from huanzhi.measures.measure import Measure, add
from huanzhi.measures.method import Method
from huanzhi.measures.models import Figure
from huanzhi.measures.proof import ProofStep, Row
from huanzhi.science.decimals import format_scaled

WAITING = gettext_noop("claimed; nobody else has verified it yet")
METHOD = Method(
    clause="重点工程减排量 = 计划期内各重点工程经核定的减排量之和",
    grade="M",
    note="cumulated from the plan's first year; only what another person verified, with a document number, counts; "
    "how the city reckons a work's reduction (核算细则) is its own rule and was not seen",
    zh="从规划首年起累计；只计由他人凭文号核定的数；市里对工程减排量的核算细则没有见到",
)
SEPARATOR = "@"


def period(year: int) -> tuple[int, int, int] | None:
    """The plan that a year belongs to, by its key, and the years that are cumulated; None before any plan."""
    from huanzhi.plan.running import plan_of, plans

    document = plan_of(plans(), year)
    return None if document is None else (document.pk, document.first_year, min(year, document.last_year))


def _of(pollutant: str) -> Callable[[int, date], Computation]:
    def compute(year: int, as_of: date) -> Computation:
        """One part a work and year: kilograms as thousandths of a tonne."""
        from huanzhi.plan.models import Reduction

        found = period(year)
        if found is None:
            return Computation("count", (), over="records")
        document, first, last = found
        rows = Reduction.objects.filter(
            project__document=document, pollutant=pollutant, year__range=(first, last)
        )
        parts, simulated = [], False
        for row in rows.select_related("project").order_by("project__code", "year"):
            verified = row.verified_kg is not None
            simulated = simulated or row.simulated
            name = f"{row.project.code} {row.project.name} {row.year}"
            key = f"{row.project.key}{SEPARATOR}{row.year}"
            parts.append(
                Part(key, row.verified_kg if verified else 0, reason="" if verified else WAITING, name=name)
            )
        return Computation(
            "count", tuple(parts), set_version=f"{first}–{last}", simulated=simulated, over="records"
        )

    return compute


def _prove(pollutant: str) -> Callable[[Figure, tuple[str, ...]], ProofStep]:
    def prove(figure: Figure, path: tuple[str, ...]) -> ProofStep:
        """() works by year, (work and year) what was claimed and who verified it."""
        if not path:
            return _works(figure)
        known = {key for key, _value, _aqi in figure.series}
        if len(path) > 1 or path[0] not in known:
            raise LookupError(f"no such step: {'/'.join(path)}")
        return _claim(pollutant, *path[0].rsplit(SEPARATOR, 1))

    return prove


def _works(figure: Figure) -> ProofStep:
    rows = []
    for key, value, _aqi in figure.series:
        name, why = figure.label(key)
        rows.append(Row((name, format_scaled(value or 0), _(why) if why else _("verified")), link=key))
    return ProofStep(
        title=_("The figure"),
        statement=f"{figure.value if figure.value is not None else '—'} {figure.unit}",
        formula=_("sum of what was verified: %(sum)s t") % {"sum": format_scaled(figure.numerator)},
        clause=METHOD.clause,
        columns=(_("Work and year"), _("Verified (t)"), _("Why")),
        rows=rows,
        note=_("Some of these records are simulated.") if figure.simulated else "",
        provenance=_("years %(years)s, up to %(day)s") % {"years": figure.set_version, "day": figure.as_of},
    )


def _claim(pollutant: str, project: str, year: str) -> ProofStep:
    from huanzhi.plan.models import Reduction

    held = Reduction.objects.filter(project__key=project, pollutant=pollutant, year=int(year))
    row = held.select_related("project").first()
    if row is None:
        raise LookupError(f"no such reduction: {project} {year}")
    facts = (
        (_("Work"), row.project.name),
        (_("Claimed (kg)"), row.claimed_kg),
        (_("Reckoned so"), row.basis),
        (_("Claimed by"), row.claimed_name),
        (_("Verified (kg)"), "—" if row.verified_kg is None else row.verified_kg),
        (_("Document number"), row.number or "—"),
        (_("Verified by"), row.verified_name or "—"),
        (_("Remark"), row.remark),
    )
    return ProofStep(
        title=f"{row.project.code} {row.year}",
        statement=_("the record as it stands now"),
        columns=(_("Field"), _("Entered")),
        rows=[Row(fact) for fact in facts],
        note=_("This record is simulated.") if row.simulated else "",
    )


def _declare(pollutant: str, name: str, word: str) -> Measure:
    return add(
        Measure(
            code=f"reduction_{pollutant}",
            name=gettext_lazy(name),
            unit="t",
            decimals=3,
            matches=(rf"{word}重点工程减排量",),
            compute=_of(pollutant),
            prove=_prove(pollutant),
            over="records",
            parts_in="t",
            numerator=gettext_lazy("verified reductions of the plan's works since its first year"),
            members=gettext_lazy("every work and year with a claim"),
            sources=gettext_lazy(
                "claims of the works' owners, verified by another person with a document number"
            ),
            validity=gettext_lazy("a claim that nobody else has verified counts nothing"),
            method=METHOD,
            period="plan",
            empty=gettext_lazy(
                "No work has claimed a reduction yet: the works' owners claim, 生态环境分局 verifies."
            ),
        )
    )


REDUCTIONS = [
    _declare("nox", gettext_noop("Nitrogen oxides less by works"), "氮氧化物"),
    _declare("voc", gettext_noop("Volatile organic compounds less by works"), "挥发性有机物"),
    _declare("cod", gettext_noop("Chemical oxygen demand less by works"), "化学需氧量"),
    _declare("nh3n", gettext_noop("Ammonia nitrogen less by works"), "氨氮"),
]
