"""Episode rows follow the hours: kept when they go on, changed with a trace when they come out otherwise."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huanzhi.monitoring.actions.episodes import settle_episodes
from huanzhi.monitoring.models import Change, Channel, Declaration, Device, Episode, HourValue, Point, Recent

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = datetime(2026, 3, 1, tzinfo=UTC)
SO2 = "a21026"
SIGNS = {
    "x": (60_000, "valid", "exceeded"),
    ".": (20_000, "valid", "kept"),
    "?": (None, "missing", ""),
    "i": (90_000, "invalid", ""),
}


@pytest.fixture
def point():
    return Point.objects.create(code="P1", name="排口", medium="stack")


def put(point, text, first=1, factor=SO2, **more):
    rows = [
        HourValue(
            point=point, factor=factor, time=DAY + (first + place) * HOUR, value_e3=SIGNS[sign][0],
            standing=SIGNS[sign][1],
            decision=SIGNS[sign][2], basis="sent", limit={"limit_e3": 50_000}, evaluated_at=DAY, **more,
        )
        for place, sign in enumerate(text)
    ]  # fmt: skip
    HourValue.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["point", "factor", "time"],
        update_fields=["value_e3", "standing", "decision"],
    )  # fmt: skip


def settle(point, start, end, at=None, **why):
    return settle_episodes(
        [point],
        DAY + start * HOUR,
        DAY + end * HOUR,
        DAY + (end if at is None else at) * HOUR + HOUR / 2,
        lambda code: {"cause": "frame"} | why,
    )


def rows(kind="exceedance"):
    def place(time):
        return None if time is None else round((time - DAY) / HOUR)

    return [(place(row.onset), place(row.end)) for row in Episode.objects.filter(kind=kind).order_by("onset")]


def test_one_row_from_onset_to_end_and_no_change_while_it_goes_on(point):
    text = ".xxx..."
    seen = []
    for hour in range(1, len(text) + 1):
        put(point, text[hour - 1], first=hour)
        settle(point, hour - 1, hour)
        seen.append(rows())
    assert seen == [[], [(1, None)], [(1, None)], [(1, None)], [(1, None)], [(1, 4)], [(1, 4)]]
    assert Episode.objects.get().peak_e3 == 60_000
    assert not Change.objects.exists()


def test_a_late_hour_moves_its_end_and_the_change_says_before_and_after(point):
    put(point, "xx?...")
    settle(point, 0, 6)
    key = Episode.objects.get().pk
    put(point, "x", first=3)
    settle(point, 2, 3, at=6, frame=7, reason="supplement")
    assert rows() == [(0, 3)]
    assert Episode.objects.get().pk == key
    change = Change.objects.get()
    assert (change.what, change.cause, change.frame, change.reason) == ("episode", "frame", 7, "supplement")
    assert change.before["end"] < change.after["end"]


def test_an_hour_behind_the_end_brings_two_episodes_together(point):
    put(point, "x.?..x..")
    settle(point, 0, 8)
    assert rows() == [(0, 1), (5, 6)]
    put(point, "x", first=3)
    put(point, "x", first=4)
    settle(point, 2, 4, at=8)
    assert rows() == [(0, 6)]
    assert Change.objects.filter(after={}).count() == 1  # the second one is gone


def test_hours_a_person_made_invalid_take_an_episode_away(point):
    put(point, "..xx..")
    settle(point, 0, 6)
    put(point, "ii", first=3)
    settle(point, 2, 4, at=6, cause="review", reason="flow meter stuck")
    assert rows() == []
    assert Change.objects.get().cause == "review"
    assert Change.objects.get().after == {}


def test_an_hour_that_is_not_over_begins_nothing(point):
    put(point, ".x")
    settle_episodes([point], DAY + HOUR, DAY + 2 * HOUR, DAY + 1.5 * HOUR)
    assert rows() == []


def test_missing_hours_are_an_episode_but_not_while_the_device_is_off_line(point):
    device = Device.objects.create(code="MN1", name="数采仪", point=point)
    Channel.objects.create(code="c", name="c", device=device, sent=SO2, factor=SO2, unit="mg/m³")
    put(point, ".??")
    put(point, ".??", factor=f"{SO2}-Cou")
    settle_episodes([point], DAY + 2 * HOUR, DAY + 3 * HOUR, DAY + 3.6 * HOUR)
    assert rows("missing") == [(1, None)]
    Episode.objects.all().delete()
    Episode.objects.create(
        kind="offline",
        point=point,
        device=device,
        onset=DAY + 1.2 * HOUR,
        rule="offline",
        edition="t",
        evaluated_at=DAY,
    )
    settle_episodes([point], DAY + 2 * HOUR, DAY + 3 * HOUR, DAY + 3.6 * HOUR)
    assert rows("missing") == []


def declare(point, start, end, kind="maintenance"):
    return Declaration.objects.create(
        point=point, kind=kind, start=DAY + start * HOUR, end=DAY + end * HOUR, reason="换泵", by="t", at=DAY
    )


def test_an_exceedance_in_a_declared_maintenance_rests_one_that_outlasts_it_does_not(point):
    put(point, ".xx..")
    made = declare(point, 1, 3)
    settle(point, 0, 5)
    assert "换泵" in Episode.objects.get().suppressed
    put(point, "x", first=4)
    settle(point, 3, 4, at=5)
    assert Episode.objects.get().suppressed == ""
    put(point, ".", first=4)
    settle(point, 3, 4, at=5)
    assert Episode.objects.get().suppressed
    made.withdrawn_at = DAY
    made.save()
    settle(point, 1, 3, at=5, cause="declaration")
    assert Episode.objects.get().suppressed == ""


def test_the_frames_of_its_first_and_last_hour_are_named(point):
    put(point, ".xx..")
    for place, row in ((2, 10**15 + 5), (3, 10**15 + 9)):
        Recent.objects.create(
            point="P1", factor=SO2, statistic="hour", time=DAY + place * HOUR, value_e3=1, flag="N", received=DAY,
            source="hj212", row=row,
        )  # fmt: skip
    settle(point, 0, 5)
    row = Episode.objects.get()
    assert (row.first_frame, row.last_frame) == (10**15 + 5, 10**15 + 9)


def test_an_episode_whose_hours_are_not_kept_any_more_stays_and_goes_on(point):
    put(point, ".xxxx")
    settle(point, 0, 5)
    HourValue.objects.filter(time__lte=DAY + 3 * HOUR).delete()
    put(point, "x..", first=6)
    settle(point, 5, 8)
    row = Episode.objects.get()
    assert rows() == [(1, 6)]
    assert row.numbers["bad_hours"] == 5
    HourValue.objects.all().delete()
    put(point, "....", first=9)
    settle(point, 8, 12)
    assert rows() == [(1, 6)]
    assert not Change.objects.exists()


def test_a_clock_that_was_set_back_takes_nothing_away(point):
    put(point, "..xx")
    settle(point, 0, 4)
    settle(point, 0, 1)
    assert rows() == [(2, None)]
    assert not Change.objects.exists()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="xx..?i", min_size=1, max_size=16), st.integers(0, 2**16))
def test_any_order_of_the_hours_ends_in_the_same_episodes(point, text, seed):
    def state():
        names = ("kind", "onset", "end", "peak_e3", "peak_at", "numbers", "suppressed")
        return list(Episode.objects.order_by("kind", "onset").values_list(*names))

    def clear():
        Episode.objects.all().delete()
        HourValue.objects.all().delete()

    clear()
    put(point, text)
    settle(point, 0, len(text))
    at_once = state()
    clear()
    order = list(range(len(text)))
    random.Random(seed).shuffle(order)
    put(point, "?" * len(text))
    settle(point, 0, len(text))
    for place in order:
        put(point, text[place], first=place + 1)
        settle(point, place, place + 1, at=len(text))
    assert state() == at_once
    clear()


def test_few_queries_for_many_points(point, django_assert_max_num_queries):
    points = [point, *(Point.objects.create(code=f"Q{n}", name="q", medium="stack") for n in range(150))]
    for one in points:
        put(one, "..xx..")
    with django_assert_max_num_queries(12):
        settle_episodes(points, DAY, DAY + 6 * HOUR, DAY + 6 * HOUR)
    assert Episode.objects.count() == 151
