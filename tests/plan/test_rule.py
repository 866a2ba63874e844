"""An indicator off track opens a case of the department that answers: in one transaction, once an episode."""

from datetime import date, timedelta

import pytest

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.measures.computation import Computation, Day
from huanzhi.measures.measure import _MEASURES, Measure, add
from huanzhi.measures.models import Figure
from huanzhi.people.actions import save_organisation
from huanzhi.plan import rules
from huanzhi.plan.models import Document, Indicator
from huanzhi.plan.rules import judge_indicator
from huanzhi.work.models import Case

pytestmark = pytest.mark.django_db
ME = SYSTEM("test")


@pytest.fixture
def counted():
    """A measure whose counted days the test decides."""
    days: list[int] = []

    def compute(year: int, as_of: date) -> Computation:
        first = date(year, 1, 1)
        return Computation(
            "count", tuple(Day(first + timedelta(days=n), 1000 * hit) for n, hit in enumerate(days))
        )

    add(Measure("test_count", "test", "d", 0, (), compute, lambda figure, path: None))  # type: ignore[arg-type, return-value]
    yield days
    del _MEASURES["test_count"]


@pytest.fixture
def indicator(db):
    document = Document.objects.create(
        title="规划", first_year=2021, last_year=2025, source="x", sha256="x", imported_at="2026-01-01T00:00Z"
    )
    body = save_organisation(ME, "EPB", {"name": "生态环境分局"})
    made = Indicator.objects.create(
        document=document,
        no=3,
        category="x",
        name="天数",
        target="5",
        comparator="<=",
        value=5,
        measure="test_count",
    )
    made.owners.add(body)
    return Indicator.objects.get(pk=made.pk)


def judge(indicator, days, counted, year=2025):
    counted[:] = days
    return judge_indicator(ME, indicator, year, date(year, 1, 1) + timedelta(days=len(days) - 1))


def test_on_track_opens_nothing(indicator, counted):
    figure, case = judge(indicator, [1] * 3 + [0] * 40, counted)
    assert figure.status == "on_track"
    assert case is None


def test_off_track_opens_one_case_and_keeps_it_while_it_lasts(indicator, counted):
    _, case = judge(indicator, [1] * 6, counted)
    assert (case.organisation.code, case.subject, case.state) == ("EPB", "indicator:3", "assigned")
    _, same = judge(indicator, [1] * 6 + [0], counted)
    _, still = judge(indicator, [1] * 7 + [0], counted)
    assert case == same == still
    assert Case.objects.count() == 1


def test_the_same_inputs_keep_the_same_figure(indicator, counted):
    first, _ = judge(indicator, [1, 0, 1], counted)
    second, _ = judge(indicator, [1, 0, 1], counted)
    assert first == second
    assert Figure.objects.count() == 1


def test_a_second_fall_is_a_second_episode(indicator, counted):
    _, case = judge(indicator, [1] * 6, counted)
    figure, none = judge(indicator, [1] * 4 + [0] * 3, counted)  # a correction took two of them back
    assert (figure.status, none) == ("on_track", None)
    _, other = judge(indicator, [1] * 6 + [0] * 3, counted)
    assert other.number != case.number


def test_figure_and_case_stand_or_fall_together(indicator, counted, monkeypatch):
    def fault(*args, **kwargs):
        raise OSError("no case")

    monkeypatch.setattr(rules, "open_case", fault)
    with pytest.raises(OSError, match="no case"):
        judge(indicator, [1] * 6, counted)
    assert not Figure.objects.exists()


def test_nobody_in_charge_opens_nobodys_case(indicator, counted):
    indicator.owners.clear()
    figure, case = judge(indicator, [1] * 6, counted)
    assert (figure.status, case) == ("off_track", None)
