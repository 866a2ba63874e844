"""Hysteresis over hours: one bad while is one episode, however the hours are cut."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huanzhi.monitoring.episodes import detect
from huanzhi.monitoring.episodes.detect import HOUR, Hour
from huanzhi.monitoring.episodes.rules import EXCEEDANCE, MISSING, Rule

DAY = datetime(2026, 3, 1, tzinfo=UTC)
LIMIT = 50_000


def exceedance(begins=1, ends=2, below=100, gap=3, edition="t", effective=date(2020, 1, 1)):
    numbers = {"begins_hours": begins, "ends_hours": ends, "ends_below_percent": below, "gap_hours": gap}
    return Rule(EXCEEDANCE, edition, effective, numbers)


def missing(begins=2, ends=1, gap=3):
    numbers = {"begins_hours": begins, "ends_hours": ends, "gap_hours": gap, "offline_minutes": 15}
    return Rule(MISSING, "t", date(2020, 1, 1), numbers)


def hours(text):
    """`x` over the limit, `.` kept, `-` kept but near, `?` missing, `f` stopped, blank: not there at all."""
    made = []
    for place, sign in enumerate(text):
        value = {"x": 60_000 + place, ".": 20_000, "-": 48_000}.get(sign)
        standing = {"?": "missing", "f": "stopped"}.get(sign, "valid")
        decision = {"x": "exceeded", ".": "kept", "-": "kept"}.get(sign, "")
        if sign != " ":
            made.append(Hour(DAY + (place + 1) * HOUR, value, standing, decision, LIMIT))
    return made


def found(text, *rules, since=0, until=None):
    until = len(text) if until is None else until
    specs = detect.exceedances(hours(text), rules or [exceedance()], DAY + since * HOUR, DAY + until * HOUR)
    return [places(spec) for spec in specs]


def places(spec):
    end = None if spec.end is None else round((spec.end - DAY) / HOUR)
    return round((spec.onset - DAY) / HOUR), end


def test_one_episode_not_one_an_hour():
    (spec,) = detect.exceedances(hours("..xxx.x.."), [exceedance()], DAY, DAY + 9 * HOUR)
    assert places(spec) == (2, 7)
    assert (spec.peak_e3, spec.peak_at) == (60_006, DAY + 7 * HOUR)
    assert spec.numbers["hours"] == 5
    assert spec.numbers["bad_hours"] == 4
    assert spec.numbers["limit_e3"] == LIMIT


def test_ends_only_after_enough_kept_hours():
    assert found("x.") == [(0, None)]
    assert found("x..") == [(0, 1)]
    assert found("x.x..x..") == [(0, 3), (5, 6)]


def test_hours_without_value_inside_do_not_end_it_but_are_counted():
    (spec,) = detect.exceedances(hours("x?.?x.."), [exceedance()], DAY, DAY + 7 * HOUR)
    assert places(spec) == (0, 5)
    assert spec.numbers["hours_without_value"] == 2


def test_too_long_without_a_value_ends_it():
    assert found("x????x..") == [(0, 1), (5, 6)]
    assert found("x   x..") == [(0, 5)]
    assert found("x", until=5) == [(0, 1)]


def test_a_source_that_stopped_exceeds_nothing():
    assert found("xff") == [(0, 1)]


def test_only_hours_well_under_the_limit_end_it():
    assert found("x----", exceedance(below=90)) == [(0, None)]
    assert found("x--..", exceedance(below=90)) == [(0, 1)]
    assert found("x.-..", exceedance(below=90)) == [(0, 1)]


def test_begins_only_after_enough_hours_in_a_row():
    assert found("x.xx..", exceedance(begins=2)) == [(2, 4)]
    assert found("x?x...", exceedance(begins=2)) == []


def test_the_rule_of_the_day_of_its_onset_stays_to_its_end():
    old, new = exceedance(ends=2), exceedance(ends=1, edition="n", effective=date(2026, 3, 2))
    specs = detect.exceedances(hours("." * 14 + "xx.x..x."), [old, new], DAY, DAY + 22 * HOUR)
    # 16 hours of the first day in Shanghai lie before its midnight
    assert [(places(spec), spec.rule.edition) for spec in specs] == [((14, 18), "t"), ((20, 21), "n")]


def test_a_value_under_a_lower_limit_has_its_peak_at_the_farthest():
    low = [
        Hour(DAY + HOUR, 5_500, "valid", "exceeded", floor_e3=6_000),
        Hour(DAY + 2 * HOUR, 4_000, "valid", "exceeded", floor_e3=6_000),
    ]
    (spec,) = detect.exceedances(low, [exceedance()], DAY, DAY + 2 * HOUR)
    assert spec.peak_e3 == 4_000


def test_missing_hours_are_one_episode_and_those_off_line_are_not_its():
    text = "..???.?.????.."
    specs = detect.gaps(hours(text), [missing()], DAY, DAY + 14 * HOUR)
    assert [places(spec) for spec in specs] == [(2, 5), (8, 12)]
    silent = [(DAY + 8 * HOUR, DAY + 12 * HOUR)]
    specs = detect.gaps(hours(text), [missing()], DAY, DAY + 14 * HOUR, silent)
    assert [places(spec) for spec in specs] == [(2, 5)]


def test_silences_begin_with_the_last_frame_and_end_with_the_first():
    minute = timedelta(minutes=1)
    arrivals = [DAY, DAY + minute, DAY + 61 * minute, DAY + 62 * minute]
    assert detect.silences(arrivals, 5 * minute, DAY + 66 * minute) == [(DAY + minute, DAY + 61 * minute)]
    assert detect.silences(arrivals, 5 * minute, DAY + 68 * minute)[-1] == (DAY + 62 * minute, None)
    assert detect.silences([], 5 * minute, DAY) == []


TEXTS = st.text(alphabet="xx..-?f ", max_size=60)
RULES = st.builds(
    exceedance, st.integers(1, 3), st.integers(1, 3), st.sampled_from([100, 90]), st.integers(0, 4)
)


@given(TEXTS, RULES)
def test_episodes_are_ordered_and_never_touch(text, rule):
    specs = detect.exceedances(hours(text), [rule], DAY, DAY + len(text) * HOUR)
    assert all(spec.end is not None for spec in specs[:-1])
    for before, after in zip(specs, specs[1:], strict=False):
        apart = round((after.onset - before.end) / HOUR)
        assert apart >= min(rule["ends_hours"], rule["gap_hours"] + 1)
    for spec in specs:
        inside = text[round((spec.onset - DAY) / HOUR) : round((spec.last - DAY) / HOUR)]
        assert inside[: rule["begins_hours"]] == "x" * rule["begins_hours"]
        assert inside[-1] == "x"
        assert spec.numbers["bad_hours"] == inside.count("x")
        assert spec.numbers["hours_without_value"] == inside.count("?") + inside.count(" ")


@given(TEXTS, RULES, st.data())
def test_a_span_cut_anywhere_outside_an_episode_tells_the_same(text, rule, data):
    whole = detect.exceedances(hours(text), [rule], DAY, DAY + len(text) * HOUR)
    cut = data.draw(st.integers(0, len(text)))
    inside = any(
        places(spec)[0] - rule["begins_hours"] < cut < (places(spec)[1] or len(text) + 1)
        or (places(spec)[1] is None and places(spec)[0] < cut)
        for spec in whole
    )
    if inside:  # then it is loaded from the onset
        return
    closing = [spec for spec in whole if spec.end is not None and spec.end <= DAY + cut * HOUR]
    later = detect.exceedances(hours(text), [rule], DAY + cut * HOUR, DAY + len(text) * HOUR)
    reopened = [spec for spec in later if spec not in whole]
    assert [spec for spec in later if spec in whole] == whole[len(closing) :]
    assert not reopened or closing  # only right behind an episode whose end is not yet sure


@given(TEXTS, RULES)
def test_an_episode_gone_on_with_comes_out_the_same(text, rule):
    whole = detect.exceedances(hours(text), [rule], DAY, DAY + len(text) * HOUR)
    for cut in range(1, len(text)):
        first = detect.exceedances(hours(text[:cut]), [rule], DAY, DAY + cut * HOUR)
        if first and first[-1].end is None:
            again = detect.exceedances(
                hours(text), [rule], first[-1].last, DAY + len(text) * HOUR, resumed=first[-1]
            )
            assert [(places(s), s.peak_e3, s.numbers) for s in [*first[:-1], *again]] == [
                (places(s), s.peak_e3, s.numbers) for s in whole
            ]


def test_a_value_under_the_lower_bound_has_its_peak_where_it_is_lowest_and_ends_well_inside():
    values = [(5_200, "exceeded"), (4_800, "exceeded"), (6_050, "kept"), (7_400, "kept"), (7_500, "kept")]
    held = [
        Hour(DAY + (n + 1) * HOUR, value, "valid", decision, 9_000, floor_e3=6_000)
        for n, (value, decision) in enumerate(values)
    ]
    (spec,) = detect.exceedances(held, [exceedance(below=90)], DAY, DAY + 5 * HOUR)
    assert (spec.peak_e3, places(spec)) == (4_800, (0, 2))
    assert (spec.numbers["floor_e3"], spec.numbers["limit_e3"]) == (6_000, 9_000)
    near = [held[0], held[2]._replace(time=held[1].time), held[2], held[3]]
    (spec,) = detect.exceedances(near, [exceedance(below=90)], DAY, DAY + 4 * HOUR)
    assert spec.end is None  # 6.05 is kept, but too near to its bound to count for the end
