"""A longer frame cut, and a frame with just its context, say the same; a review moves only what it is about."""

from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.monitoring.quality.frames import SCHEMA, START, rules

from huanzhi.monitoring.quality import Span, assess, context
from huanzhi.monitoring.quality.standing import combine, passes
from huanzhi.monitoring.quality.standing import reviewed as over

STEP = {"real": timedelta(minutes=5), "minute": timedelta(minutes=10), "hour": timedelta(hours=1)}
FACTORS = ["a21026", "a21026-Max", "a21026-ZsAvg", "a19001", "a00000", "w01018", "w01001", "pm2_5"]
VALUES = st.sampled_from([None, -5, 0, 7_000, 12_000, 12_000, 12_000, 13_000, 21_000, 95_000, 400_000])
FLAGS = st.sampled_from("NNNNNNNDFTC")
RANGES = {("P", "a21026"): (0, 100_000), ("P", "w01018"): (None, 300_000)}
COUNT = 60


@st.composite
def frames(draw, step):
    rows = []
    for factor in draw(st.lists(st.sampled_from(FACTORS), min_size=1, max_size=4, unique=True)):
        held = draw(VALUES)
        for n in range(COUNT):
            if draw(st.integers(0, 3)) == 0:
                held = draw(VALUES)
            if draw(st.integers(0, 15)):
                rows.append(("P", factor, START + n * step, held, draw(FLAGS)))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def cut(frame, start, end):
    return frame.filter((pl.col("time") > start) & (pl.col("time") <= end))


@pytest.mark.parametrize("statistic", ["real", "minute", "hour"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_context_is_enough(statistic, data):
    step = STEP[statistic]
    frame = data.draw(frames(step))
    start = START + data.draw(st.integers(0, COUNT)) * step
    end = start + data.draw(st.integers(1, 6)) * step
    more = context(statistic)
    whole = cut(assess(frame, RANGES, statistic=statistic), start, end)
    near = cut(assess(cut(frame, start - more, end + more), RANGES, statistic=statistic), start, end)
    assert near.equals(whole)


@pytest.mark.parametrize(
    ("statistic", "factor", "lasting", "gap"),
    [("real", "a21026", 60, 10), ("minute", "a21026", 120, 30), ("hour", "w01018", 360, 120)],
)
def test_a_step_less_would_not_be_enough(statistic, factor, lasting, gap):
    """The same value at the widest spacing that is no gap, seen from half a spacing after it."""
    back = [0, *range(gap // 2, lasting + gap, gap)]
    now, minute = START + timedelta(hours=20), timedelta(minutes=1)
    rows = [("P", factor, now - ago * minute, 12_000, "N") for ago in reversed(back)]
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    exact = cut(frame, now - context(statistic), now)
    short = cut(frame, now - context(statistic) + gap * minute, now)
    assert rules(assess(exact, {}, statistic=statistic))[-1] == ["stuck"]
    assert rules(assess(short, {}, statistic=statistic))[-1] == []


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_standing_is_what_the_marks_come_to(data):
    frame = data.draw(frames(STEP["hour"]))
    for row in assess(frame, RANGES).iter_rows(named=True):
        said = [pl.Series([mark["numbers"]]).str.json_path_match("$.standing")[0] for mark in row["marks"]]
        assert row["standing"] == combine(*said)
        assert row["value_e3"] is not None or not passes(row["standing"])


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_review_moves_what_it_is_about_and_nothing_else(data):
    frame = data.draw(frames(STEP["hour"]))
    spans = []
    for _ in range(data.draw(st.integers(1, 3))):
        begin = START + timedelta(hours=data.draw(st.integers(-1, COUNT)))
        end = begin + timedelta(hours=data.draw(st.integers(1, 20)))
        factor, word = data.draw(st.sampled_from(FACTORS)), data.draw(st.sampled_from(["valid", "invalid"]))
        spans.append(Span("P", factor, begin, end, word, "because"))
    before, after = assess(frame, RANGES), assess(frame, RANGES, spans)
    for old, new in zip(before.to_dicts(), after.to_dicts(), strict=True):
        word = None
        for span in spans:
            named = old["factor"] == span.factor or old["factor"].split("-")[0] == span.factor
            if named and span.start < old["time"] <= span.end:
                word = span.standing
        assert new["standing"] == over(old["standing"], word, old["value_e3"] is not None)
        assert new["marks"][: len(old["marks"])] == old["marks"]
