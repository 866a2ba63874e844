"""`huanzhi devices`: what of an instrument is not for a page or a spreadsheet."""

import click

from huanzhi.config.cli.main import start_django


@click.group()
def devices() -> None:
    """Instruments: their passwords. Everything else of them is a register."""


@devices.command()
@click.argument("mn")
@click.option("--tell", is_flag=True, help="Tell the device (1072) as soon as it is connected.")
@click.password_option(help="Asked for when it is not given.")
def password(mn: str, tell: bool, password: str) -> None:
    """Set what a device says as PW: six letters and digits. The former one opens for another day.

    Example: huanzhi devices password 010000A8900016F000169DC0 --tell
    """
    start_django()
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.monitoring.actions.devices import rotate_password, set_password
    from huanzhi.monitoring.models import Device

    device = Device.objects.filter(code=mn).first()
    if device is None:
        raise LookupError(f"no device {mn!r} on record; the register of devices has them")
    change = rotate_password if tell else set_password
    change(SYSTEM("huanzhi devices password"), device, password)
    click.echo(f"{mn}: password set" + (", the device will be told" if tell else ""))
