"""Verbs of the quality chain: what a person says, what it touches, what the ledger keeps."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from django.utils import translation
from tests.monitoring.quality.frames import series

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM, Actor, NotAllowed
from huanzhi.monitoring import lake
from huanzhi.monitoring.actions import quality, save_point
from huanzhi.monitoring.actions.recompute import recompute
from huanzhi.monitoring.actions.suspicions import find_suspicions
from huanzhi.monitoring.models import Change, HourValue, OutletLimit, Review, Suspicion, Touched
from huanzhi.monitoring.quality_queries import assessed, hour_limits

pytestmark = pytest.mark.django_db
ME = SYSTEM("test")
NOW = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)
START = datetime(2026, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = date(2026, 3, 2)
OPENING = datetime(2026, 3, 1, 16, tzinfo=UTC)  # of that day in Shanghai


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def point():
    return save_point(ME, "P", {"name": "排口", "medium": "stack"})


def put(frame, statistic="hour", received=NOW, simulated=False):
    kinds = {name: kind for name, kind in lake.SCHEMA.items() if name != "day"}
    rows = frame.with_columns(
        received=pl.lit(received),
        source=pl.lit("t"),
        row=pl.int_range(pl.len()),
        simulated=pl.lit(simulated),
        statistic=pl.lit(statistic),
    )
    lake.append(rows.select(list(kinds)).cast(kinds))


def touched():
    return sorted(Touched.objects.filter(row=0).values_list("time", flat=True))


def test_a_review_is_kept_touches_its_hours_and_is_in_the_ledger(point):
    made = quality.review_readings(
        ME, point, "a21026", START + HOUR / 2, START + 2 * HOUR, "invalid", " probe out ", NOW
    )
    assert (made.reason, made.by, made.at) == ("probe out", "system", NOW)
    assert touched() == [START + HOUR, START + 2 * HOUR]
    assert set(Touched.objects.values_list("row", "statistic", "point")) == {(0, "review", "P")}
    entry = Entry.objects.get(verb="monitoring.review-readings")
    assert (entry.reason, entry.after["standing"], entry.after["hours"]) == ("probe out", "invalid", 2)
    assert entry.subject_id == str(made.pk)


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"reason": "  "}, "reason is empty"),
        ({"end": START}, "ends before it begins: 2026-03-01 08:00 to 2026-03-01 08:00"),
        ({"end": START + timedelta(days=400)}, "longer than a year"),
        ({"standing": "suspect"}, "not suspect"),
        ({"factor": ""}, "names its factor"),
        ({"start": NOW + HOUR, "end": NOW + 2 * HOUR}, "in the future"),
    ],
)
def test_a_review_that_says_nothing_is_refused(point, over, said):
    words = {
        "factor": "a21026",
        "start": START,
        "end": START + HOUR,
        "standing": "valid",
        "reason": "r",
    } | over
    with pytest.raises(ValueError, match=said):
        quality.review_readings(ME, point, **words, now=NOW)
    assert not Review.objects.exists()
    assert not Touched.objects.exists()


def test_the_word_goes_over_the_checks_until_it_is_taken_back(point):
    put(series("a21026", [(30_000, "D"), (31_000, "N"), (None, "N")], start=START + HOUR))
    made = quality.review_readings(ME, point, "a21026", START, START + 9 * HOUR, "valid", "seen on site", NOW)

    def standings():
        return assessed(["P"], START, START + 9 * HOUR)["standing"].to_list()

    assert standings() == ["valid", "valid", "missing"]
    Touched.objects.all().delete()
    quality.withdraw_review(ME, made, "wrong point", NOW + HOUR)
    assert standings() == ["invalid", "valid", "missing"]
    assert len(touched()) == 9
    assert Review.objects.get().withdrawn_at == NOW + HOUR
    with pytest.raises(ValueError, match="withdrawn already"):
        quality.withdraw_review(ME, made, "again")
    assert Entry.objects.filter(verb="monitoring.withdraw-review").count() == 1


def test_who_may_not_may_not(point):
    nobody = Actor(name="x", role="liaison", verbs=frozenset({"work.accept"}))
    with pytest.raises(NotAllowed):
        quality.declare(nobody, point, "shutdown", START, START + HOUR, "r")


def test_a_declaration_in_time_and_a_late_one(point):
    in_time = quality.declare(ME, point, "calibration", NOW, NOW + 2 * HOUR, "span gas", "No. 7", NOW)
    late = quality.declare(ME, point, "shutdown", START, START + 3 * HOUR, "boiler out", now=NOW)
    entries = {e.subject_id: e.after for e in Entry.objects.filter(verb="monitoring.declare")}
    assert entries[str(in_time.pk)]["late_minutes"] == 0
    assert entries[str(in_time.pk)]["document"] == "No. 7"
    assert entries[str(late.pk)]["late_minutes"] == (NOW - START).total_seconds() / 60
    assert max(touched()) == datetime(2026, 3, 3, 5, tzinfo=UTC)  # no hour that is still to come
    quality.withdraw_declaration(ME, late, "it ran", NOW)
    late.refresh_from_db()
    assert late.withdrawn_at == NOW
    with pytest.raises(ValueError, match="no kind of declaration: holiday"):
        quality.declare(ME, point, "holiday", START, START + HOUR, "r")


def ten_minutes(values, opening=OPENING):
    return series("a21026", values, step=timedelta(minutes=10), start=opening + timedelta(minutes=10))


def noisy(seed):
    return [30_000 + (n * 7_919 + seed * 104_729) % 9_000 // 100 * 100 for n in range(144)]


def test_suspicions_are_found_once_and_follow_the_readings_until_judged(point):
    put(ten_minutes(noisy(1)[:72] + [28_000] * 72), "minute", simulated=True)
    assert find_suspicions([point], DAY, NOW) == 1
    held = Suspicion.objects.get()
    assert (held.factor, held.rule, held.day, held.simulated) == ("a21026", "constant", DAY, True)
    assert (held.evidence["least"], held.evidence["most"]) == (28_000, 28_000)
    assert find_suspicions([point], DAY, NOW) == 0
    put(ten_minutes(noisy(1)[:90] + [28_000] * 54), "minute", received=NOW + HOUR, simulated=True)
    assert find_suspicions([point], DAY, NOW + HOUR) == 1
    entry = Entry.objects.get(verb="monitoring.revise-suspicions")
    assert entry.before["evidence"]["begins"] < entry.after["evidence"]["begins"]
    put(ten_minutes(noisy(1)), "minute", received=NOW + 2 * HOUR, simulated=True)
    assert find_suspicions([point], DAY, NOW + 2 * HOUR) == 1
    assert not Suspicion.objects.exists()


def test_what_a_person_judged_stays(point):
    put(ten_minutes(noisy(1)[:72] + [28_000] * 72), "minute")
    find_suspicions([point], DAY, NOW)
    held = Suspicion.objects.get()
    for judged, note, said in (("perhaps", "n", "not perhaps"), ("founded", " ", "note is empty")):
        with pytest.raises(ValueError, match=said):
            quality.judge_suspicion(ME, held, judged, note)
    quality.judge_suspicion(ME, held, "unfounded", "zero gas all night", NOW)
    put(ten_minutes(noisy(1)), "minute", received=NOW + HOUR)
    assert find_suspicions([point], DAY, NOW + HOUR) == 0
    again = Suspicion.objects.get()
    assert (again.judged, again.judged_by, again.note) == ("unfounded", "system", "zero gas all night")
    assert again.evidence == held.evidence
    assert Entry.objects.get(verb="monitoring.judge-suspicion").after["rule"] == "constant"


def test_suspicion_changes_no_standing(point):
    put(ten_minutes(noisy(1)[:100] + [28_000, 28_100] * 22), "minute")
    find_suspicions([point], DAY, NOW)
    assert Suspicion.objects.exists()
    seen = assessed(["P"], OPENING, OPENING + timedelta(days=1), "minute")
    assert seen["standing"].unique().to_list() == ["valid"]


def test_a_day_that_is_not_over(point):
    with pytest.raises(ValueError, match="day 2026-03-03 is not over"):
        find_suspicions([point], date(2026, 3, 3), NOW)


def test_clipping_is_held_against_the_limit_in_force(point):
    def limit(code, text, ground, since, until=None):
        OutletLimit.objects.create(
            code=code, name=code, point=point, factor="a21026", text=text, unit="mg/m3", ground=ground,
            document="d", valid_from=since, valid_until=until,
        )  # fmt: skip

    limit("L1", "20", "permit", date(2020, 1, 1), date(2025, 12, 31))
    limit("L2", "35", "permit", date(2026, 1, 1))
    limit("L3", "30", "standard", date(2020, 1, 1))
    assert hour_limits(["P"], DAY) == {("P", "a21026"): 35_000}
    put(
        ten_minutes([20_000 + v % 29_000 for v in range(0, 144 * 1_300, 1_300)], OPENING - timedelta(days=1)),
        "minute",
    )
    put(ten_minutes([33_500 + n * 700 % 1_400 for n in range(144)]), "minute")
    find_suspicions([point], DAY, NOW)
    assert [(one.rule, one.evidence["limit_e3"]) for one in Suspicion.objects.all()] == [("clipped", 35_000)]


def test_a_review_moves_the_hour_and_its_withdrawal_moves_it_back(point):
    put(series("a21026", [30_000, 31_000, 32_000], start=START + HOUR))
    Touched.objects.create(point="P", statistic="hour", time=START + 2 * HOUR, row=1)
    recompute(NOW)
    hour = HourValue.objects.filter(point=point, factor="a21026", time=START + 2 * HOUR)
    stood = hour.values("value_e3", "standing", "marks").get()
    assert stood["standing"] == "valid"
    made = quality.review_readings(ME, point, "a21026", START + HOUR, START + 2 * HOUR, "invalid", "r", NOW)
    recompute(NOW)
    assert hour.get().standing == "invalid"
    [change] = Change.objects.filter(what="hour", factor="a21026")
    assert (change.cause, change.time) == ("review", START + 2 * HOUR)
    assert (change.before["standing"], change.after["standing"]) == ("valid", "invalid")
    quality.withdraw_review(ME, made, "mistaken", NOW)
    recompute(NOW)
    assert hour.values("value_e3", "standing", "marks").get() == stood
