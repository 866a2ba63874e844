"""The fund ledger by year as bars that the server writes: planned, allocated, paid."""

from dataclasses import dataclass

from huanzhi.plan.works.money import Sums


@dataclass(frozen=True)
class Bars:
    """A row of the drawing: widths in per cent of the longest bar."""

    label: str
    sums: Sums
    planned: float
    allocated: float
    paid: float


def bars(rows: list[tuple[str, Sums]]) -> list[Bars]:
    """Rows on one scale that starts at nought."""
    longest = (
        max((amount or 0 for _label, s in rows for amount in (s.planned, s.allocated, s.paid)), default=0)
        or 1
    )

    def width(amount: int | None) -> float:
        return round(100 * (amount or 0) / longest, 2)

    return [Bars(label, s, width(s.planned), width(s.allocated), width(s.paid)) for label, s in rows]
