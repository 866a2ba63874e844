"""`huanzhi import FORMAT FILE…`: take files in, with an account of what was taken, what was refused and why."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from huanzhi.config.cli.main import start_django

FORMATS = ("cnemc-hourly", "lab", "areas", "register:<name>")
SHOWN = 10


@click.command("import")
@click.argument("form", metavar="FORMAT")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--city", help="cnemc-hourly: first make the stations of this city points.")
@click.option(
    "--crs",
    default="unstated",
    type=click.Choice(["wgs-84", "cgcs2000", "gcj-02", "unstated"]),
    help="areas: the coordinate reference of the file.",
)
def imports(form: str, files: tuple[Path, ...], city: str | None, crs: str) -> None:
    """Take files in: cnemc-hourly, lab (.csv, .xlsx), areas (GeoJSON), register:<name> (.csv, .xlsx).

    A row that cannot be used is kept with its reason, on the page of intakes.

    Example: huanzhi import cnemc-hourly hours.csv --city 长春市
    """
    for file in files:
        if not file.exists():
            raise FileNotFoundError(f"{file}: no such file")
    if form not in FORMATS and not form.startswith("register:"):
        raise click.UsageError(f"no format {form!r}; there are: {', '.join(FORMATS)}")
    start_django()
    if form == "cnemc-hourly":
        _report(_readings(files, city))
    elif form == "lab":
        _report(_laboratory(files))
    elif form == "areas":
        _report(_areas(file, crs) for file in files)
    else:
        _report(_register(form.removeprefix("register:"), file) for file in files)


def _actor() -> Any:
    from huanzhi.ledger.verbs import SYSTEM

    return SYSTEM("huanzhi import")


def _readings(files: tuple[Path, ...], city: str | None) -> Iterable[Any]:
    """Readings into the lake, then verdicts of their days and hours, and the figures that rest on them."""
    from huanzhi.config.cli.figures import judge, refresh_figures
    from huanzhi.monitoring import lake
    from huanzhi.monitoring.actions import import_cnemc_hourly
    from huanzhi.monitoring.actions.intake import unfinished_since
    from huanzhi.monitoring.doors.files import CNEMC
    from huanzhi.monitoring.models import Point

    before = lake.newest("received")
    if before is not None and (waiting := unfinished_since(CNEMC)) is not None:
        before = min(before, waiting - timedelta(microseconds=1))  # a crash came before its days were judged
    taken = import_cnemc_hourly(_actor(), files, city=city)
    points = list(Point.objects.filter(medium="air").exclude(kind="micro"))
    if (days := lake.days_since(before)) is not None and points:
        judge(_actor(), points, *days)
        refresh_figures(_actor())
    return taken


def _laboratory(files: tuple[Path, ...]) -> Iterable[Any]:
    from huanzhi.monitoring.actions import import_laboratory

    return import_laboratory(_actor(), files)


def _areas(file: Path, crs: str) -> Any:
    from huanzhi.people.actions import import_areas

    return import_areas(_actor(), file.read_bytes(), file.name, crs)


def _register(name: str, file: Path) -> Any:
    from huanzhi.kit.actions import import_records
    from huanzhi.kit.register import find
    from huanzhi.kit.spreadsheets import rows_of

    content = file.read_bytes()
    return import_records(_actor(), find(name), rows_of(content, file.name), file.name, content)


def _report(intakes: Iterable[Any]) -> None:
    for intake in intakes:
        click.echo(f"{intake.file_name}: {intake.rows_taken} of {intake.rows_total} rows taken, ", nl=False)
        click.echo(f"{intake.rows_refused} refused")
        for row in intake.refused.all()[:SHOWN]:
            click.echo(f"  row {row.row}, {row.field or 'row'}: {row.value!r}: {row.reason}")
        if intake.rows_refused > SHOWN:
            click.echo(f"  … and {intake.rows_refused - SHOWN} more, on the page of intakes")
