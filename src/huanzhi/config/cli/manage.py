"""`huanzhi manage …`: Django's own commands, for those who build Huanzhi."""

import click

from huanzhi.config.cli.main import start_django


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def manage(args: tuple[str, ...]) -> None:
    """Django's own commands, for example: huanzhi manage makemigrations plan."""
    from huanzhi.config.database import application_url, migrate

    start_django(owner=args[:1] == ("migrate",))
    if args == ("migrate",):
        migrate(application_url(), verbosity=1)
        return
    from django.core.management import execute_from_command_line

    execute_from_command_line(["huanzhi manage", *args])
