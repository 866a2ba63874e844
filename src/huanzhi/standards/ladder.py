"""A ladder of limits: the classes of an item, best first. What GB 3838 and GB/T 14848 have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

from huanzhi.science.decimals import parse_scaled

from .library import Limit


@dataclass(frozen=True)
class Ladder:
    """The limits of an item, the best class first; `rising` limits are upper bounds."""

    item: str
    unit: str
    rising: bool
    limits: tuple[int, ...]
    texts: tuple[str, ...]
    clause: str
    grade: str

    def place(self, value: int) -> int:
        """The class from 1 on; one more than there are limits for what is worse. A value on a limit keeps it."""
        for number, limit in enumerate(self.limits, 1):
            if (value <= limit) if self.rising else (value >= limit):
                return number
        return len(self.limits) + 1

    def times_over(self, value: int, number: int) -> int | None:
        """How many times over the limit of a class, in hundredths (half to even); None when it is kept."""
        limit = self.limits[number - 1]
        if not self.rising or value <= limit:
            return None
        over, rest = divmod((value - limit) * 100, limit)
        return over + (2 * rest > limit or (2 * rest == limit and over % 2))


def ladder(limits: Sequence[Limit], classes: Sequence[str], places: int) -> Ladder:
    """The ladder of one item's limits, in whole 10^-places of its unit."""
    by_class = {limit.category: limit for limit in limits}
    first = by_class[classes[0]]
    texts = tuple(by_class[name].text for name in classes)
    scaled = tuple(parse_scaled(text, places) for text in texts)
    return Ladder(first.item, first.unit, first.sense == "<=", scaled, texts, first.clause, first.grade)
