"""The newest readings of many series, in one query."""

from datetime import UTC, datetime

import pytest

from huanzhi.monitoring.latest import Newest, latest_of
from huanzhi.monitoring.models import Latest

pytestmark = pytest.mark.django_db
TIME = datetime(2026, 5, 3, 2, 0, 0, 123457, tzinfo=UTC)


def test_they_come_by_point_and_factor(django_assert_num_queries):
    for point in ("P1", "P2", "P3"):
        for factor in ("a", "b"):
            for statistic in ("real", "hour"):
                Latest.objects.create(
                    point=point, factor=factor, statistic=statistic, time=TIME, received=TIME, flag="N", row=7,
                    value_e3=None if factor == "b" else len(statistic),
                )  # fmt: skip
    with django_assert_num_queries(1):
        found = latest_of(["P1", "P3", "P9"])
    assert set(found) == {("P1", "a"), ("P1", "b"), ("P3", "a"), ("P3", "b")}
    assert found["P1", "a"] == Newest(TIME, 4, "N", TIME, 7, False)
    assert found["P3", "b"].value_e3 is None
    assert latest_of(["P1"], "real", ["a"]) == {("P1", "a"): found["P1", "a"]}
    assert latest_of([]) == {}
