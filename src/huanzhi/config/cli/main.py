"""`huanzhi`: the one command. Each group is loaded only when it is asked for."""

import importlib
import os
import sys

import click

COMMANDS = {
    "up": ("huanzhi.config.cli.up", "up"),
    "demo-data": ("huanzhi.config.cli.demo", "demo_data"),
    "plan": ("huanzhi.config.cli.plan", "plan"),
    "measures": ("huanzhi.config.cli.measures", "measures"),
    "standards": ("huanzhi.config.cli.standards", "standards"),
    "evaluate": ("huanzhi.config.cli.evaluate", "evaluate"),
    "hj212": ("huanzhi.config.cli.hj212", "hj212"),
    "simulate": ("huanzhi.config.cli.simulate", "simulate"),
    "devices": ("huanzhi.config.cli.devices", "devices"),
    "gateway": ("huanzhi.config.cli.gateway", "gateway"),
    "mqtt": ("huanzhi.config.cli.mqtt", "mqtt"),
    "readings": ("huanzhi.config.cli.readings", "readings"),
    "import": ("huanzhi.config.cli.imports", "imports"),
    "points": ("huanzhi.config.cli.points", "points"),
    "rules": ("huanzhi.config.cli.rules", "rules"),
    "duties": ("huanzhi.config.cli.duties", "duties"),
    "people": ("huanzhi.config.cli.people", "people"),
    "lake": ("huanzhi.config.cli.lake", "lake"),
    "ledger": ("huanzhi.config.cli.ledger", "ledger"),
    "evidence": ("huanzhi.config.cli.evidence", "evidence"),
    "doctor": ("huanzhi.config.cli.doctor", "doctor"),
    "manage": ("huanzhi.config.cli.manage", "manage"),
}


class Lazy(click.Group):
    """A group whose commands are imported on first use, so that the pure ones start no database."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        return getattr(importlib.import_module(module), name)


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="huanzhi")
def cli() -> None:
    """Huanzhi 环治: a district's ecological-environment plan, from promise to proof."""


def start_django(owner: bool = False) -> None:
    """Set Django up; commands that touch records call it first. Only `owner` may make and change tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huanzhi.config.settings")
    import django
    from django.conf import settings

    from huanzhi.config.database import application_url, owner_url, sign_in

    if not settings.configured and not os.environ.get("HUANZHI_NO_DATABASE"):
        sign_in(owner_url() if owner else application_url())

    django.setup()


def main() -> None:
    """Entry point: known failures become one clear line and exit code 1, wrong usage 2."""
    try:
        cli(prog_name="huanzhi")
    except (OSError, ValueError, LookupError) as error:
        if os.environ.get("HUANZHI_DEBUG"):
            raise
        click.echo(f"huanzhi: {error}", err=True)
        sys.exit(1)
    except Exception as error:
        if type(error).__name__ != "ProgrammingError" or os.environ.get("HUANZHI_DEBUG"):
            raise
        click.echo("huanzhi: the database is not set up yet: run huanzhi up once", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
