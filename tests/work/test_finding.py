"""Episodes of monitoring become cases: once each, after the hours of their rule, and never silently not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.monitoring.models import Episode, Point
from huanzhi.work.actions.finding import open_episodes
from huanzhi.work.models import Case, RoutingRule

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def point():
    return Point.objects.create(code="P1", name="Outlet", medium="water", lon="125.15", lat="43.15")


@pytest.fixture
def rule(bodies):
    return RoutingRule.objects.create(code="R", name="R", organisation=bodies[0])


def episode(point, now, hours, end=None, **values):
    values = {"kind": "exceedance", "factor": "w01018", "rule": "r", "edition": "1", "numbers": {}} | values
    return Episode.objects.create(point=point, onset=now - hours * HOUR, end=end, evaluated_at=now, **values)


def test_once_when_it_has_lasted(point, rule, now):
    held = episode(point, now, 2, peak_e3=61_000)
    made = open_episodes(SYSTEM("t"), now)
    assert [case.kind for case in made] == ["exceedance"]
    assert made[0].finding["episode"] == held.pk
    assert made[0].finding["peak"] == "61"
    assert open_episodes(SYSTEM("t"), now + HOUR) == []


def test_too_short_at_rest_or_too_long_ago(point, rule, now):
    episode(point, now, 0.5)
    episode(point, now, 3, end=now - 2.5 * HOUR)
    episode(point, now, 5, suppressed="maintenance")
    episode(point, now, 24 * 9)
    episode(point, now, 3, kind="offline", factor="")
    assert open_episodes(SYSTEM("t"), now) == []


def test_computed_again_with_another_onset_it_is_the_same(point, rule, now):
    held = episode(point, now, 2)
    open_episodes(SYSTEM("t"), now)
    held.delete()
    episode(point, now, 3)
    assert open_episodes(SYSTEM("t"), now) == []
    assert Case.objects.count() == 1


def test_another_one_is_another_case(point, rule, now):
    episode(point, now, 20, end=now - 10 * HOUR)
    episode(point, now, 5)
    assert len(open_episodes(SYSTEM("t"), now)) == 2


def test_with_nobody_to_hand_it_to_it_waits_and_is_said(point, now, bodies, caplog):
    episode(point, now, 2)
    assert open_episodes(SYSTEM("t"), now) == []
    assert "opens no case" in caplog.text
    RoutingRule.objects.create(code="R", name="R", organisation=bodies[0])
    assert len(open_episodes(SYSTEM("t"), now)) == 1
