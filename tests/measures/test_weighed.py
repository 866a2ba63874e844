"""Ratios with weights and falls: by hand, and held by the database itself."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.measures.test_figures import ME

from huanzhi.measures.actions import freeze, refresh
from huanzhi.measures.computation import Computation, Part, Weighed
from huanzhi.measures.content import broken
from huanzhi.measures.measure import _MEASURES, Measure, add
from huanzhi.measures.models import Figure
from huanzhi.measures.queries import since_frozen

END = date(2024, 12, 31)


@pytest.fixture
def weighed():
    """A measure whose kind and parts the test sets."""
    held = {"kind": "ratio", "parts": ()}

    def compute(year, as_of):
        return Computation(held["kind"], tuple(held["parts"]), set_version="r", over="records")

    yield held, add(Measure("weighed", "weighed", "%", 2, (), compute, lambda f, p: None, over="records"))
    del _MEASURES["weighed"]


CASES = [
    # kind, parts (key, value, weight), numerator, denominator, value
    ("ratio", [("a", 1_000, 3_000), ("b", 1_000, 3_000)], 2_000, 6_000, "33.33"),
    ("ratio", [("a", 1_000, 8_000), ("b", None, 9_000)], 1_000, 8_000, "12.50"),
    ("ratio", [("a", 0, 0)], 0, 0, None),
    ("fall", [("2020", 100, 10), ("2024", 90, 12)], 900, 1_200, "25.00"),
    ("fall", [("2024", 90, 12), ("2020", 100, 10)], 900, 1_200, "25.00"),
    ("fall", [("2020", 100, 10), ("2024", 121, 11)], 1_210, 1_100, "-10.00"),
    ("fall", [("2020", 100, 10), ("2024", None, 11)], 0, 0, None),
    ("fall", [("2020", 30_000, 7), ("2024", 29_999, 7)], 209_993, 210_000, "0.00"),
]


@pytest.mark.parametrize(("kind", "parts", "above", "below", "value"), CASES)
def test_by_hand_and_by_the_database(db, weighed, kind, parts, above, below, value):
    held, _measure = weighed
    held |= {"kind": kind, "parts": [Weighed(*part) for part in parts]}
    figure = refresh(ME, "weighed", 2024, END, ">=", 10_000, 2025)
    assert (figure.numerator, figure.denominator) == (above, below)
    assert figure.value == (None if value is None else Decimal(value))


@pytest.mark.parametrize("field", ["numerator", "denominator", "value_e3"])
@pytest.mark.parametrize("case", [CASES[0], CASES[3]])
def test_what_the_parts_do_not_give_is_refused(db, weighed, field, case):
    held, _measure = weighed
    held |= {"kind": case[0], "parts": [Weighed(*part) for part in case[1]]}
    figure = refresh(ME, "weighed", 2024, END, ">=", 10_000, 2025)
    figure.pk = None
    setattr(figure, field, getattr(figure, field) + 10)
    with pytest.raises(IntegrityError, match="computed_value_adds_up"), transaction.atomic():
        Figure.objects.bulk_create([figure])


def test_a_record_without_its_number_stops_the_figure(db, weighed):
    held, _measure = weighed
    held["parts"] = [Weighed("a", 500, 1_000), Weighed("b", None, 1_000, "unknown", "B")]
    figure = refresh(ME, "weighed", 2024, END, ">=", 10_000, 2025)
    assert (figure.status, figure.label("b")) == ("cannot_compute", ("B", "unknown"))


def test_a_count_of_tonnes_adds_up(db, weighed):
    held, _measure = weighed
    held |= {"kind": "count", "parts": [Part("a", 1_234_560), Part("b", 440)]}
    figure = refresh(ME, "weighed", 2024, END, ">=", 2_000_000, 2025)
    assert (figure.value, figure.status) == (Decimal("1235.00"), "at_risk")


def test_a_frozen_one_comes_out_again_and_a_changed_weight_is_seen(db, weighed):
    held, _measure = weighed
    held["parts"] = [Weighed("a", 500, 1_000), Weighed("b", 500, 2_000)]
    figure = refresh(ME, "weighed", 2024, END, ">=", 10_000, 2025)
    made = freeze(ME, figure, "report", 2025)
    assert broken(made.content, made.sha256) == ""
    assert not since_frozen(made)
    held["parts"] = [Weighed("a", 500, 1_000), Weighed("b", 500, 3_000)]
    change = since_frozen(made)
    assert [key for key, _was, _now in change.parts] == ["b"]
    assert change.value == (33_330, 25_000)
