"""`huanzhi evaluate`: judge a table by a standard. Pure: no database is started."""

from pathlib import Path
from typing import Any

import click

KINDS = ("aqi-realtime", "aqi-daily", "air-annual", "surface-water")


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("source", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=".csv or .parquet")
@click.option(
    "--edition", type=click.Choice(["2012", "2026"]), help="The edition of HJ 633, whatever the dates."
)
def evaluate(kind: str, source: Path, output: Path, edition: str | None) -> None:
    """Judge a CSV or Parquet file; the edition follows the date of each sample.

    aqi-realtime, aqi-daily and air-annual take 1-hour means: site, time, pm2_5, pm10, so2, no2, co, o3, o3_8h.
    surface-water takes site, time, kind (river, lake), target (a class) and items in mg/L: ph, do, codmn, ...

    Example: huanzhi evaluate aqi-realtime hours.csv -o judged.csv
    """
    from huanzhi.wire.samples import write

    result = water(source) if kind == "surface-water" else air(kind, source, edition)
    write(result, output)
    said = {"surface-water": "class", "air-annual": "attains"}.get(kind, "aqi")
    judged = ((result[said].is_not_null()) & (result[said].cast(str) != "")).sum()
    click.echo(f"{output}: {result.height} rows, {judged} judged", err=True)


def air(kind: str, source: Path, edition: str | None) -> Any:
    """Hours with their AQI, or days with their statistics."""
    import polars as pl

    from huanzhi.standards import hj633, hj663
    from huanzhi.wire.samples import read_samples

    frame = read_samples(source)
    hours = frame.select("site", pl.col("when").alias("time"), *(f"{item}_e3" for item in hj633.ITEMS))
    if kind == "aqi-daily":
        return in_units(hj633.daily(hours, edition)).drop("missing")
    if kind == "air-annual":
        return in_units(hj663.annual(hj633.daily(hours, edition)))
    judged = hj633.realtime(hours, edition)
    added = [*(f"iaqi_{item}" for item in hj633.ITEMS), "aqi", "level", "primary", "edition"]
    came = [name for name in frame.columns if name != "when" and not name.endswith("_e3")]
    return pl.concat([frame.select(came), judged.select(added)], how="horizontal")


def water(source: Path) -> Any:
    """Samples with their class, what decides it, and how far they are over their target."""
    import polars as pl

    from huanzhi.standards import gb3838
    from huanzhi.standards.gb3838.rules import number_of
    from huanzhi.wire.samples import read_samples

    frame = read_samples(source, gb3838.ITEMS, 6, ("kind", "target"))
    said = frame
    if "target" in frame.columns:
        names = {text: number_of(text) for text in frame["target"].unique() if text}
        said = said.with_columns(pl.col("target").replace_strict(names, default=None, return_dtype=pl.Int8))
    if "kind" in frame.columns:
        if wrong := set(frame["kind"].unique()) - {"", "river", "lake"}:
            raise ValueError(f"{source}, kind: {sorted(wrong)[0]!r} is neither river nor lake")
        said = said.with_columns(pl.col("kind").replace("", "river"))
    judged = gb3838.classes(said)
    came = [name for name in frame.columns if name != "when" and not name.endswith("_e6")]
    return pl.concat([frame.select(came), judged.select("class", "deciding", "exceeds")], how="horizontal")


def in_units(rows: Any) -> Any:
    """Figures in their units (µg/m³, CO mg/m³; an index as such) instead of thousandths and hundredths; exact."""
    import polars as pl

    for ending, scale in (("_e3", 1000), ("_e2", 100)):
        names = [name for name in rows.columns if name.endswith(ending)]
        places = len(str(scale)) - 1
        exact = [(pl.col(n).cast(pl.Decimal(20, places)) / scale).cast(pl.Decimal(20, places)) for n in names]
        rows = rows.with_columns(exact).rename({name: name.removesuffix(ending) for name in names})
    return rows
