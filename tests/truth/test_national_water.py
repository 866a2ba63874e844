"""Published results: the classes of the national automatic stations are reproduced, and the rest is counted.

The feed does not say which sections lie in lakes; a section counts as one when the lakes' column explains more of
its published classes than the rivers' does.
"""

import polars as pl
import pytest

from huanzhi.standards import gb3838
from huanzhi.standards.gb3838.rules import CLASSES, compiled

ITEMS = ("ph", "do", "codmn", "nh3n", "tp")
PUBLISHED, AGREE, LAKES = 42_557, 42_027, 96
SAID = {"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV", "Ⅴ": "V", "劣Ⅴ": "劣V"}


@pytest.fixture(scope="module")
def judged(shared) -> pl.DataFrame:
    feed = pl.read_csv(shared / "data" / "water" / "cnemc_surface_water_2021-04_4h.csv", infer_schema=False)
    feed = feed.filter(pl.col("water_class").is_in(list(SAID)))
    number = pl.col(*ITEMS).str.strip_chars("*").cast(pl.Decimal(20, 6), strict=False)
    feed = feed.with_columns((number * 10**6).cast(pl.Int64).name.suffix("_e6"))
    feed = feed.with_columns(said=pl.col("water_class").replace_strict(SAID), kind=pl.lit("river"))
    river = gb3838.classes(feed)
    lake = gb3838.classes(feed.with_columns(kind=pl.lit("lake")))
    both = river.with_columns(lake=lake["class"])
    hits = [(pl.col(name) == pl.col("said")).sum().over("province", "section") for name in ("class", "lake")]
    return both.with_columns(in_lake=hits[1] > hits[0]).with_columns(
        found=pl.when("in_lake").then("lake").otherwise("class")
    )


def test_the_published_classes(judged):
    assert judged.height == PUBLISHED
    assert judged.filter("in_lake").select("province", "section").n_unique() == LAKES
    assert (judged["found"] == judged["said"]).sum() == AGREE


def test_what_does_not_agree_is_explained_by_category(judged):
    """A value within 2 % of a limit that the published class would need: rounding; else a class that is stale."""
    other = judged.filter(pl.col("found") != pl.col("said"))
    counted = {"rounding at a limit": 0, "a class that does not belong to the values": 0}
    for row in other.iter_rows(named=True):
        near = _near(row)
        counted["rounding at a limit" if near else "a class that does not belong to the values"] += 1
    assert sum(counted.values()) == PUBLISHED - AGREE
    assert counted == {"rounding at a limit": ROUNDING, "a class that does not belong to the values": STALE}


ROUNDING, STALE = 265, 265


def _near(row) -> bool:
    wanted = CLASSES.index(row["said"])
    ladders = compiled("lake" if row["in_lake"] else "river").ladders
    for item in ITEMS[1:]:
        value = row[f"{item}_e6"]
        if value is None or value < 0:
            continue
        limits = ladders[item].limits
        edges = [limits[at] for at in (wanted - 1, wanted) if 0 <= at < len(limits)]
        if any(abs(value - edge) * 50 <= edge for edge in edges):
            return True
    return False
