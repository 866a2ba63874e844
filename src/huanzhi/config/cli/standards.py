"""`huanzhi standards`: what the law says, with the clause beside every limit. Pure: no database is started."""

import json
from dataclasses import asdict
from itertools import groupby
from typing import Any

import click


@click.group()
def standards() -> None:
    """Standards as data: list them, show one with its limits."""


@standards.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def list_(as_json: bool) -> None:
    """Every standard and edition, with its dates.

    Example: huanzhi standards list
    """
    from huanzhi.standards import library

    rows = [_head(standard) for standard in library.everything()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        until = f" to {row['superseded']}" if row["superseded"] else ""
        click.echo(f"{row['number']:<16} from {row['effective']}{until}  [{row['grade']}]  {row['title_zh']}")


@standards.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def show(number: str, as_json: bool) -> None:
    """One standard: its dates, its source, every limit with its clause.

    Example: huanzhi standards show "GB 3095-2026"
    """
    from huanzhi.standards import library

    standard = library.get(number)
    limits = [_plain(asdict(limit)) for limit in standard.limits]
    if as_json:
        whole = _head(standard) | {
            "source": standard.source,
            "read": standard.read.isoformat(),
            "limits": limits,
        }
        click.echo(json.dumps(whole, ensure_ascii=False, indent=1))
        return
    until = f" to {standard.superseded}" if standard.superseded else ""
    click.echo(
        f"{standard.number} {standard.title_zh}\n{standard.title_en}, from {standard.effective}{until}"
    )
    click.echo(f"Grade {_mark(standard.grade)}. {standard.source}")
    for name, found in groupby(standard.limits, key=lambda one: one.table):
        _table(standard, name, list(found))
    for name, rule in standard.rules.items():
        if name != "items":
            click.echo(f"\n{name}, {_mark(rule.get('grade', standard.grade))}: {rule.get('note', '')}")
            for row in rule.get("rows", []):
                click.echo("  " + ", ".join(f"{key} {value}" for key, value in row.items()))


def _table(standard: Any, name: str, limits: list[Any]) -> None:
    """The table as printed: an item a row, its classes beside one another."""
    from rich.console import Console
    from rich.table import Table

    zh = {row["code"]: row["zh"] for row in standard.rules.get("items", {}).get("rows", [])}
    titles = {table["name"]: table.get("title_zh", "") for table in standard.tables}
    classes = list(dict.fromkeys(limit.category for limit in limits))
    grades = "/".join(sorted({_mark(limit.grade) for limit in limits}))
    table = Table(title=f"{name} {titles.get(name, '')} (grade {grades})", title_justify="left", box=None)
    for head in ("项目", "code", "mean", "unit"):
        table.add_column(head, no_wrap=True)
    for head in classes:
        table.add_column(str(head), justify="right", no_wrap=True)
    table.add_column("from", no_wrap=True)
    keyed = groupby(limits, key=lambda one: (one.item, one.averaging, one.unit, one.effective))
    for (item, averaging, unit, effective), found in keyed:
        by_class = {one.category: one for one in found}
        cells = [_cell(by_class[name]) if name in by_class else "" for name in classes]
        table.add_row(zh.get(item, ""), item, averaging, unit, *cells, str(effective))
    click.echo()
    Console(width=max(160, 14 * len(classes) + 80), highlight=False).print(table)


def _cell(limit: Any) -> str:
    return f"{ {'<=': '≤', '>=': '≥'}.get(limit.sense, limit.sense) } {limit.text}"


def _mark(grade: str) -> str:
    from huanzhi.standards.verdict import UNVERIFIED

    return f"{grade} unverified" if grade in UNVERIFIED else grade


def _head(standard: Any) -> dict[str, Any]:
    names = ("number", "family", "edition", "title_zh", "title_en", "effective", "superseded", "grade")
    return _plain({name: getattr(standard, name) for name in names}) | {"limits": len(standard.limits)}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()}
