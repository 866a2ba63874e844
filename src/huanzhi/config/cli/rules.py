"""`huanzhi rules`: the rules of episodes, and a new one tried on past months before it is in force."""

import json
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from huanzhi.config.cli.main import start_django

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def rules() -> None:
    """Rules: which are in force, and what another one would have found."""


@rules.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """The rules of episodes, every edition.

    Example: huanzhi rules list
    """
    start_django()
    from huanzhi.monitoring.episodes.rules import rules as held

    told = [rule.plain() for rule in held()]
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for rule in told:
        head = f"{rule.pop('kind')} {rule.pop('edition')} from {rule.pop('effective')}"
        rests = ", ".join(rule.pop("rests_for"))
        numbers = ", ".join(f"{name} = {number}" for name, number in rule.items())
        click.echo(f"{head}: {numbers}; rests for {rests or 'nothing'}")


@rules.command("replay")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--from", "since", required=True, type=DAY, help="The first day.")
@click.option("--to", "until", required=True, type=DAY, help="The last day, included.")
@click.option("--point", "codes", multiple=True, help="Only these points; all of them without.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, episode by episode.")
def replay(file: Path, since: datetime, until: datetime, codes: tuple[str, ...], as_json: bool) -> None:
    """Run the rules of a file over past days and say how often they would have fired. Nothing is written.

    The file has [[rule]] tables as rules.toml of monitoring/episodes has them.

    Example: huanzhi rules replay stricter.toml --from 2026-09-01 --to 2026-10-31
    """
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    start_django()
    from huanzhi.monitoring.episodes.replay import replay as run
    from huanzhi.monitoring.models import Point
    from huanzhi.science.shanghai import OFFSET

    chosen = None
    if codes:
        chosen = list(Point.objects.filter(code__in=codes))
        if absent := sorted(set(codes) - {point.code for point in chosen}):
            raise LookupError(f"--point: no point {', '.join(absent)}")
    start, end = (day.replace(tzinfo=OFFSET) for day in (since, until))
    if end < start:
        raise ValueError(f"--to {end:%Y-%m-%d} is before --from {start:%Y-%m-%d}")
    done = run(table, start, end + timedelta(days=1), chosen)
    click.echo(json.dumps(_plain(done), ensure_ascii=False, indent=1) if as_json else _words(done))


def _plain(done: Any) -> dict[str, Any]:
    return {
        "from": done.start.isoformat(),
        "to": done.end.isoformat(),
        "rules": [rule.plain() for rule in done.rules],
        "counts": {kind: done.counts(kind) for kind in done.kinds},
        "fired": [one.plain() for one in done.fired],
        "notes": done.notes,
    }


def _words(done: Any) -> str:
    lines = []
    for kind in done.kinds:
        counts = done.counts(kind)
        lines.append(
            f"{kind}: would have fired {counts['fired']} times, {counts['confirmed']} of them confirmed, "
            f"{counts['resting']} at rest; {counts['missed']} that stand would not have been found"
        )
    return "\n".join([*lines, *done.notes])
