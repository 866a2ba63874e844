"""按期办结率: of the cases that fell due, those closed in time; from the cases' own dates."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huanzhi.measures.computation import Computation, Part
from huanzhi.measures.measure import Measure, add
from huanzhi.measures.models import Figure
from huanzhi.measures.proof import ProofStep, Row
from huanzhi.science.shanghai import OFFSET
from huanzhi.work.models import Case


def _compute(year: int, as_of: date) -> Computation:
    """Cases whose deadline ran out from the first of January up to that day; one counts when it was closed by then."""
    start = datetime.combine(date(year, 1, 1), time(), OFFSET)
    end = datetime.combine(min(as_of, date(year, 12, 31)) + timedelta(days=1), time(), OFFSET)
    due = Case.objects.filter(due_at__gt=start, due_at__lte=end, merged_into=None).order_by("number")
    parts, simulated = [], False
    for case in due.only("number", "due_at", "closed_at", "simulated").iterator():
        simulated = simulated or case.simulated
        in_time = case.closed_at is not None and case.closed_at <= case.due_at
        day = "" if case.closed_at is None or case.closed_at > end else timezone.localdate(case.closed_at)
        parts.append(Part(case.number, 1000 * in_time, name=f"{case.due_on}/{day}"))
    return Computation("share", tuple(parts), over="cases", simulated=simulated)


def prove(figure: Figure, path: tuple[str, ...]) -> ProofStep:
    """One step: every case that fell due, with its days. What a case is about stays on its own page."""
    if path:
        raise LookupError(f"no such step: {'/'.join(path)}")
    rows = []
    for number, value, _aqi in figure.series:
        by, _slash, closed = figure.label(number)[0].partition("/")
        rows.append(
            Row((number, by, closed or _("still open"), _("counts") if value else _("does not count")))
        )
    closed_in_time, due = figure.numerator // 1000, figure.denominator
    return ProofStep(
        title=_("The figure"),
        statement=f"{figure.value if figure.value is not None else '—'} {figure.unit}",
        formula=_("closed in time ÷ fallen due × 100: %(closed)s ÷ %(due)s × 100")
        % {"closed": closed_in_time, "due": due},
        columns=(_("Case number"), _("Due"), _("Closed on"), _("In time")),
        rows=rows,
        provenance=_("cases of the work desk, up to %(day)s") % {"day": figure.as_of},
    )


ON_TIME = add(
    Measure(
        code="case_on_time_share",
        name=gettext_lazy("Cases closed in time"),
        unit="%",
        decimals=1,
        matches=(r"案件.*按期办结率", r"问题.*按期(办结|整改)率"),
        compute=_compute,
        prove=prove,
        over="cases",
        numerator=gettext_lazy("cases closed by the day they were due"),
        denominator=gettext_lazy("cases that fell due from the first of January on"),
        members=gettext_lazy(
            "every case whose due date lies in the period, joined ones with their main case"
        ),
        sources=gettext_lazy("dates of the cases: due, closed"),
        validity=gettext_lazy("at least one case must have fallen due"),
    )
)
