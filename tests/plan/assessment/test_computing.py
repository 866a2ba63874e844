"""An assessment over a simulated district: frozen, replayed to the same bytes, and held against today."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from tests.plan.assessment.conftest import AFTER, ME

from huanzhi.ledger.models import Entry
from huanzhi.measures.content import canonical, sha256
from huanzhi.measures.measure import find
from huanzhi.measures.models import Figure, Snapshot
from huanzhi.monitoring.actions import import_cnemc_hourly, judge_days
from huanzhi.monitoring.models import Point
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.assessment import open_assessment
from huanzhi.plan.actions.assessment_computing import compute_assessment
from huanzhi.plan.assessment.comparing import beside
from huanzhi.plan.assessment.content import broken
from huanzhi.plan.assessment.editions import edition
from huanzhi.plan.assessment.since import since

AIR = {1: "pm2_5_mean", 2: "good_day_share", 3: "heavy_days"}
DAY = date(2022, 6, 14)
HEADER = "timepoint,stationcode,area,positionname,longitude,latitude,pm2_5,pm10,so2,no2,co,o3,o3_24h\n"


@pytest.fixture
def computed(district):
    opened = open_assessment(ME, district.document, "mid-term", 2023)
    return compute_assessment(ME, opened, now=AFTER)


def correct(tmp_path):
    """A file that says of one station on one day of 2022 that it was very bad."""
    hours = [DAY + timedelta(days=hour == 24) for hour in range(1, 25)]
    lines = [
        f"{day}T{hour % 24:02}:00:00,1121A,长春市,邮电学院,125.2786,43.84,490,560,8,30,0.8,90,41\n"
        for hour, day in enumerate(hours, 1)
    ]
    path = tmp_path / "corrected.csv"
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    import_cnemc_hourly(ME, [path])
    judge_days(ME, list(Point.objects.filter(code="1121A")), DAY, DAY)


def values():
    """What the air figures of both years are by their measures now."""
    return {
        (no, year): find(code).compute(year, date(year, 12, 31)).value_e3(find(code).decimals)
        for no, code in AIR.items()
        for year in (2022, 2023)
    }


def test_figures_of_every_year_are_frozen(computed):
    content = json.loads(computed.content)
    rows = {(row["no"], f["year"]): f for row in content["inputs"]["indicators"] for f in row["figures"]}
    for (no, year), value in values().items():
        assert rows[no, year]["value_e3"] == value
        held = Snapshot.objects.get(pk=rows[no, year]["snapshot"])
        assert (held.sha256, held.measure) == (rows[no, year]["sha256"], AIR[no])
    assert rows[1, 2021]["value_e3"] is None  # no reading of that year
    assert computed.snapshots.count() == sum(f["snapshot"] is not None for f in rows.values())


def test_the_verdicts_are_those_of_the_line(computed):
    result = json.loads(computed.content)["result"]
    found = {row["no"]: (row["verdict"], row["reference_e3"]) for row in result["indicators"]}
    assert found[1] == ("met", 34_800)
    assert found[2] == ("met", 87_320)
    assert found[3] == ("met", 9_000)
    assert found[10] == ("qualitative", None)
    assert sum(result["counts"]["indicators"].values()) == 19
    assert result["overall"]["level"] == ""  # three of nineteen are too few for a level


def test_it_replays_to_the_same_bytes_and_a_touched_one_does_not(computed):
    assert broken(computed.content, computed.sha256) == ""
    content = json.loads(computed.content)
    content["result"]["overall"]["points_e3"] = 1
    text = canonical(content)
    assert "not the one" in broken(text, computed.sha256)
    assert "overall came out otherwise" in broken(text, sha256(text))


def test_other_rules_judge_the_same_inputs(computed):
    content = json.loads(computed.content)
    both = beside(content, edition("2026-1-strict"))
    theirs = {row["no"]: row for row in both.theirs["indicators"]}
    assert theirs[1]["reference_e3"] == 30_000
    assert theirs[1]["verdict"] == "not_met"  # 33 µg/m3 of 2023 against the 30 of 2025
    assert 1 in both.indicators
    assert both.theirs["overall"]["level"] == "fail"
    assert not beside(content, content["rules"])


def test_a_corrected_station_day_shows_exactly_what_changes(computed, tmp_path):
    assert not since(computed)
    before = values()
    correct(tmp_path)
    after = values()
    moved = {key: (before[key], after[key]) for key in before if before[key] != after[key]}
    assert {(2, 2022), (3, 2022)} <= set(moved)
    assert all(year == 2022 for _no, year in moved)
    change = since(computed)
    assert {(row.no, row.year): (row.before, row.after) for row in change.figures if row.value_moved} == moved
    assert {row.change.parts[0][0] for row in change.figures if row.value_moved} == {DAY.isoformat()}
    kept = [row for row in change.figures if not row.value_moved]
    assert all(row.change.former or row.change.parts for row in kept)  # the outlook of 2023 rests on 2022
    assert not change.tasks
    assert broken(computed.content, computed.sha256) == ""


def test_a_cut_off_within_the_year_leaves_the_newest_figure_newest(district):
    opened = open_assessment(ME, district.document, "annual", 2023, date(2023, 6, 30))
    whole = compute_assessment(ME, open_assessment(ME, district.document, "annual", 2022), now=AFTER)
    assert json.loads(whole.content)["inputs"]["cut_off"] == "2022-12-31"
    compute_assessment(ME, open_assessment(ME, district.document, "mid-term", 2023), now=AFTER)
    held = compute_assessment(ME, opened, now=AFTER)
    rows = json.loads(held.content)["inputs"]["indicators"][0]["figures"]
    assert [row["as_of"] for row in rows] == ["2021-12-31", "2022-12-31", "2023-06-30"]
    assert Figure.objects.filter(measure="pm2_5_mean", year=2023).first().as_of == date(2023, 12, 31)


def test_it_may_be_computed_again_and_the_earlier_one_stays(computed):
    again = compute_assessment(ME, computed.assessment, now=AFTER + timedelta(days=1))
    assert computed.assessment.calculations.first() == again
    one, other = json.loads(computed.content), json.loads(again.content)
    assert one["result"] == other["result"]
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE plan_calculation SET computed_by = 'x' WHERE id = {computed.pk}")
    said = (
        Entry.objects.filter(verb="plan.compute-assessment").order_by("seq").values_list("after", flat=True)
    )
    assert [row["sha256"] for row in said] == [computed.sha256, again.sha256]


def test_it_waits_for_its_cut_off(district):
    opened = open_assessment(ME, district.document, "final", 2025)
    with pytest.raises(Refused, match="2025-12-31"):
        compute_assessment(ME, opened, now=AFTER)
