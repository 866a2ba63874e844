"""Figures over a register's records: which take part, what each adds above and below the line, and the proof."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from huanzhi.kit.register import Record, find
from huanzhi.measures.computation import Computation, Kind, Part
from huanzhi.measures.models import Figure
from huanzhi.measures.proof import ProofStep, Row
from huanzhi.science.decimals import format_scaled

Prove = Callable[[Figure, tuple[str, ...]], ProofStep]


@dataclass(frozen=True)
class Tally:
    """What a record adds: thousandths above the line (None: cannot be said) and below it; why, as a message id."""

    above_e3: int | None
    below_e3: int
    why: str = ""


def held_on(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """The records that hold on a day."""
    since = Q(valid_from=None) | Q(valid_from__lte=day)
    return rows.filter(since, Q(valid_until=None) | Q(valid_until__gte=day)).order_by("code")


def over_records(
    register: str,
    kind: Kind,
    rows: Callable[[int, date], Iterable[Record]],
    tally: Callable[[Any, int, date], Tally],
    editions: tuple[str, ...] = (),
) -> Callable[[int, date], Computation]:
    """The computation of a year up to a day; `rows` are the records that take part, `tally` what one adds."""

    def compute(year: int, as_of: date) -> Computation:
        day = min(as_of, date(year, 12, 31))
        parts, simulated = [], False
        for row in rows(year, day):
            said = tally(row, year, day)
            simulated = simulated or row.simulated
            weight = None if kind in ("count", "share") else said.below_e3
            parts.append(Part(row.code, said.above_e3, weight, said.why, row.name))
        named = f"register {register}"
        return Computation(
            kind, tuple(parts), editions=editions, set_version=named, simulated=simulated, over="records"
        )

    return compute


def prove_records(register: str, formula: Any, parts_in: Any, clause: str) -> Prove:
    """Two steps: the records with what each adds, then one record's own fields as they stand now."""

    def prove(figure: Figure, path: tuple[str, ...]) -> ProofStep:
        if not path:
            return _all(figure, register, formula, parts_in, clause)
        model = find(register).model
        known = {key for key, _value, _weight in figure.series}
        record = model._default_manager.filter(code=path[0]).first() if path[0] in known else None
        if len(path) > 1 or record is None:
            raise LookupError(f"no such step: {'/'.join(path)}")
        return one_record(record)

    return prove


def _all(figure: Figure, register: str, formula: Any, parts_in: Any, clause: str) -> ProofStep:
    rows, weighed = [], figure.kind == "ratio"
    for key, value, weight in figure.series:
        name, why = figure.label(key)
        cells = [
            name,
            "—" if value is None else format_scaled(value if figure.kind != "share" else value // 1000),
        ]
        rows.append(
            Row((*cells, *([format_scaled(weight)] if weighed else []), _(why) if why else ""), link=key)
        )
    below = (_("Below the line (%(unit)s)") % {"unit": parts_in},) if weighed else ()
    return ProofStep(
        title=_("The figure"),
        statement=f"{figure.value if figure.value is not None else '—'} {figure.unit}",
        formula=_sum(figure, formula),
        clause=clause,
        columns=(_("Record"), _("Above the line (%(unit)s)") % {"unit": parts_in}, *below, _("Why")),
        rows=rows,
        note=_("Some of these records are simulated.") if figure.simulated else "",
        provenance=_("register %(register)s, up to %(day)s")
        % {"register": find(register).title, "day": figure.as_of},
    )


def _sum(figure: Figure, formula: Any) -> str:
    """The formula with the numbers put in."""
    if figure.kind == "count":
        return f"{formula}: {format_scaled(figure.numerator)}"
    share = figure.kind == "share"
    below = str(figure.denominator) if share else format_scaled(figure.denominator)
    return f"{formula}: {format_scaled(figure.numerator)} ÷ {below} × 100"


def one_record(record: Record) -> ProofStep:
    """A record's fields as they stand now; the figure keeps what they were."""
    register = find(str(record._meta.model_name))
    rows = [
        Row((record._meta.get_field(name).verbose_name, _said(record, name)))  # type: ignore[union-attr]
        for name in register.form_fields
    ]
    address = reverse("kit:record", args=[register.name, record.code])
    return ProofStep(
        title=record.name,
        statement=_("the record as it stands now"),
        columns=(_("Field"), _("Entered")),
        rows=rows,
        note=_("This record is simulated.") if record.simulated else "",
        provenance=f"{register.title} · {address}",
    )


def _said(record: Record, name: str) -> str:
    shown = getattr(record, f"get_{name}_display", None)
    value = shown() if shown else getattr(record, name)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)
