"""`huanzhi manage …`: Django's own commands, for those who build Huanzhi."""

import click

from huanzhi.config.cli.main import start_django


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def manage(args: tuple[str, ...]) -> None:
    """Django's own commands, for example: huanzhi manage makemigrations plan."""
    start_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["huanzhi manage", *args])
