"""A rule tried on the past says how often it would have fired, and how many of those stand."""

import json
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from click.testing import CliRunner

from huanzhi.config.cli.main import cli
from huanzhi.monitoring import lake
from huanzhi.monitoring.actions.episodes import settle_episodes
from huanzhi.monitoring.episodes.replay import replay
from huanzhi.monitoring.models import Device, Episode, Frame, HourValue, Lane, OutletLimit, Point, Review

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = datetime(2026, 3, 1, tzinfo=UTC)
NOW = datetime(2026, 3, 4, tzinfo=UTC)
VALUES = {"x": (60_000, "exceeded"), ".": (20_000, "kept")}


def rule(kind="exceedance", **over):
    numbers = {
        "exceedance": {"begins_hours": 1, "ends_hours": 2, "ends_below_percent": 100, "gap_hours": 24},
        "offline": {"silences": 5, "minutes": 5},
    }[kind]
    return {"rule": [{"kind": kind, "edition": "new", "effective": DAY.date(), **numbers, **over}]}


@pytest.fixture
def point():
    made = Point.objects.create(code="P1", name="排口", medium="stack")
    text = ".x...xx....xxx....x..."
    HourValue.objects.bulk_create(
        HourValue(
            point=made, factor="a21026", time=DAY + (place + 1) * HOUR, value_e3=VALUES[sign][0], standing="valid",
            decision=VALUES[sign][1], basis="sent", limit={"limit_e3": 50_000}, evaluated_at=DAY,
        )
        for place, sign in enumerate(text)
    )  # fmt: skip
    settle_episodes([made], DAY, DAY + 22 * HOUR, NOW)
    assert Episode.objects.count() == 4
    return made


def counts(table, kind="exceedance", start=DAY, end=NOW):
    return replay(table, start, end, now=NOW).counts(kind)


def test_the_rule_in_force_finds_what_stands(point):
    assert counts(rule()) == {"fired": 4, "confirmed": 4, "resting": 0, "missed": 0}
    assert Episode.objects.count() == 4


def test_a_slower_rule_fires_less_and_says_what_it_would_miss(point):
    assert counts(rule(begins_hours=2)) == {"fired": 2, "confirmed": 2, "resting": 0, "missed": 2}


def test_what_rests_or_a_person_made_invalid_is_not_confirmed(point):
    first, second, *_ = Episode.objects.order_by("onset")
    Episode.objects.filter(pk=first.pk).update(suppressed="maintenance")
    Review.objects.create(
        point=point,
        factor="a21026",
        start=second.onset,
        end=second.end,
        standing="invalid",
        reason="r",
        by="t",
        at=DAY,
    )
    assert counts(rule()) == {"fired": 4, "confirmed": 2, "resting": 0, "missed": 0}


def test_a_rule_with_a_mistake_is_named(point):
    with pytest.raises(
        ValueError, match="rule exceedance new: ends_hours is a whole number above nothing, not 0"
    ):
        replay(rule(ends_hours=0), DAY, NOW)


def test_hours_that_are_not_kept_are_worked_out_from_the_readings(point):
    OutletLimit.objects.create(
        code="L",
        name="L",
        point=point,
        factor="a21026",
        averaging="hour",
        text="50",
        unit="mg/m³",
        document="permit",
    )
    long_ago = datetime(2025, 6, 1, tzinfo=UTC)
    rows = [
        {
            "point": "P1", "factor": "a21026", "statistic": "hour", "time": long_ago + place * HOUR,
            "value_e3": VALUES[sign][0] + place, "flag": "N", "received": long_ago, "source": "t", "row": place,
            "simulated": False,
        }
        for place, sign in enumerate("..x..xx....", 1)
    ]  # fmt: skip
    lake.append(pl.DataFrame(rows, schema_overrides={"time": lake.UTC, "received": lake.UTC}))
    table = rule(effective=long_ago.date())
    assert counts(table, start=long_ago, end=long_ago + 24 * HOUR)["fired"] == 2


def test_silences_are_read_from_the_journal_and_ours_are_not_theirs(point):
    lane = Lane.objects.create(name="t")
    devices = [Device.objects.create(code=mn, name=mn, point=point) for mn in ("A", "B")]
    minute = timedelta(minutes=1)
    heard = {"A": [*range(60), *range(90, 120)], "B": [*range(40), *range(50, 60), *range(90, 120)]}
    frames = [(at, mn) for mn, minutes in heard.items() for at in minutes]
    Frame.objects.bulk_create(
        Frame(
            id=lane.first + n,
            received=DAY + at * minute,
            door="hj212",
            peer="p",
            mn=mn,
            raw=b"",
            refusal="",
            reason="",
        )
        for n, (at, mn) in enumerate(sorted(frames), 1)
    )
    done = replay(rule("offline"), DAY, DAY + 2 * HOUR, now=NOW)
    assert [(one.device, one.onset, one.end) for one in done.fired] == [
        (devices[1].code, DAY + 39 * minute, DAY + 50 * minute)
    ]


def test_the_command_line_says_it_in_a_sentence(point, tmp_path, monkeypatch):
    path = tmp_path / "rule.toml"
    numbers = "".join(
        f"{name} = {value!r}\n" for name, value in rule()["rule"][0].items() if name != "effective"
    )
    path.write_text(f"[[rule]]\n{numbers}effective = 2026-01-01\n".replace("'", '"'), encoding="utf-8")
    arguments = ["rules", "replay", str(path), "--from", "2026-03-01", "--to", "2026-03-02"]
    run = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert run.exit_code == 0
    assert "exceedance: would have fired 4 times, 4 of them confirmed" in run.output
    told = json.loads(CliRunner().invoke(cli, [*arguments, "--json"], catch_exceptions=False).output)
    assert told["counts"]["exceedance"]["fired"] == len(told["fired"]) == 4
    listed = CliRunner().invoke(cli, ["rules", "list"], catch_exceptions=False).output
    assert "offline 2026-1 from 2017-01-01" in listed
