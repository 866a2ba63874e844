"""Saying what is being done: a bar on a terminal, a line elsewhere, nothing when nobody looks."""

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

import click

T = TypeVar("T")


def steps(what: str, items: Sequence[T], quiet: bool = False) -> Iterator[T]:
    """Go through the items, showing how far it is and, at the end, how long it took."""
    begun = time.monotonic()
    if quiet:
        yield from items
        return
    if sys.stderr.isatty() and len(items) > 1:
        from rich.console import Console
        from rich.progress import track

        yield from track(items, f"· {what}", console=Console(stderr=True), transient=True)
        click.echo(f"· {what} {time.monotonic() - begun:.1f} s")
        return
    click.echo(f"· {what} …", nl=False)
    yield from items
    click.echo(f" {time.monotonic() - begun:.1f} s")
