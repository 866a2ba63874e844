"""`huanzhi evaluate`: judge a table by a standard. Pure: no database is started."""

from pathlib import Path

import click

from huanzhi.config.cli.progress import rows_read

NAMES = ("aqi-realtime", "aqi-daily", "air-annual", "surface-water")


@click.command()
@click.argument("kind", type=click.Choice(NAMES))
@click.argument("source", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=".csv or .parquet")
@click.option(
    "--engine",
    type=click.Choice(["polars", "spark"]),
    default="polars",
    show_default=True,
    help="spark needs huanzhi[spark].",
)
@click.option(
    "--edition", type=click.Choice(["2012", "2026"]), help="The edition of HJ 633, whatever the dates."
)
def evaluate(kind: str, source: Path, output: Path, engine: str, edition: str | None) -> None:
    """Judge a CSV or Parquet file, or a folder of Parquet files; the edition follows the date of each sample.

    aqi-realtime, aqi-daily and air-annual take 1-hour means: site, time, pm2_5, pm10, so2, no2, co, o3, o3_8h.
    surface-water takes site, time, kind (river, lake), target (a class) and items in mg/L: ph, do, codmn, ...

    Example: huanzhi evaluate aqi-realtime hours.csv -o judged.csv
    """
    from huanzhi.standards.evaluation import local, spark

    judge = spark.evaluate if engine == "spark" else local.evaluate
    with rows_read(f"{kind} {source.name}") as told:
        rows, judged = judge(kind, source, output, edition, told)
    click.echo(f"{output}: {rows} rows, {judged} judged", err=True)
