"""The limit in force on a day, a permit's before a standard's: over frames as one by one by the standard."""

import random
from datetime import date, timedelta

import polars as pl
import pytest
from django.core.exceptions import ValidationError
from tests.monitoring.recompute.conftest import MIDNIGHT, arrive, reading, settle

from huanzhi.kit.forms import form_class
from huanzhi.monitoring import limits
from huanzhi.monitoring.actions.touched import touch
from huanzhi.monitoring.models import Change, Channel, Episode, HourValue, OutletLimit
from huanzhi.monitoring.recompute.judged import judge
from huanzhi.standards.bounds import bounds

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)


def limit(
    point, factor="w01018", text="50", ground="permit", averaging="day", since=None, until=None, unit="mg/L"
):
    code = f"L{OutletLimit.objects.count()}"
    return OutletLimit.objects.create(
        code=code, name=code, point=point, factor=factor, averaging=averaging, text=text, unit=unit, ground=ground,
        document=f"document {code}", valid_from=since, valid_until=until,
    )  # fmt: skip


def judged(point, value, day, standing="valid", factor="w01018", averaging="day"):
    row = {
        "point": point.code,
        "factor": factor,
        "value_e3": value,
        "standing": standing,
        "reason": "",
        "day": day,
    }
    frame = pl.DataFrame([row], schema_overrides={"value_e3": pl.Int64})
    return judge(frame, limits.frame_of([point.code]), averaging).row(0, named=True)


def test_over_frames_as_one_by_one(district):
    chance, point = random.Random(4), district.sewage
    OutletLimit.objects.all().delete()
    for factor in ("w01018", "w21003"):
        for _ in range(12):
            since = chance.choice([None, DAY + timedelta(days=chance.randint(-40, 40))])
            until = chance.choice([None, DAY + timedelta(days=chance.randint(-40, 60))])
            text = chance.choice(
                ["10", "20.5", "30", "45.125", "60", "≥10", "≥ 20.5", "9.5~45.125", "20.5～60"]
            )
            limit(point, factor, text, chance.choice(["permit", "standard"]), "day", since, until)
    rows = [
        {"point": "W", "factor": factor, "day": DAY + timedelta(days=n), "value_e3": value}
        for factor in ("w01018", "w21003", "w21011")
        for n in range(-60, 80, 3)
        for value in (-1, 0, 9_999, 10_000, 20_500, 20_501, 45_125, 70_000)
    ]
    frame = pl.DataFrame(rows).with_columns(standing=pl.lit("valid"), reason=pl.lit(""))
    found = judge(frame, limits.frame_of(["W"]), "day")
    assert found.select("point", "factor", "day", "value_e3").equals(
        frame.select("point", "factor", "day", "value_e3")
    )
    for row in found.iter_rows(named=True):
        binding = limits.binding("W", row["factor"], "day", row["day"])
        verdict = limits.judge_value(row["factor"], row["value_e3"], binding, row["day"])
        assert row["decision"] == verdict.decision, row
        assert bool(row["reason"]) == (not verdict.decision)
        if verdict.decision:
            assert verdict.result["limit"] in bounds(OutletLimit.objects.get(pk=row["limit"]).text)
    assert set(found["decision"]) == {"", "kept", "exceeded"}


def test_a_permit_goes_before_a_standard_even_when_it_is_milder_and_only_while_it_holds(district):
    OutletLimit.objects.all().delete()
    limit(district.sewage, text="30", ground="standard")
    permit = limit(district.sewage, text="60", until=DAY)
    assert judged(district.sewage, 50_000, DAY)["decision"] == "kept"
    assert judged(district.sewage, 50_000, DAY)["limit"] == permit.pk
    assert judged(district.sewage, 50_000, DAY + timedelta(days=1))["decision"] == "exceeded"


def test_what_cannot_be_compared_is_said(district):
    OutletLimit.objects.all().delete()
    limit(district.sewage, text="not found")
    reason = judged(district.sewage, 7_000, DAY)["reason"]
    assert reason.startswith("limit L0 cannot be compared: 'not found' is no limit")
    OutletLimit.objects.all().delete()
    limit(district.sewage, unit="µg/L")
    found = judged(district.sewage, 7_000, DAY)
    assert (found["decision"], found["reason"]) == ("", "limit L0 is in µg/L, the values in mg/L")
    OutletLimit.objects.all().delete()
    limit(district.sewage, unit="MG／L")
    assert judged(district.sewage, 7_000, DAY)["decision"] == "kept"


