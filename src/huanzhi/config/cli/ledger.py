"""`huanzhi ledger`: prove the chain, or write it to a file that anybody can prove."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from huanzhi.config.cli.main import start_django


@click.group()
def ledger() -> None:
    """The ledger: verify its chain, export it."""


@ledger.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
def verify(file: Path | None) -> None:
    """Recompute every hash, of the database or of an exported file; exit code 1 at the first break.

    Example: huanzhi ledger verify ledger.jsonl
    """
    from huanzhi.ledger.chain import verify as proven

    if file is None:
        start_django()
        from huanzhi.ledger.queries import state

        held, broken = state()
    else:
        held, broken = proven(_lines(file))
    if broken is not None:
        click.echo(f"huanzhi: {file or 'ledger'}: {broken}; {held} entries before it hold", err=True)
        sys.exit(1)
    click.echo(f"{held} entries, the chain holds")


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    if not file.exists():
        raise FileNotFoundError(f"{file}: no such file")
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield json.loads(line)
            except ValueError:
                raise ValueError(f"{file}, line {number}: not JSON") from None


@ledger.command()
@click.argument("out", type=click.Path(path_type=Path))
def export(out: Path) -> None:
    """Write every entry, one JSON document a line.

    Example: huanzhi ledger export ledger.jsonl
    """
    start_django()
    from huanzhi.ledger.queries import entries

    count = 0
    with out.open("w", encoding="utf-8") as file:
        for entry in entries():
            count += 1
            file.write(json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n")
    click.echo(f"{out}: {count} entries")
