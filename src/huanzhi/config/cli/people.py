"""`huanzhi people`: who may come in, and in which role."""

from typing import Any

import click

from huanzhi.config.cli.main import start_django

ROLES = ("planner", "liaison", "leader", "grid", "inspector", "assessor", "administrator")


@click.group()
def people() -> None:
    """People: make a user, give a role in an organisation, let somebody in again, link a name at the provider."""


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


@people.command("reset-second-step")
@click.argument("username")
@click.option("--reason", required=True, help="Why; it stands in the ledger.")
def reset_second_step(username: str, reason: str) -> None:
    """Let somebody sign in without a code again whose authenticator and recovery codes are lost.

    Example: huanzhi people reset-second-step zhou --reason "telephone lost"
    """
    start_django()
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.people.actions import remove_second_step

    remove_second_step(SYSTEM("huanzhi people reset-second-step"), _user(username), reason=reason)
    click.echo(f"{username}: no second step")


@people.command()
@click.argument("username")
@click.argument("subject")
def link(username: str, subject: str) -> None:
    """Let a name at the configured provider of single sign-on (its `sub`) open an account.

    Example: huanzhi people link zhou 7f3a9c10
    """
    start_django()
    from django.conf import settings

    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.people.actions import link_identity

    if not settings.OIDC:
        raise ValueError("single sign-on is off: HUANZHI_OIDC_ISSUER is not set")
    link_identity(SYSTEM("huanzhi people link"), _user(username), settings.OIDC["issuer"], subject)
    click.echo(f"{username}: {subject} at {settings.OIDC['issuer']}")


def _user(username: str) -> Any:
    from huanzhi.people.models import User

    held = User.objects.filter(username=username).first()
    if held is None:
        raise LookupError(f"no user {username!r}")
    return held
