"""What can be judged: for each kind its columns, whether a site's rows belong together, and the kernel."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from huanzhi.wire import samples

from .. import gb3838, hj633, hj663
from ..gb3838.rules import number_of


@dataclass(frozen=True)
class Kind:
    """``judge`` takes a parsed table (``wire.samples.parse``) and an edition, and gives the result in units.

    ``order`` sorts the result of kinds that gather the rows of a site; the others keep the order of the input.
    ``said`` is the column that is empty where nothing could be judged.
    """

    name: str
    items: tuple[str, ...]
    places: int
    words: tuple[str, ...]
    order: tuple[str, ...]
    said: str
    judge: Callable[[pl.DataFrame, str | None], pl.DataFrame]

    def parse(self, frame: pl.DataFrame, source: str = "table", first_row: int = 2) -> pl.DataFrame:
        """The table with exact integers; ValueError names source, row, field and value."""
        return samples.parse(frame, self.items, self.places, self.words, source, first_row)

    def empty(self, columns: list[str]) -> pl.DataFrame:
        """The result of no rows of a table with these columns: its names and types."""
        return self.judge(self.parse(pl.DataFrame(schema=dict.fromkeys(columns, pl.String))), None)

    def judged(self, result: pl.DataFrame) -> int:
        """How many rows of a result say something."""
        return int((result[self.said].is_not_null() & (result[self.said].cast(pl.String) != "")).sum())


def _hours(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select("site", pl.col("when").alias("time"), *(f"{item}_e3" for item in hj633.ITEMS))


def _came(frame: pl.DataFrame, ending: str) -> pl.DataFrame:
    return frame.select(name for name in frame.columns if name != "when" and not name.endswith(ending))


def realtime(frame: pl.DataFrame, edition: str | None) -> pl.DataFrame:
    """Hours with their AQI."""
    judged = hj633.realtime(_hours(frame), edition)
    added = [*(f"iaqi_{item}" for item in hj633.ITEMS), "aqi", "level", "primary", "edition"]
    return pl.concat([_came(frame, "_e3"), judged.select(added)], how="horizontal")


def daily(frame: pl.DataFrame, edition: str | None) -> pl.DataFrame:
    """Days with their statistics and AQI."""
    return in_units(hj633.daily(_hours(frame), edition)).drop("missing")


def annual(frame: pl.DataFrame, edition: str | None) -> pl.DataFrame:
    """Years with their figures."""
    return in_units(hj663.annual(hj633.daily(_hours(frame), edition)))


def water(frame: pl.DataFrame, edition: str | None) -> pl.DataFrame:
    """Samples with their class, what decides it, and how far they are over their target."""
    if edition not in (None, "2002"):
        raise ValueError(f"GB 3838 has no edition {edition}; there is 2002")
    said = frame
    if "target" in frame.columns:
        names = {text: number_of(text) for text in frame["target"].unique() if text}
        said = said.with_columns(pl.col("target").replace_strict(names, default=None, return_dtype=pl.Int8))
    if "kind" in frame.columns:
        if wrong := set(frame["kind"].unique()) - {"", "river", "lake"}:
            raise ValueError(f"kind: {sorted(wrong)[0]!r} is neither river nor lake")
        said = said.with_columns(pl.col("kind").replace("", "river"))
    judged = gb3838.classes(said).select("class", "deciding", "exceeds")
    return pl.concat([_came(frame, "_e6"), judged], how="horizontal")


def in_units(rows: pl.DataFrame) -> pl.DataFrame:
    """Figures in their units (µg/m³, CO mg/m³; an index as such) instead of thousandths and hundredths; exact."""
    for ending, scale in (("_e3", 1000), ("_e2", 100)):
        names = [name for name in rows.columns if name.endswith(ending)]
        places = len(str(scale)) - 1
        exact = [(pl.col(n).cast(pl.Decimal(20, places)) / scale).cast(pl.Decimal(20, places)) for n in names]
        rows = rows.with_columns(exact).rename({name: name.removesuffix(ending) for name in names})
    return rows


_AIR = (samples.AIR, 3, ())
KINDS = {
    kind.name: kind
    for kind in (
        Kind("aqi-realtime", *_AIR, (), "aqi", realtime),
        Kind("aqi-daily", *_AIR, ("site", "day"), "aqi", daily),
        Kind("air-annual", *_AIR, ("site", "year"), "attains", annual),
        Kind("surface-water", gb3838.ITEMS, 6, ("kind", "target"), (), "class", water),
    )
}
