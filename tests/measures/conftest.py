"""A measure whose parts the test decides."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from huanzhi.measures.computation import Computation, Day
from huanzhi.measures.measure import _MEASURES, Measure, add


@pytest.fixture
def decided():
    """`values` by member: the day is their mean; `spare` can stand in; `scrambled` is another order of parts."""
    held = SimpleNamespace(
        values={"A": [10_000, 20_000, None], "B": [30_000, 40_000, 50_000]}, scrambled=False
    )
    held.spare = {"C": [5_000, 5_000, 15_000]}

    def over(year, as_of, codes):
        days, known = [], held.spare | held.values
        for at in range(3):
            there = [known[code][at] for code in codes if known[code][at] is not None]
            value = sum(there) // len(there) if there else None
            days.append(Day(date(year, 1, 1) + timedelta(days=at), value))
        parts = tuple(reversed(days)) if held.scrambled else tuple(days)
        return Computation("mean", parts, points=tuple(sorted(codes)), set_version="s v1", editions=("E",))

    def compute(year, as_of):
        return over(year, as_of, sorted(held.values))

    measure = Measure("decided", "decided", "u", 1, (), compute, lambda figure, path: None, over_members=over)
    yield SimpleNamespace(measure=add(measure), held=held)
    del _MEASURES["decided"]


@pytest.fixture
def stated():
    """A measure whose figures come by document."""
    measure = Measure(
        "stated_test", "stated", "%", 2, (), lambda y, d: None, lambda f, p: None, over="document"
    )
    yield add(measure)
    del _MEASURES["stated_test"]
