"""`huanzhi standards`: what the law says, with the clause beside every limit. Pure: no database is started."""

import json
from dataclasses import asdict
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
    click.echo(f"{standard.number} {standard.title_zh}\n{standard.title_en}\n{standard.source}")
    for row in limits:
        line = f"  {row['item']:<8}{row['averaging']:<8}{row['category']:<10}{row['sense']} {row['text']} {row['unit']}"
        click.echo(f"{line}  [{row['clause']}; {row['effective']}; grade {row['grade']}]")


def _head(standard: Any) -> dict[str, Any]:
    names = ("number", "family", "edition", "title_zh", "title_en", "effective", "superseded", "grade")
    return _plain({name: getattr(standard, name) for name in names}) | {"limits": len(standard.limits)}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()}
