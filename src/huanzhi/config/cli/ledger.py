"""`huanzhi ledger`: prove the chain and single entries, put its state into a checkpoint, erase what was sealed."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from huanzhi.config.cli.main import start_django
from huanzhi.config.cli.progress import rows_read
from huanzhi.config.cli.proving import document, prove_file

FILE = click.Path(path_type=Path)
OUT = click.option("-o", "--out", type=FILE, help="Write here instead of on the terminal.")


@click.group()
def ledger() -> None:
    """The ledger: verify it, publish its checkpoints, prove single entries."""


@ledger.command()
@click.argument("file", required=False, type=FILE)
@click.option("--checkpoint", type=FILE, help="A published checkpoint that it must agree with.")
@click.option("--earlier", type=FILE, help="Of a proof of growth: the earlier checkpoint.")
def verify(file: Path | None, checkpoint: Path | None, earlier: Path | None) -> None:
    """Recompute every hash; exit code 1 at the first break. Without FILE, the database's.

    FILE is an exported chain (one entry a line) or a proof of `huanzhi ledger prove`. A file needs neither database
    nor network.

    Example: huanzhi ledger verify proof.json --checkpoint checkpoint.json
    """
    if file is not None:
        said, wrong = prove_file(file, checkpoint, earlier)
    else:
        start_django()
        said, wrong = _database(checkpoint)
    if wrong:
        click.echo(f"huanzhi: {file or 'ledger'}: {wrong}", err=True)
        sys.exit(1)
    click.echo(said)


def _database(checkpoint: Path | None) -> tuple[str, str]:
    """What is said of the database's chain, and what is wrong with it."""
    from huanzhi.ledger.queries import against, broken_seals, checkpoints, size, state

    with rows_read("entries", size()) as seen:
        held, broken = state(seen)
    if broken is not None:
        return "", f"{broken}; {held} entries before it hold"
    if seals := broken_seals():
        return "", f"sealed value {seals[0]}: its content is not what was sealed"
    for one in [document(checkpoint)] if checkpoint else [each.plain() for each in checkpoints()[:1]]:
        if wrong := against(one):
            return "", f"checkpoint of {one['day']}: {wrong}"
    return f"{held} entries, the chain holds", ""


@ledger.command()
@click.argument("out", type=FILE)
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


@ledger.command()
@OUT
def checkpoint(out: Path | None) -> None:
    """Make a checkpoint over every entry so far, to be published. One is made by itself every day.

    Example: huanzhi ledger checkpoint -o checkpoint.json
    """
    start_django()
    from huanzhi.ledger.actions import checkpoint as make
    from huanzhi.ledger.verbs import SYSTEM

    _write(make(SYSTEM("huanzhi ledger")).plain(), out)


@ledger.command()
@click.argument("seq", type=int, required=False)
@click.option("--since", type=FILE, help="An earlier checkpoint: prove that the newest one grew from it.")
@click.option("--checkpoint", type=FILE, help="Prove under this one instead of the first that has the entry.")
@OUT
def prove(seq: int | None, since: Path | None, checkpoint: Path | None, out: Path | None) -> None:
    """Prove that entry SEQ is under a checkpoint, or that the ledger only grew since one.

    Example: huanzhi ledger prove 1234 -o proof.json
    """
    if (seq is None) == (since is None):
        raise click.UsageError("either SEQ or --since CHECKPOINT")
    start_django()
    from huanzhi.ledger.queries import checkpoint_like, prove_entry, prove_growth

    under = checkpoint_like(document(checkpoint)) if checkpoint else None
    if seq is not None:
        _write(prove_entry(seq, under), out)
        return
    assert since is not None
    _write(prove_growth(document(since), under), out)


@ledger.command()
@click.argument("record")
@click.option("--reason", required=True, help="Why, with the number of the request; kept in the ledger.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(record: str, reason: str, yes: bool) -> None:
    """Erase every sealed value of RECORD (kind:key) for good; its entries stay and the chain holds.

    Example: huanzhi ledger erase portal.report:17 --reason "request 2026-11-3"
    """
    start_django()
    from huanzhi.ledger.actions import erase as gone
    from huanzhi.ledger.verbs import SYSTEM

    if not yes:
        click.confirm(f"Erase the sealed values of {record} for good?", abort=True, err=True)
    click.echo(f"{record}: {gone(SYSTEM('huanzhi ledger'), record, reason)} values erased")


def _write(made: dict[str, Any], out: Path | None) -> None:
    text = json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True)
    if out is None:
        click.echo(text)
        return
    out.write_text(text + "\n", encoding="utf-8")
    click.echo(f"{out}: {made['size']} entries, root {made['root']}")
