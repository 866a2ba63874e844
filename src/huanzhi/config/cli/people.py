"""`huanzhi people`: who may come in, and in which role."""

import click

from huanzhi.config.cli.main import start_django

ROLES = ("planner", "liaison", "leader", "administrator")


@click.group()
def people() -> None:
    """People: make a user, give a role in an organisation."""


@people.command()
@click.argument("username")
@click.option("--name", required=True, help="What people call them.")
@click.option("--organisation", required=True, help="Name, confirmed alias or code of the organisation.")
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.password_option(help="Asked for when it is not given.")
def add(username: str, name: str, organisation: str, role: str, password: str) -> None:
    """Make a user and give a role; one that is there keeps the password and gets the role too.

    Example: huanzhi people add zhou --name 周岚 --organisation 生态环境分局 --role planner
    """
    start_django()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.people.actions import create_user, grant
    from huanzhi.people.models import Organisation
    from huanzhi.people.queries import resolve

    body = resolve(organisation) or Organisation.objects.filter(code=organisation).first()
    if body is None:
        raise LookupError(
            f"no organisation {organisation!r}; the plan's names are on the page of departments"
        )
    try:
        validate_password(password)
    except ValidationError as error:
        raise ValueError(f"password: {' '.join(error.messages)}") from None
    actor = SYSTEM("huanzhi people add")
    grant(actor, create_user(actor, username, name, password), body, role)
    click.echo(f"{username}: {role} in {body}")
