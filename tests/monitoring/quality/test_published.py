"""On readings that the national network published the checks are quiet; docs/explanation/quality.md has the figures."""

import polars as pl

from huanzhi.monitoring.quality import assess

AIR = {
    "pm2_5": "pm2_5",
    "pm10": "pm10",
    "so2": "so2",
    "no2": "no2",
    "co": "co",
    "o3_24h": "o3",
}  # o3_24h is the hour
WATER = {
    "temp_c": "w01010", "ph": "w01001", "do": "w01009", "codmn": "w01019", "nh3n": "w21003", "tn": "w21001",
    "tp": "w21011",
}  # fmt: skip


def long(table, columns):
    """A column an item as a row a reading."""
    value = [
        table.select(
            "point",
            "time",
            factor=pl.lit(factor),
            value_e3=(pl.col(name).str.strip_chars("*").cast(pl.Float64, strict=False) * 1000)
            .round()
            .cast(pl.Int64),
            flag=pl.lit("N"),
        )
        for name, factor in columns.items()
    ]
    return (
        pl.concat(value)
        .drop_nulls("time")
        .unique(["point", "factor", "time"], keep="first", maintain_order=True)
    )


def said(frame):
    seen = assess(frame, {})
    marks = seen.explode("marks").unnest("marks").group_by("rule").len()
    return (
        seen.height,
        seen["standing"].is_in(["suspect", "invalid"]).sum(),
        dict(marks.drop_nulls().iter_rows()),
    )


def test_air(shared):
    table = pl.read_csv(shared / "data" / "air" / "cnemc_hourly_stations.csv", infer_schema=False)
    time = pl.col("timepoint").str.to_datetime(time_unit="us").dt.replace_time_zone("Asia/Shanghai")
    height, doubted, marks = said(long(table.with_columns(point="stationcode", time=time), AIR))
    assert (height, doubted) == (71_538, 280)
    assert marks.pop("missing") > 0
    assert marks == {"particles": 278, "spike": 2}


def test_water(shared):
    name = "cnemc_surface_water_2021-04_4h.csv"
    table = pl.read_csv(shared / "data" / "water" / name, infer_schema=False)
    time = ("2021-" + pl.col("time")).str.to_datetime("%Y-%m-%d %H:%M", strict=False, time_unit="us")
    point = pl.concat_str("province", "basin", "section", separator="/")
    height, doubted, marks = said(long(table.with_columns(time=time, point=point), WATER))
    assert (height, doubted) == (280_840, 147)
    assert set(marks) == {"missing", "saturation", "share-of-total"}
