"""A figure is what its listed parts give, in the code and in the database; a stated one names its document."""

import json
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM, Actor, NotAllowed
from huanzhi.measures.actions import Refused, enter_figure, refresh
from huanzhi.measures.computation import Computation, Part, plain
from huanzhi.measures.models import Figure

ME = SYSTEM("test")
DAY = date(2025, 12, 31)
VALUES = st.lists(st.one_of(st.none(), st.integers(-(10**7), 10**7)), max_size=40)


@given(VALUES, st.integers(0, 3))
def test_numerator_and_denominator_of_the_listed_parts_give_the_figure(values, decimals):
    found = Computation("mean", tuple(Part(f"{n:03}", value) for n, value in enumerate(values)))
    valid = [row[1] for row in plain(found.parts) if row[1] is not None]
    assert (found.numerator, found.denominator) == (sum(valid), len(valid))
    if not valid:
        assert found.value_e3(decimals) is None
        return
    place = Decimal(1).scaleb(-decimals)
    mean = (Decimal(sum(valid)) / len(valid) / 1000).quantize(place, ROUND_HALF_EVEN)
    # a quotient that Decimal's 28 digits cannot hold exactly is no tie, so both round the same way
    assert Decimal(found.value_e3(decimals)) / 1000 == mean


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["mean", "share", "count"])
def test_the_database_agrees_with_the_code_on_every_sum(kind, db):
    """The function of the database and the code's rounding over the same parts, ties included."""
    rows = [
        [0],
        [1000],
        [1000, 0, 0],
        [1000, 1000, 0, None],
        [500, 1500, 2500],
        [None],
        [-25, -35],
        [25],
        [35],
        [34_500],
    ]
    for values in rows:
        for decimals in (0, 1, 2, 3):
            found = Computation(kind, tuple(Part(str(n), value) for n, value in enumerate(values)))
            series = plain(found.parts)
            with connection.cursor() as cursor:
                for shift, agrees in ((0, True), (10 ** (3 - decimals), False)):
                    value = found.value_e3(decimals)
                    said = shift if value is None else value + shift
                    wanted = None if value is None and agrees else said
                    cursor.execute(
                        "SELECT measures_adds_up(%s::jsonb, %s, %s, %s, %s, %s)",
                        [
                            json.dumps(series),
                            kind,
                            found.numerator,
                            found.denominator,
                            decimals,
                            wanted,
                        ],
                    )
                    assert cursor.fetchone()[0] is agrees, (values, decimals, wanted)


@pytest.fixture
def figure(db, decided):
    return refresh(ME, "decided", 2025, DAY, "<=", 30_000, 2025)


def test_a_figure_by_hand(figure):
    # days: (10+30)/2 = 20, (20+40)/2 = 30, 50 alone; (20+30+50)/3 = 33.333... -> 33.3
    assert [row[1] for row in figure.series] == [20_000, 30_000, 50_000]
    assert (figure.numerator, figure.denominator, figure.value) == (100_000, 3, Decimal("33.3"))
    assert (figure.points, figure.set_version, figure.editions) == (["A", "B"], "s v1", ["E"])


@pytest.mark.parametrize("change", ["value_e3 = 29000", "numerator = 90000", "status = 'on_track'"])
def test_a_figure_on_record_cannot_be_changed(figure, change):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE measures_figure SET {change} WHERE id = {figure.pk}")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        figure.delete()


@pytest.mark.parametrize(
    ("field", "value", "constraint"),
    [
        ("value_e3", 29_000, "computed_value_adds_up"),
        ("numerator", 87_000, "computed_value_adds_up"),
        ("denominator", 4, "computed_value_adds_up"),
        ("manual", True, "stated_"),
        ("document", "1号", "stated_with_its_document"),
        ("measure", "stated_x", "stated_only_where_declared"),
    ],
)
def test_a_typed_value_is_refused_by_the_database(figure, field, value, constraint):
    copy = Figure.objects.get(pk=figure.pk)
    copy.pk = None
    setattr(copy, field, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        copy.save(force_insert=True)


def test_a_computed_measure_takes_no_entry(figure):
    with pytest.raises(Refused, match="computed from records"):
        enter_figure(ME, "decided", 2025, Decimal(20), "1号", "局", DAY)


def test_a_stated_measure_computes_nothing(db, stated):
    with pytest.raises(Refused, match="stated by documents"):
        refresh(ME, stated.code, 2025, DAY, ">=", 5770, 2025)


def test_a_stated_figure_keeps_its_document_and_its_status(db, stated):
    made = enter_figure(
        ME, stated.code, 2025, Decimal("5.80"), "林发〔2026〕1号", "区林业局", date(2026, 1, 20),
        comparator=">=", target_e3=5770, due=2025,
    )  # fmt: skip
    assert (made.value, made.manual, made.document, made.issuer) == (
        Decimal("5.80"),
        True,
        "林发〔2026〕1号",
        "区林业局",
    )
    assert (made.status, made.as_of) == ("on_track", DAY)
    entry = Entry.objects.order_by("-seq")[0]
    assert (entry.verb, entry.after["document"]) == ("measures.enter-figure", "林发〔2026〕1号")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"document": " "}, "document missing"),
        ({"issuer": ""}, "issuer missing"),
        ({"document_date": date(2024, 12, 31)}, "cannot state 2025"),
        ({"value": Decimal("5.777")}, "more than 2 decimals"),
    ],
)
def test_a_stated_figure_without_its_ground_is_refused(db, stated, change, words):
    said = {"value": Decimal("5.77"), "document": "1号", "issuer": "局", "document_date": DAY} | change
    with pytest.raises(Refused, match=words):
        enter_figure(ME, stated.code, 2025, **said)
    assert not Figure.objects.filter(measure=stated.code).exists()


def test_nobody_without_the_verb_enters_a_figure(db, stated):
    with pytest.raises(NotAllowed):
        enter_figure(Actor("x", "liaison"), stated.code, 2025, Decimal(5), "1号", "局", DAY)
