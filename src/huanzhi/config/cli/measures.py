"""`huanzhi measures`: what is declared, freeze figures, prove them again, enter what documents state, define sets."""

import json
import sys
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click

from huanzhi.config.cli.main import start_django

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def measures() -> None:
    """Measures: list them, freeze their figures, verify what was frozen."""


@measures.command("list")
@click.option("--year", type=int, help="The year of the figures; the newest of each unless stated.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def list_(year: int | None, as_json: bool) -> None:
    """Every declared measure with its newest figure; one that a document states says so.

    Example: huanzhi measures list --json
    """
    start_django()
    from huanzhi.measures.measure import measures as declared
    from huanzhi.measures.models import Figure

    rows = []
    for measure in declared():
        held = Figure.objects.filter(measure=measure.code, **({"year": year} if year else {}))
        rows.append(_row(measure, held.order_by("-year", "-computed_at", "-pk").first()))
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return
    for row in rows:
        value = "—" if row["value"] is None else f"{row['value']} {row['unit']}"
        how = f"stated by {row['document']}" if row["document"] else "stated" if row["manual"] else row["set"]
        click.echo(f"{row['measure']:<26}{row['year'] or '':<6}{value:<14} {row['name']}  {how}")


def _row(measure: Any, figure: Any) -> dict[str, Any]:
    held = figure is not None
    return {
        "measure": measure.code,
        "name": str(measure.name),
        "unit": measure.unit,
        "manual": measure.manual,
        "edition": measure.edition,
        "year": figure.year if held else None,
        "value": str(figure.value) if held and figure.value is not None else None,
        "as_of": figure.as_of if held else None,
        "valid": figure.days_valid if held else None,
        "of": figure.days_elapsed if held else None,
        "set": figure.set_version if held else "",
        "document": figure.document if held else "",
        "issuer": figure.issuer if held else "",
        "simulated": figure.simulated if held else False,
    }


@measures.command()
@click.argument("code")
@click.argument("year", type=int)
@click.option("--reason", required=True, help="For which report.")
def freeze(code: str, year: int, reason: str) -> None:
    """Freeze the figure of a measure and year with all it rests on.

    Example: huanzhi measures freeze pm2_5_mean 2025 --reason 2025年度报告
    """
    start_django()
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.measures.actions import freeze as freeze_
    from huanzhi.measures.measure import find
    from huanzhi.measures.queries import current
    from huanzhi.plan.models import Indicator

    held = current(find(code).code, year)
    if held is None:
        raise LookupError(f"{code}: no figure of {year}; there is nothing to freeze")
    item = Indicator.objects.filter(measure=code).select_related("document").first()
    made = freeze_(SYSTEM("huanzhi measures freeze"), held, reason, item.document.last_year if item else year)
    click.echo(f"{made.sha256}  {code} {year}")


@measures.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def verify(as_json: bool) -> None:
    """Compute every frozen figure again from its own inputs: the same bytes, or exit code 1 and what differs.

    It also says where records have changed since; that is no fault.

    Example: huanzhi measures verify
    """
    start_django()
    from huanzhi.measures.content import broken
    from huanzhi.measures.models import Snapshot
    from huanzhi.measures.queries import since_frozen

    rows: list[dict[str, Any]] = []
    for held in Snapshot.objects.order_by("pk").iterator(chunk_size=50):
        fault = broken(held.content, held.sha256)
        change = None if fault else since_frozen(held)
        changed = (
            "" if not change else f"{len(change.parts)} parts, {len(change.gone) + len(change.new)} members"
        )
        rows.append({"frozen": held.pk, "measure": held.measure, "year": held.year, "sha256": held.sha256,
                     "fault": fault, "changed_since": changed})  # fmt: skip
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    for row in () if as_json else rows:
        since = f"; records changed since: {row['changed_since']}" if row["changed_since"] else ""
        click.echo(
            f"{row['sha256'][:12]}  {row['measure']} {row['year']}: {row['fault'] or 'the same bytes'}{since}"
        )
    faults = [row for row in rows if row["fault"]]
    if not as_json:
        click.echo(f"{len(rows)} frozen figures, {len(faults)} do not hold")
    if faults:
        sys.exit(1)


@measures.command()
@click.argument("code")
@click.argument("year", type=int)
@click.argument("value")
@click.option("--document", required=True, help="Number of the document that states it.")
@click.option("--issuer", required=True, help="The body that issued it.")
@click.option("--date", "day", required=True, type=DAY, help="Date of the document.")
def enter(code: str, year: int, value: str, document: str, issuer: str, day: datetime) -> None:
    """Enter what a document states, for a measure declared so.

    Example: huanzhi measures enter stated_forest_cover 2025 5.77 --document 1号 --issuer 区林业局 --date 2026-01-20
    """
    start_django()
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.measures.measure import find
    from huanzhi.plan.models import Indicator
    from huanzhi.plan.rules import state_indicator

    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"VALUE: {value!r} is not a number") from None
    item = Indicator.objects.filter(measure=find(code).code).select_related("document").first()
    if item is None:
        raise LookupError(f"{code}: no indicator of the plan means it")
    figure, _case = state_indicator(
        SYSTEM("huanzhi measures enter"), item, year, number, document, issuer, day.date()
    )
    click.echo(f"{figure}  ({document}, {issuer}, {day.date()})")


@measures.command("set")
@click.argument("file", type=click.Path(path_type=Path))
def set_(file: Path) -> None:
    """Define sets of members in versions from a .toml: [[set]] with code, name, valid_from, members and a source.

    Example: huanzhi measures set sections.toml
    """
    import tomllib

    start_django()
    from huanzhi.config.cli.figures import refresh_figures
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.plan.profile import define_sets

    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file}: {error}") from None
    actor = SYSTEM("huanzhi measures set")
    click.echo(define_sets(actor, said, str(file)))
    refresh_figures(actor)
