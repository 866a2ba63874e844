"""`huanzhi evaluate`: judge a table by a standard. Pure: no database is started."""

from pathlib import Path

import click

KINDS = ("aqi-realtime", "aqi-daily")


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("source", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=".csv or .parquet")
@click.option(
    "--edition", type=click.Choice(["2012", "2026"]), help="The edition of HJ 633, whatever the dates."
)
def evaluate(kind: str, source: Path, output: Path, edition: str | None) -> None:
    """Judge a CSV or Parquet file of hourly means; the edition follows the date of each sample.

    Example: huanzhi evaluate aqi-realtime hours.csv -o judged.csv
    """
    import polars as pl

    from huanzhi.standards import hj633
    from huanzhi.wire.samples import read_samples, write

    frame = read_samples(source)
    hours = frame.select("site", pl.col("when").alias("time"), *(f"{item}_e3" for item in hj633.ITEMS))
    if kind == "aqi-realtime":
        judged = hj633.realtime(hours, edition)
        added = [*(f"iaqi_{item}" for item in hj633.ITEMS), "aqi", "level", "primary", "edition"]
        came = [name for name in frame.columns if name != "when" and not name.endswith("_e3")]
        result = pl.concat([frame.select(came), judged.select(added)], how="horizontal")
    else:
        result = in_units(hj633.daily(hours, edition))
    write(result, output)
    click.echo(f"{output}: {result.height} rows, {result['aqi'].is_not_null().sum()} with an AQI", err=True)


def in_units(days: "pl.DataFrame") -> "pl.DataFrame":  # type: ignore[name-defined]  # noqa: F821
    """Statistics in µg/m³ (CO mg/m³) instead of thousandths; exact decimals."""
    import polars as pl

    names = [name for name in days.columns if name.endswith("_e3")]
    exact = [(pl.col(name).cast(pl.Decimal(20, 3)) / 1000).cast(pl.Decimal(20, 3)) for name in names]
    return days.with_columns(exact).rename({name: name.removesuffix("_e3") for name in names}).drop("missing")
