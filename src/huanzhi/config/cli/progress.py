"""Saying what is being done: a bar on a terminal, a line elsewhere, nothing when nobody looks."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import click

T = TypeVar("T")


@contextmanager
def saying(what: str, quiet: bool = False) -> Iterator[None]:
    """Say what is being done and, at the end, how long it took."""
    begun = time.monotonic()
    if not quiet:
        click.echo(f"· {what} …", nl=False)
    yield
    if not quiet:
        click.echo(f" {time.monotonic() - begun:.1f} s")


def steps(what: str, items: Sequence[T], quiet: bool = False) -> Iterator[T]:
    """Go through the items, showing how far it is and, at the end, how long it took."""
    if quiet or not sys.stderr.isatty() or len(items) < 2:
        with saying(what, quiet):
            yield from items
        return
    from rich.console import Console
    from rich.progress import track

    begun = time.monotonic()
    yield from track(items, f"· {what}", console=Console(stderr=True), transient=True)
    click.echo(f"· {what} {time.monotonic() - begun:.1f} s")


@contextmanager
def rows_read(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Count rows on a terminal while they are read; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda rows: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("· {task.description}"), BarColumn(), TextColumn("{task.completed:,} rows"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda rows: bar.advance(task, rows)
