"""报告种类 Kinds of reports: what each is called, what it needs to be told, and who gathers it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.utils.translation import gettext_lazy as _

from huanzhi.plan.models import Document

Gather = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class ReportKind:
    """One kind. `needs`: which options beside the year it asks for; `may`: which it takes but can do without."""

    code: str
    name: Any
    gathered_by: str  # module:function
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()

    @property
    def gather(self) -> Gather:
        """`gather(document, year, *, issuer, to, number, day, …)` gives blocks.report; the rest by needs and may."""
        module, _colon, name = self.gathered_by.partition(":")
        return getattr(import_module(module), name)


KINDS = {
    kind.code: kind
    for kind in (
        ReportKind("annual-plan", _("Annual work plan"), "huanzhi.plan.year.report:gather_annual_plan"),
        ReportKind(
            "duty-list", _("Duty list"), "huanzhi.plan.year.report:gather_duty_list", may=("organisation",)
        ),
        ReportKind("bulletin", _("Bulletin of a round"), "huanzhi.plan.rounds.report:gather", may=("round",)),
        ReportKind(
            "minutes", _("Minutes of a coordination meeting"), "huanzhi.plan.coordination.report:gather",
            may=("meeting",),
        ),
        ReportKind("annual-report", _("Yearly report on implementation"), "huanzhi.plan.reports.annual:gather"),
        ReportKind(
            "mid-term", _("Mid-term evaluation report"), "huanzhi.plan.assessment.report:gather_mid_term",
            may=("assessment",),
        ),
        ReportKind(
            "final", _("Final assessment report"), "huanzhi.plan.assessment.report:gather_final", may=("assessment",)
        ),
    )
}  # fmt: skip


def find(code: str) -> ReportKind:
    """A kind by its code; LookupError that names those there are."""
    if code not in KINDS:
        raise LookupError(f"kind {code!r}: there are {', '.join(KINDS)}")
    return KINDS[code]


def issuer_of(document: Document) -> str:
    """The department that answers for most of the plan: who issues a report unless another is named."""
    from huanzhi.plan.queries import loads

    first = next(iter(loads(document)), None)
    return (first.organisation.full_name or first.organisation.name) if first else ""