def test_what_does_not_count_is_not_judged_and_what_is_suspect_is(district):
    assert judged(district.sewage, 70_000, DAY, "invalid")["decision"] == ""
    assert judged(district.sewage, 70_000, DAY, "invalid")["limit"] is None
    assert judged(district.sewage, 70_000, DAY, "suspect")["decision"] == "exceeded"


def test_a_limit_that_changes_is_seen_when_its_hours_are_touched(district):
    arrive([reading("S", "a21026", 8, 60)])
    now = MIDNIGHT + timedelta(hours=8, minutes=5)
    settle(now)
    held = OutletLimit.objects.get(factor="a21026", averaging="hour")
    held.text = "80"
    held.save()
    assert touch(["S"], MIDNIGHT, now, "limit") == 9
    settle(now)
    assert HourValue.objects.get().decision == "kept"
    change = Change.objects.get(what="hour")
    assert (change.cause, change.frame) == ("limit", None)
    assert (change.before["decision"], change.after["decision"]) == ("exceeded", "kept")


@pytest.mark.parametrize(
    ("value", "decision"),
    [(5_999, "exceeded"), (6_000, "kept"), (7_500, "kept"), (9_000, "kept"), (9_001, "exceeded")],
)
def test_a_limit_with_two_bounds_is_broken_on_either_side(district, value, decision):
    OutletLimit.objects.all().delete()
    both = limit(district.sewage, "w01001", "6~9", unit="1")
    found = judged(district.sewage, value, DAY, factor="w01001")
    assert (found["decision"], found["limit"], found["floor_e3"], found["limit_e3"]) == (
        decision,
        both.pk,
        6_000,
        9_000,
    )
    frame = limits.frame_of([district.sewage.code])
    assert limits.described(frame)[both.pk]["floor_e3"] == 6_000


def test_bounds_of_two_documents_bind_together_and_the_broken_one_is_named(district):
    OutletLimit.objects.all().delete()
    most = limit(district.sewage, "w01001", "9", unit="1")
    least = limit(district.sewage, "w01001", "≥6.5", unit="1")
    assert judged(district.sewage, 6_400, DAY, factor="w01001")["limit"] == least.pk
    assert judged(district.sewage, 9_400, DAY, factor="w01001")["limit"] == most.pk
    assert judged(district.sewage, 7_000, DAY, factor="w01001")["decision"] == "kept"


@pytest.mark.parametrize("text", ["9~6", "<50", "about 6", "", "6~9~12", "0.0001"])
def test_a_limit_that_is_none_is_refused_where_it_is_written_down(district, text):
    held = limit(district.sewage, text=text)
    with pytest.raises(ValidationError) as refused:
        held.full_clean()
    assert "text" in refused.value.message_dict


def test_an_hour_under_the_lower_bound_becomes_an_episode_with_its_depth(district):
    Channel.objects.create(
        code="ph",
        name="pH",
        device=district.sewage.devices.get(),
        sent="w01001",
        factor="w01001",
        unit="1",
        high=14,
    )
    limit(district.sewage, "w01001", "6~9", averaging="hour", unit="1")
    values = ("7.2", "5.4", "4.9", "7", "7.1")
    arrive([reading("W", "w01001", hour, value) for hour, value in enumerate(values, 1)])
    settle(MIDNIGHT + timedelta(hours=5, minutes=30))
    held = HourValue.objects.filter(factor="w01001").order_by("time")
    assert [row.decision for row in held] == ["kept", "exceeded", "exceeded", "kept", "kept"]
    assert {(row.limit["text"], row.limit["floor_e3"], row.limit["limit_e3"]) for row in held} == {
        ("6~9", 6_000, 9_000)
    }
    episode = Episode.objects.get(factor="w01001", kind="exceedance")
    assert (episode.peak_e3, episode.end) == (4_900, MIDNIGHT + timedelta(hours=3))
    assert (episode.numbers["floor_e3"], episode.numbers["limit_e3"]) == (6_000, 9_000)


def test_the_form_says_how_a_limit_is_written():
    assert "6~9" in str(form_class("outletlimit")().fields["text"].help_text)
