"""`huanzhi up`: database, migrations, web and worker in one command; stops cleanly."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click

from huanzhi.config.cli.main import start_django
from huanzhi.config.cli.serving import (
    WAIT_FOR_PAGE,
    gateway,
    instruments,
    page_answers,
    readings,
    stop,
    web,
    worker,
)

SIGN_IN_HINT = "Sign in at http://{host}:{port}/sign-in/ : one button for each demo person."


def _say(text: str) -> None:
    click.echo(f"· {text}")


def _database() -> None:
    """Start the embedded server (or take the named one) and hand its address to every child."""
    from huanzhi.config.database import application_url, migrate, sign_in

    _say("Database" + (" (DATABASE_URL)" if os.environ.get("DATABASE_URL") else " (embedded PostgreSQL)"))
    application = application_url()
    start_django(owner=True)
    _say("Migrations")
    migrate(application)
    sign_in(application)
    os.environ["DATABASE_URL"] = application  # of every process begun from here; none of them is the owner
    os.environ.pop("HUANZHI_OWNER_URL", None)


def _wait(children: list[subprocess.Popen[bytes]], seconds: float | None) -> int:
    """Until told to stop, until the time is over, or until a child dies (then its exit code)."""
    stopping = False

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    end = time.monotonic() + seconds if seconds else None
    while not stopping and (end is None or time.monotonic() < end):
        for child in children:
            if child.poll() is not None and not stopping:
                click.echo(f"huanzhi: {child.args!r} ended with {child.returncode}", err=True)
                return 1
        time.sleep(0.2)
    return 0


@click.command()
@click.option("--demo", is_flag=True, help="Load the shipped profile and a simulated district first.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port of the site.")
@click.option("--hj212-port", default=9212, show_default=True, help="Port for instruments (HJ 212).")
def up(demo: bool, host: str, port: int, hj212_port: int) -> None:
    """Run everything: database, migrations, site, worker, gateway. Ctrl-C stops it.

    Example: huanzhi up --demo --port 8000
    """
    if demo:
        os.environ["HUANZHI_DEMO"] = "1"
    _database()
    if demo:
        from huanzhi.config.cli.demo import load_demo

        load_demo()
    _say("Site, worker, gateway")
    children = [web(host, port), worker(), gateway(host, hj212_port), readings()]
    try:
        if not page_answers(host, port, WAIT_FOR_PAGE, children[0]):
            raise click.ClickException(f"no answer on http://{host}:{port}/ ; is the port taken?")
        click.echo(f"\nHuanzhi 环治 is ready: http://{host}:{port}/   (Ctrl-C stops it)")
        click.echo(f"Instruments speak HJ 212 to {host}:{hj212_port}")
        if demo:
            children.append(instruments(host, hj212_port))
            click.echo(SIGN_IN_HINT.format(host=host, port=port))
        sys.stdout.flush()
        code = _wait(children, float(os.environ.get("DEMO_SECONDS") or 0) or None)
    finally:
        stop(children)
    _say("Stopped")
    sys.exit(code)
