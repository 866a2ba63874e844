"""The same readings in any order, in any batches, with duplicates: the same state."""

import random
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.monitoring.recompute.conftest import MIDNIGHT, arrive, reading, settle, state

from huanzhi.monitoring.inbox import SPAN
from huanzhi.monitoring.models import Episode

pytestmark = pytest.mark.django_db
NOW = MIDNIGHT + timedelta(days=1, hours=9, minutes=30)
SERIES = [
    ("S", "a21026"), ("S", "a21002"), ("S", "a21026-ZsAvg"), ("W", "w01018"), ("W", "w00000"),
    ("W", "w00000-Cou"), ("A", "pm2_5"), ("A", "o3"),
]  # fmt: skip

one = st.tuples(
    st.sampled_from(SERIES),
    st.integers(1, 33),
    st.sampled_from(["hour", "hour", "hour", "minute", "real"]),
    st.sampled_from([None, 0, 20, 20, 20, 49, 51, 55, 400]),
    st.sampled_from("NNNNNNDFT"),
)


@st.composite
def readings(draw):
    """Readings of 33 hours; a later frame is received later, so what counts does not hang on the order."""
    found, frame = [reading("S", "a21026", 12, 30)], 0
    for (point, factor), hour, statistic, value, flag in draw(st.lists(one, min_size=1, max_size=25)):
        length = draw(st.integers(1, 3)) if statistic == "hour" else 1
        for n in range(length):  # some hours together, so that there are runs and gaps
            frame += 1
            steps = [0] if statistic == "hour" else range(-50, 10, 10)
            for step in steps:
                found.append(reading(point, factor, hour + n, value, statistic, frame, flag, minute=step))
    for made in found:
        made.row += SPAN  # numbers as a lane gives them: episodes name their first and last frame
    return found


def batches(found, chance, clock):
    """Shuffled and cut anywhere, some twice; recomputed or not between them; the clock stands at the end or goes on."""
    again = chance.sample(found, len(found) // 4)
    order = [*found, *again]
    chance.shuffle(order)
    now = MIDNIGHT if clock else NOW
    while order:
        size = chance.randint(1, len(order))
        batch, order = order[:size], order[size:]
        arrive(batch)
        now = min(NOW, now + timedelta(minutes=chance.choice([1, 9, 61, 600])))
        if chance.random() < 0.6:
            settle(now)
    settle(NOW)
    return state()


def differences(one, other):
    """What differs, short enough to be read."""
    keys = [key for key in one.keys() | other.keys() if one.get(key) != other.get(key)]
    return {key: (one.get(key), other.get(key)) for key in sorted(keys)}


class Undo(Exception):
    """Gives a trial's rows back."""


def trial(found, seed, clock):
    result = {}
    try:
        with transaction.atomic():
            result = batches(found, random.Random(seed), clock)
            raise Undo
    except Undo:
        return result


@settings(
    max_examples=4,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(readings(), st.integers(0, 2**32))
def test_any_order_ends_in_the_same_state(district, found, seed):
    arrived_at_once = trial(found, 0, clock=False)
    assert differences(trial(found, seed, clock=False), arrived_at_once) == {}
    assert differences(trial(found, seed + 1, clock=True), arrived_at_once) == {}
    assert any(key[0] == "HourValue" for key in arrived_at_once)


def numbered(frames):
    """An exceedance every sixth hour of two days and a half, each hour in a frame of its own."""
    found = [
        reading("S", "a21026", hour, 60 + hour % 3 if hour % 6 < 2 else 20 + hour % 3, frame=hour)
        for hour in range(1, 61)
    ]
    for one in found:
        one.row += SPAN
    return [found[place] for place in frames]


def test_an_episode_names_its_frames_however_many_episodes_come_at_once(district):
    now = MIDNIGHT + timedelta(hours=61, minutes=30)
    everything = range(60)

    def named(*batches):
        try:
            with transaction.atomic():
                for batch in batches:
                    arrive(numbered(batch))
                    settle(now)
                rows = Episode.objects.filter(kind="exceedance").order_by("onset")
                result = [
                    tuple(frame and frame - SPAN for frame in pair)
                    for pair in rows.values_list("first_frame", "last_frame")
                ]
                raise Undo
        except Undo:
            return result

    at_once = named(everything)
    assert len(at_once) > 8, "ends of many days and hours"
    assert all(first for first, _ in at_once)
    assert all(last for _, last in at_once[:-1])
    pieces = [everything[place : place + 7] for place in range(0, 60, 7)]
    assert named(*reversed(pieces)) == at_once
