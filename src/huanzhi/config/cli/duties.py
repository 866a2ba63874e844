"""`huanzhi duties`: bring the list of duties in step with registers and rules now, and say how it stands."""

import click

from huanzhi.config.cli.main import start_django


@click.command()
def duties() -> None:
    """Follow registers and rules; the worker does the same every ten minutes. Run again, it changes nothing.

    Example: huanzhi duties
    """
    start_django()
    from django.utils import timezone

    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.work.actions.duty_keeping import keep_duties
    from huanzhi.work.models import Obligation
    from huanzhi.work.obligations.queries import counts

    kept = keep_duties(SYSTEM("huanzhi duties"))
    click.echo(
        f"{kept.made} made, {kept.changed} changed, {kept.withdrawn} withdrawn, {len(kept.cases)} cases opened"
    )
    stand = counts(Obligation.objects.all(), timezone.localdate())
    click.echo(f"{stand['open']} to be done: {stand['late']} late, {stand['soon']} due within 30 days")
    for rule, subject in kept.nobody:
        click.echo(f"{rule}: nobody answers for {subject.key} ({subject.name})", err=True)
