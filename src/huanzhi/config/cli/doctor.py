"""`huanzhi doctor`: what is installed, what runs, what is missing, what to do."""

import json
import sys
from dataclasses import asdict

import click

from huanzhi.config.cli.main import start_django

MARKS = {"ok": "✓", "note": "·", "wrong": "✗"}


@click.command()
@click.option("--port", default=8000, show_default=True, help="Where the site would be.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def doctor(port: int, as_json: bool) -> None:
    """What is installed, what runs, what is missing, what to do. Exit 1 when something is wrong.

    Example: huanzhi doctor --json
    """
    start_django()
    from huanzhi.config.health import examine

    findings = examine(port)
    wrong = any(finding.state == "wrong" for finding in findings)
    if as_json:
        found = [asdict(finding) for finding in findings]
        click.echo(json.dumps({"ok": not wrong, "findings": found}, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            remedy = f"   → {finding.remedy}" if finding.remedy else ""
            click.echo(f"{MARKS[finding.state]} {finding.name:<14} {finding.detail}{remedy}")
    sys.exit(1 if wrong else 0)
