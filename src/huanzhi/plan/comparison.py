"""规划对照 Indicators across plans: what means the same in one row, with each plan's target and newest figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from huanzhi.measures.measure import find_by_name
from huanzhi.measures.models import Figure
from huanzhi.measures.queries import newest
from huanzhi.plan.models import Document, Indicator
from huanzhi.plan.queries import beside, chosen
from huanzhi.plan.running import home


@dataclass(frozen=True)
class Cell:
    """An indicator of a plan, its newest figure within the plan's years, and whether its unit is another's."""

    indicator: Indicator
    figure: Figure | None
    other_unit: bool


@dataclass(frozen=True)
class Row:
    """What means the same in each plan, in the plans' order; None where a plan has no such indicator."""

    name: str
    cells: list[Cell | None]

    @property
    def shared(self) -> bool:
        """Whether more than one plan has it."""
        return sum(cell is not None for cell in self.cells) > 1


def compare(documents: Sequence[Document], all_plans: Sequence[Document]) -> list[Row]:
    """The indicators of these plans; what several have comes first, each in the order of the first that has it.

    Two mean the same when they are the same measure, else when they have the same name. A plan of another district has
    no figure: what is measured here says nothing of it.
    """
    place = home(all_plans)
    rows = (
        Indicator.objects.filter(document__in=documents).select_related("document").order_by("document", "no")
    )
    by_key: dict[str, dict[int, Indicator]] = {}
    for item in rows:
        by_key.setdefault(_key(item), {}).setdefault(item.document_id, item)
    codes = {code for item in rows for code in (item.measure, beside(item.measure)) if code}
    figures = newest(codes)
    found = []
    for items in by_key.values():
        first = next(items[document.pk] for document in documents if document.pk in items)
        cells = [_cell(items.get(document.pk), first, figures, place) for document in documents]
        found.append(Row(first.name, cells))
    return sorted(found, key=lambda row: not row.shared)


def _key(item: Indicator) -> str:
    measure = item.measure or getattr(find_by_name(item.name), "code", "")
    return f"measure:{measure}" if measure else f"name:{item.name}"


def _cell(
    item: Indicator | None, first: Indicator, figures: dict[tuple[str, int], Figure], place: str
) -> Cell | None:
    if item is None:
        return None
    plan = item.document
    figure = None
    if item.measure and plan.district in (place, ""):
        for year in range(plan.last_year, plan.first_year - 1, -1):
            figure = chosen(figures.get((item.measure, year)), figures.get((beside(item.measure), year)))
            if figure is not None and figure.value_e3 is not None:
                break
    return Cell(item, figure, item.unit != first.unit)
