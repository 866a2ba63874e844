"""Published results: every real-time AQI and primary pollutant of the national feed's sample is reproduced."""

import polars as pl
import pytest
from click.testing import CliRunner

from huanzhi.config.cli.evaluate import evaluate

PUBLISHED_AQI, PUBLISHED_PRIMARY = 11_462, 4_097
NAMES = {
    "细颗粒物(PM2.5)": "pm2_5",
    "颗粒物(PM10)": "pm10",
    "二氧化硫": "so2",
    "二氧化氮": "no2",
    "一氧化碳": "co",
    "臭氧1小时": "o3",
}


@pytest.fixture(scope="module")
def judged(shared, tmp_path_factory) -> pl.DataFrame:
    """The feed beside what `huanzhi evaluate` makes of it; in the feed `o3_24h` is the hour's own ozone."""
    feed = pl.read_csv(shared / "data" / "air" / "cnemc_hourly_stations.csv", infer_schema=False)
    place = tmp_path_factory.mktemp("truth")
    names = {"stationcode": "site", "timepoint": "time", "o3_24h": "o3"}
    items = ["pm2_5", "pm10", "so2", "no2", "co"]
    hours = feed.drop("o3").rename(names).select("site", "time", *items, "o3")
    hours.write_csv(place / "in.csv")
    run = CliRunner().invoke(
        evaluate,
        ["aqi-realtime", str(place / "in.csv"), "-o", str(place / "out.csv")],
        catch_exceptions=False,
    )
    assert run.exit_code == 0
    found = pl.read_csv(place / "out.csv", infer_schema=False).select("aqi", "primary")
    return pl.concat([feed.select(said="aqi", named="primarypollutant"), found], how="horizontal").filter(
        pl.col("said").fill_null("") != ""
    )


def test_every_published_aqi(judged):
    assert judged.height == PUBLISHED_AQI
    assert judged.filter(pl.col("aqi").eq_missing(pl.col("said"))).height == PUBLISHED_AQI


def test_every_published_primary_pollutant(judged):
    named = judged.filter(pl.col("named").fill_null("") != "")
    assert named.height == PUBLISHED_PRIMARY
    for said, found in named.select("named", "primary").iter_rows():
        assert {NAMES[name] for name in said.split(",")} == set(found.split(";")), (said, found)


def test_no_primary_where_the_air_is_excellent(judged):
    excellent = judged.filter(pl.col("said").cast(pl.Int64) <= 50)
    assert excellent.filter(pl.col("primary").fill_null("") != "").height == 0
