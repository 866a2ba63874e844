"""`huanzhi points`: which points a figure rests on."""

from datetime import datetime

import click

from huanzhi.config.cli.main import start_django


@click.group()
def points() -> None:
    """Points: say which of them a figure rests on."""


@points.command("set")
@click.argument("code")
@click.argument("members", nargs=-1, required=True)
@click.option("--name", required=True, help="What people call the set.")
@click.option("--from", "since", required=True, type=click.DateTime(["%Y-%m-%d"]), help="From when it holds.")
@click.option("--note", default="", help="Why these points.")
def set_(code: str, members: tuple[str, ...], name: str, since: datetime, note: str) -> None:
    """Name a set of points; another one of the same code is its next version.

    The air figures rest on the set air-assessment.

    Example: huanzhi points set air-assessment 1121A 1127A --name 国控站 --from 2021-01-01
    """
    start_django()
    from huanzhi.config.cli.figures import refresh_figures
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.monitoring.actions import define_point_set

    actor = SYSTEM("huanzhi points set")
    made = define_point_set(actor, code, name, list(members), since.date(), note=note)
    click.echo(f"{made}: {', '.join(members)}")
    refresh_figures(actor)
