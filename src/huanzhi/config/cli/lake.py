"""`huanzhi lake`: what the lake holds, closing days, and proof that closed days are as they were."""

import os
import sys
from datetime import datetime

import click

from huanzhi.config.cli.main import start_django

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def lake() -> None:
    """The lake of readings: its state, sealing days, holding files against their seals."""


@lake.command()
def status() -> None:
    """Readings, files and bytes by statistic; what waits for the lake; sealed days and those that are due.

    Example: huanzhi lake status
    """
    start_django()
    from django.utils import timezone

    from huanzhi.monitoring import keeping, seals
    from huanzhi.monitoring.lake.delta import place, table

    click.echo(f"{place()}, version {table().version()}")
    for row in seals.lake_status():
        size = row["bytes"] / row["rows"] if row["rows"] else 0
        click.echo(
            f"{row['statistic']:<8} {row['rows']:>13,} readings {row['files']:>6,} files {size:>6.2f} bytes a reading"
        )
    sealed, due = seals.newest_seals(), seals.due(timezone.now())
    newest = f", the last {max(sealed)}" if sealed else ""
    click.echo(f"{seals.waiting():,} readings wait to be put in")
    click.echo(f"{len(sealed)} days sealed{newest}; {len(due)} due{': ' + str(due[0]) if due else ''}")
    days = keeping.journal_days()
    click.echo("raw frames are kept " + ("for good" if days is None else f"for {days} days"))


@lake.command()
@click.argument("day", type=DAY, required=False)
def seal(day: datetime | None) -> None:
    """Close a day (or all that are due): put its files together, enter their hashes in the ledger.

    Example: huanzhi lake seal 2026-05-03
    """
    start_django()
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.monitoring.actions.sealing import seal_day, seal_due

    actor = SYSTEM("huanzhi lake seal")
    done = [seal_day(actor, day.date())] if day else seal_due(actor, most=10**6)
    for one in done:
        click.echo(f"{one}: {one.rows:,} readings in {len(one.files)} files, ledger entry {one.entry}")
    if not done:
        click.echo("nothing is due")


@lake.command()
def keep_up() -> None:
    """The daily round: close the days that are due, hold them against their seals, sweep, trim the journal.

    `huanzhi readings` begins it every hour; by hand it is never needed. It may be ended at any moment.

    Example: huanzhi lake keep-up
    """
    os.nice(10)
    start_django()
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.monitoring.actions import sealing

    done = sealing.keep_up(SYSTEM("huanzhi lake keep-up"))
    if done is None:
        click.echo("another process is at it")
    else:
        click.echo(
            f"{done['sealed']} days sealed, {done['swept']} files swept, {done['trimmed']} frames trimmed"
        )


@lake.command()
@click.argument("days", type=DAY, nargs=-1)
def verify(days: tuple[datetime, ...]) -> None:
    """Hold the files of sealed days against their seals and the ledger; exit code 1 when one differs.

    Example: huanzhi lake verify 2026-05-03
    """
    start_django()
    from huanzhi.monitoring import seals
    from huanzhi.monitoring.actions.sealing import verify_seals

    chosen = [day.date() for day in days] or sorted(seals.newest_seals())
    if found := verify_seals(chosen):
        for line in found:
            click.echo(f"huanzhi: {line}", err=True)
        sys.exit(1)
    click.echo(f"{len(chosen)} sealed days hold")
