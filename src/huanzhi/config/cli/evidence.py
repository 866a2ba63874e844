"""`huanzhi evidence`: prove that the originals are what they were when they were recorded."""

import sys

import click

from huanzhi.config.cli.main import start_django


@click.group()
def evidence() -> None:
    """Evidence: verify its originals."""


@evidence.command()
@click.option("--newest", type=click.IntRange(1), help="Only so many of the newest, of each kind.")
def verify(newest: int | None) -> None:
    """Work out the hash of every original again; exit code 1 when one is gone or changed.

    Example: huanzhi evidence verify
    """
    start_django()
    from huanzhi.plan.works.files import hashes as of_works
    from huanzhi.work.attachments.storage import verify as proven
    from huanzhi.work.showing import hashes

    held = list(dict.fromkeys([*hashes(newest), *of_works(newest)]))
    wrong = 0
    for fault in proven(held):
        wrong += 1
        click.echo(f"huanzhi: {fault}", err=True)
    click.echo(f"{len(held)} originals, {wrong} wrong")
    sys.exit(1 if wrong else 0)
