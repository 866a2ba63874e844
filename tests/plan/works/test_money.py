"""Money: sums and ratios checked by hand, what may not be, who sees it, a spreadsheet."""

from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from huanzhi.kit.actions import Unsound, import_records
from huanzhi.kit.register import find
from huanzhi.kit.spreadsheets import rows_of
from huanzhi.ledger.verbs import NotAllowed
from huanzhi.plan.actions.works_money import record_fund
from huanzhi.plan.models import FundLine
from huanzhi.plan.works.queries import money


@pytest.fixture
def funded(small):
    actor = small.actor("fang")
    river = small.works["乙河清淤"]
    for work, source, year, planned, allocated, paid in (
        (small.plant, "central", 2022, 10_000_000, 8_000_000, 6_000_000),
        (small.plant, "central", 2022, None, 1_000_000, None),
        (small.plant, "district", 2023, 5_000_000, 3_000_000, 0),
        (river, "special-bond", 2023, 4_000_000, None, None),
    ):
        amounts = {"planned_yuan": planned, "allocated_yuan": allocated, "paid_yuan": paid}
        record_fund(actor, work, source, year, number="朝财〔2022〕7号", **amounts)
    return small


def test_sums_and_ratios(funded):
    found = money(funded.document)
    total = found.total
    assert (total.planned, total.allocated, total.paid) == (19_000_000, 12_000_000, 6_000_000)
    assert (total.lines, total.unstated) == (4, 2)
    assert total.ratio == Fraction(1, 2)
    assert list(found.by_source) == ["central", "district", "special-bond"]
    assert found.by_source["central"].ratio == Fraction(6, 9)
    assert found.by_source["district"].ratio == 0
    assert found.by_source["special-bond"].ratio is None, "nothing allocated: it cannot be computed"
    assert {year: sums.planned for year, sums in found.by_year.items()} == {2022: 10_000_000, 2023: 9_000_000}
    assert found.by_project[funded.plant].allocated == 12_000_000
    year = money(funded.document, 2023)
    assert (year.total.lines, year.total.ratio) == (2, 0)
    bond = found.by_source["special-bond"]
    assert (bond.planned, bond.allocated, bond.paid) == (4_000_000, None, None), "not stated is not nought"
    assert money(funded.document, 2021).total.ratio is None


def test_two_allotments_of_a_source_in_a_year_are_two_lines(funded):
    codes = FundLine.objects.filter(source="central").order_by("code").values_list("code", flat=True)
    assert list(codes) == [f"{funded.plant.key}-2022-central-{n}" for n in (1, 2)]


@pytest.mark.parametrize(
    ("amounts", "number", "field"),
    [
        ({"allocated_yuan": 5}, "", "number"),
        ({"allocated_yuan": 5, "paid_yuan": 6}, "1号", "paid_yuan"),
        ({"paid_yuan": 6}, "1号", "paid_yuan"),
        ({"planned_yuan": -1}, "", "planned_yuan"),
        ({}, "1号", "planned_yuan"),
    ],
)
def test_what_does_not_hold_is_named(small, amounts, number, field):
    with pytest.raises(Unsound) as told:
        record_fund(small.actor("fang"), small.plant, "central", 2022, number=number, **amounts)
    assert field in told.value.errors
    assert not FundLine.objects.exists()


def test_the_database_refuses_more_paid_than_allocated(funded):
    line = FundLine.objects.filter(allocated_yuan=3_000_000)
    with pytest.raises(IntegrityError, match="fund_paid_within_allocated"), transaction.atomic():
        line.update(paid_yuan=3_000_001)


def test_a_department_sees_its_own_and_may_not_write(funded):
    seen = FundLine.objects.visible_to
    assert seen(funded.users["wei"]).count() == 4
    assert seen(funded.users["lin"]).count() == 0
    assert seen(funded.users["zhang"]).count() == 4
    with pytest.raises(NotAllowed):
        record_fund(funded.actor("wei"), funded.plant, "central", 2022, planned_yuan=1)


def test_a_spreadsheet_of_fund_lines(small):
    text = (
        "head\n"
        f"A1,中央水污染防治资金,{small.plant.key},中央专项资金,2023,900,800,400,吉财〔2023〕1号\n"
        f"A2,区级配套,{small.plant.key},district,2023,100,,,\n"
        f"A3,错,9-W99,月亮,2023,1,1,2,\n"
    )
    head = [str(FundLine._meta.get_field(name).verbose_name) for name in find("fundline").form_fields]
    text = text.replace("head", ",".join(head), 1)
    content = text.encode()
    intake = import_records(
        small.actor("fang"), find("fundline"), rows_of(content, "f.csv"), "f.csv", content
    )
    assert (intake.rows_taken, intake.rows_refused) == (2, 1)
    assert {row.field for row in intake.refused.all()} >= {"project", "source"}
    found = money(small.document)
    assert found.by_source["central"].ratio == Fraction(1, 2)
    assert (found.total.planned, found.total.unstated) == (1000, 1)
