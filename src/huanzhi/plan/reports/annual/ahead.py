"""八、尚不能核算的事项, 九、下一年: what nobody could compute and who must say it; what comes next."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from huanzhi.measures.models import Status
from huanzhi.plan.models import Target
from huanzhi.plan.queries import open_questions
from huanzhi.plan.reports.annual.told import DASH, WHOLE, Told, count
from huanzhi.plan.reports.blocks import Block, filled, heading, paragraph, table, text
from huanzhi.plan.words import LACKS
from huanzhi.plan.works.queries import lacks, works_of


def blocks(told: Told) -> list[Block]:
    """Both parts."""
    return [*_unknown(told), *_next(told)]


def _unknown(told: Told) -> list[Block]:
    found = [heading(_("What cannot be computed, and who must say"))]
    rows = [
        [str(row.indicator.no), row.indicator.name, str(LACKS.get(row.lacks, DASH)), _who(row.indicator)]
        for row in told.standings[told.year]
        if row.status == Status.CANNOT
    ]
    if rows:
        head = [_("No."), _("Indicator"), _("What is missing"), _("Who must say")]
        found.append(table(_("Indicators without a figure"), head, rows, [8, 28, 40, 24]))
    missing: Counter[tuple[str, str]] = Counter()
    for work in works_of(told.document, WHOLE):
        missing.update(
            (lack.who.name if lack.who else _("nobody named"), str(lack.words)) for lack in lacks(work)
        )
    if missing:
        found.append(_works(missing))
    questions = open_questions(told.document).count()
    asked = count(questions, "", "/desk/questions/", "questions", _("open questions"))
    found.append(paragraph(*filled(_("The text of the plan leaves {n} questions open."), n=asked)))
    return found


def _who(indicator: Any) -> str:
    return "、".join(owner.name for owner in indicator.owners.all()) or _("nobody named")


def _works(missing: Counter[tuple[str, str]]) -> Block:
    whats = sorted({what for _who_, what in missing})
    rows = []
    sums: Counter[str] = Counter()
    for (who, _what), n in missing.items():
        sums[who] += n
    for who, _n in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])):
        cells: list[Any] = [DASH if not missing[who, what] else _cell(who, what, missing) for what in whats]
        rows.append([who, *cells])
    return table(
        _("Works of which something is missing"), [_("Who must say"), *whats], rows, [40, *[15] * len(whats)]
    )


def _cell(who: str, what: str, missing: Counter[tuple[str, str]]) -> Any:
    return text(count(missing[who, what], "", "/desk/works/", f"lack-{who}-{what}", f"{who}：{what}"))


def _next(told: Told) -> list[Block]:
    """What the plan asks for in the next year, and what this one leaves behind."""
    year = told.year + 1
    found = [heading(_("The next year"))]
    stones = list(told.document.milestones.filter(year=year))
    targets = list(
        Target.objects.filter(task__document=told.document, year=year)
        .select_related("task")
        .order_by("task__code", "pk")
    )
    if not stones and not targets:
        found.append(paragraph(_("The plan names no date in %(year)s.") % {"year": year}))
    found += [paragraph(f"{stone.text}") for stone in stones]
    found += [paragraph(f"{target.task.code}　{target.task.title}：{target.text}") for target in targets]
    behind = [row.indicator.name for row in told.standings[told.year] if row.status == Status.OFF_TRACK]
    if behind:
        found.append(paragraph(_("To be caught up: %(names)s.") % {"names": "、".join(behind)}))
    return found
