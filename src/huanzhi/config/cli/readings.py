"""`huanzhi readings`: what comes after the gateway, in a process of its own."""

import os
import signal
from types import FrameType

import click

from huanzhi.config.cli.main import start_django


@click.command()
@click.option(
    "--flush-seconds", type=int, help="How long a reading may wait for the lake; else as keeping.toml has it."
)
def readings(flush_seconds: int | None) -> None:
    """Unpack what the journal holds, recompute what it touches, fill the lake. Ctrl-C stops it.

    Example: huanzhi readings
    """
    start_django()
    from huanzhi.config.pipeline import run

    stopped = False
    parent = os.getppid()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    run(lambda: stopped or os.getppid() != parent, flush_seconds)
