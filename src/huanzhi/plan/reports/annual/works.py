"""四、重大工程与资金: works by stage, money by source, and what nobody has said of them."""

from collections import Counter
from fractions import Fraction
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huanzhi.plan.models import Project
from huanzhi.plan.reports.annual.told import DASH, WHOLE, Told, count
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
from huanzhi.plan.works.lists import sources, stages
from huanzhi.plan.works.money import Sums
from huanzhi.plan.works.queries import lateness, stage_of, works_of

WAN = 10_000  # 万元


def blocks(told: Told) -> list[Block]:
    """Works, then money."""
    works = list(works_of(told.document, WHOLE))
    late = [work for work in works if lateness(work, told.day)]
    page = "/desk/works/"
    found = [
        heading(_("Works and money")),
        paragraph(
            *filled(
                _("The plan names {all} works; {late} are behind their dates."),
                all=count(len(works), "", page, "works", _("works of the plan")),
                late=count(len(late), "", f"{page}?late=on", "works-late", _("works behind their dates")),
            )
        ),
        table(_("Works by the stage they passed last"), [_("Stage"), _("Works")], _stages(works), [60, 40]),
    ]
    return found + _late(late, told) + _money(told)


def _stages(works: list[Project]) -> list[list[Any]]:
    held = Counter(stage.code if (stage := stage_of(work)) else "" for work in works)
    rows = [("", _("before the first stage")), *((code, stage.words) for code, stage in stages().items())]
    return [
        [words, text(count(held[code], "", f"/desk/works/?stage={code}", f"stage-{code or 'none'}", words))]
        for code, words in rows
        if held[code]
    ]


def _late(works: list[Project], told: Told) -> list[Block]:
    found: list[Block] = []
    for work in works:
        late = lateness(work, told.day)
        assert late is not None
        days = count(late.days, "", f"/desk/works/{work.code}/", f"late-{work.code}", work.name)
        what = late.stage.words if late.stage else _("finish")
        said = _("{code} {work}: {what} was planned for {day}, {n} days ago.")
        day = date_format(late.planned_on, "DATE_FORMAT")
        found.append(paragraph(*filled(said, code=work.code, work=work.name, what=what, day=day, n=days)))
    return found


def _money(told: Told) -> list[Block]:
    held = told.money
    if not held.total.lines:
        return [
            note(
                _("No fund line of %(year)s is on record, so no paid ratio can be computed.")
                % {"year": told.year}
            )
        ]
    rows = [_line(told, sources()[code].words, code, sums) for code, sums in held.by_source.items()]
    rows.append(_line(told, _("All"), "all", held.total))
    head = [
        _("Source of money"),
        *(f"{words}（{_('10,000 yuan')}）" for words in (_("planned"), _("allocated"), _("paid"))),
    ]
    found = [
        table(
            _("Money of %(year)s by source") % {"year": told.year},
            [*head, _("Paid ratio")],
            rows,
            [30, 18, 18, 18, 16],
        )
    ]
    names = [sources()[code].words for code in held.by_source]
    parts = ((_("planned"), "planned"), (_("allocated"), "allocated"), (_("paid"), "paid"))
    series = [(words, [_wan(getattr(sums, key)) for sums in held.by_source.values()]) for words, key in parts]
    caption = _("Money of %(year)s") % {"year": told.year}
    if len(names) > 1:
        found.append(bar_chart(caption, _("10,000 yuan"), names, series))  # type: ignore[arg-type]
    if held.total.unstated:
        lines = count(
            held.total.unstated, "", _page(told), "unstated", _("fund lines with an amount left open")
        )
        said = _("{n} fund lines leave an amount open; it is not counted as nought.")
        found.append(note(*filled(said, n=lines)))
    return found


def _wan(yuan: int | None) -> float | None:
    return None if yuan is None else yuan / WAN


def _page(told: Told) -> str:
    return f"/desk/works/money/?of={told.year}"


def _line(told: Told, words: str, code: str, sums: Sums) -> list[Any]:
    cells: list[Any] = []
    for key, label in (("planned", _("planned")), ("allocated", _("allocated")), ("paid", _("paid"))):
        yuan, called = getattr(sums, key), f"{words}：{label}"
        if yuan is None:  # nobody has stated it, which is not nought
            cells.append(DASH)
            continue
        value = f"{yuan / WAN:.1f}"
        cells.append(text(number(value, _("10,000 yuan"), _page(told), f"money-{code}-{key}", called)))
    ratio: Fraction | None = sums.ratio
    share = DASH if ratio is None else number(
        f"{float(ratio) * 100:.1f}", "%", _page(told), f"money-{code}-ratio", f"{words}：{_('Paid ratio')}"
    )  # fmt: skip
    return [words, *cells, text(share)]
