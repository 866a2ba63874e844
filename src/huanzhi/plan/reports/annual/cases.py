"""六、问题处置与五率: cases of the year, the five rates, kinds."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huanzhi.measures.words import number as in_decimals
from huanzhi.plan.reports.annual.told import DASH, Told, count
from huanzhi.plan.reports.blocks import (
    Block,
    bar_chart,
    filled,
    heading,
    note,
    number,
    paragraph,
    table,
    text,
)
from huanzhi.work.kinds import named
from huanzhi.work.models import Case
from huanzhi.work.rates import RATES, grouped, rates

WORDS = {
    "dispatch": gettext_lazy("Handed out in time"),
    "acceptance": gettext_lazy("Taken up in time"),
    "handling": gettext_lazy("Handled in time"),
    "closure": gettext_lazy("Closed"),
    "re-check": gettext_lazy("Passed the re-check"),
}


def blocks(told: Told) -> list[Block]:
    """How many, how well."""
    page = f"/desk/rates/?from={told.year}-01-01&until={told.year}-12-31"
    found = [heading(_("Cases and the five rates"))]
    if not told.cases:
        return [*found, paragraph(_("No case was opened in the year."))]
    closed = rates(told.cases)["closure"].fulfilled
    found.append(
        paragraph(
            *filled(
                _("{all} cases were opened in the year; {closed} of them are closed."),
                all=count(len(told.cases), "", page, "cases", _("cases opened")),
                closed=count(closed, "", page, "cases-closed", _("cases closed")),
            )
        )
    )
    head = [_("Rate"), _("Fulfilled"), _("Counted"), _("Share")]
    found.append(table(_("The five rates"), head, _rates(told, page), [40, 20, 20, 20]))
    found.append(note(_("A rate is fulfilled of decided; what is not done and not late yet is in neither.")))
    by_kind = sorted(grouped(told.cases, "kind").items(), key=lambda pair: -len(pair[1]))
    rows = [
        [named(kind), text(count(len(held), "", f"/desk/cases/?kind={kind}", f"cases-{kind}", named(kind)))]
        for kind, held in by_kind
    ]
    found.append(table(_("Cases by kind"), [_("Kind"), _("Cases")], rows, [60, 40]))
    return [*found, _by_month(told)]


def _rates(told: Told, page: str) -> list[list[Any]]:
    found = rates(told.cases)
    rows = []
    for name in RATES:
        rate, words = found[name], str(WORDS[name])
        share: Any = DASH
        if rate.share_e3 is not None:
            share = number(in_decimals(100 * rate.share_e3, 1), "%", page, f"rate-{name}", words)
        done = count(rate.fulfilled, "", page, f"rate-{name}-done", f"{words}：{_('Fulfilled')}")
        decided = count(rate.decided, "", page, f"rate-{name}-decided", f"{words}：{_('Decided')}")
        rows.append([words, text(done), text(decided), text(share)])
    return rows


def _by_month(told: Told) -> Block:
    """Opened and closed by month."""
    keys = [tale.pk for tale in told.cases]
    dates = Case.objects.filter(pk__in=keys).values_list("opened_at", "closed_at")
    opened = Counter(_month(start) for start, _end in dates)
    closed = Counter(_month(end) for _start, end in dates if end is not None and end < told.end)
    last = min(12, max(opened, default=12)) if told.day.year == told.year else 12
    months = [f"{told.year}-{month:02}" for month in range(1, last + 1)]
    series = [
        (_("cases opened"), [float(opened[no]) for no in range(1, last + 1)]),
        (_("cases closed"), [float(closed[no]) for no in range(1, last + 1)]),
    ]
    return bar_chart(_("Cases by month"), _("number of cases"), [month[5:] for month in months], series)  # type: ignore[arg-type]


def _month(at: datetime) -> int:
    from huanzhi.science.shanghai import OFFSET

    return at.astimezone(OFFSET).month
