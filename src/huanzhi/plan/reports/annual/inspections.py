"""七、督察整改: rounds of inspection, their items and letters, closed by number."""

from typing import Any

from django.utils.translation import gettext as _

from huanzhi.plan.rectification.queries import Part, Progress, progress
from huanzhi.plan.reports.annual.told import DASH, WHOLE, Told, count
from huanzhi.plan.reports.blocks import Block, heading, note, paragraph, table, text

PAGE = "/desk/rectification/"


def blocks(told: Told) -> list[Block]:
    """A table of the rounds, and what of them is not known."""
    found = [heading(_("Rectification of inspections"))]
    rows = progress(WHOLE)
    if not rows:
        return [*found, paragraph(_("No round of inspection is on record."))]
    head = [_("Inspection"), _("Items"), _("of them closed"), _("Letters"), _("of them closed")]
    cells = [
        [row.round.name, *_pair(row.items, row, "items"), *_pair(row.letters, row, "letters")] for row in rows
    ]
    found.append(table(_("Rounds of inspection"), head, cells, [40, 15, 15, 15, 15]))
    for row in rows:
        if row.lacks:
            who = row.lacks[0].who.name if row.lacks[0].who else _("nobody named")
            what = "；".join(str(lack.what) for lack in row.lacks)
            words = {"round": row.round.name, "what": what, "who": who}
            found.append(note(_("%(round)s: not known: %(what)s; must say: %(who)s.") % words))
    return found


def _pair(part: Part, row: Progress, name: str) -> list[Any]:
    def cell(value: int | None, key: str, words: str) -> Any:
        if value is None:
            return DASH
        return text(
            count(
                value,
                "",
                f"{PAGE}#{row.round.code}",
                f"{name}-{row.round.code}-{key}",
                f"{row.round.name}：{words}",
            )
        )

    words = _("Items") if name == "items" else _("Letters")
    return [cell(part.total, "all", words), cell(part.closed, "closed", f"{words}、{_('of them closed')}")]
