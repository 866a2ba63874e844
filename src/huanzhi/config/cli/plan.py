"""`huanzhi plan …`: read a published plan, load a district's profile, say where things stand."""

import json
from pathlib import Path
from typing import Any

import click

from huanzhi.config.cli.main import start_django
from huanzhi.config.cli.plan_report import report, verify_report


@click.group()
def plan() -> None:
    """The plan: import it, load a profile, see where it stands."""


@plan.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, nothing written.")
@click.option("--dry-run", is_flag=True, help="Read and say what was found; write nothing.")
@click.option("--reason", default="", help="Why a plan that is already there is read again.")
@click.option("--number", default="", help="Number of the document that ordered it.")
@click.option("--district", default="", help="Whose plan it is; else what its title says before 生态环境.")
def import_(file: Path, as_json: bool, dry_run: bool, reason: str, number: str, district: str) -> None:
    """Read a published plan (.txt, .docx) into indicators, tasks, works, milestones and open questions.

    A plan of another title lives beside those there are; departments of another district are kept apart from ours.

    Example: huanzhi plan import plan.docx --dry-run
    """
    from huanzhi.wire.plandoc import read_file, to_json

    document = read_file(file)
    read = to_json(document) | ({"district": district} if district else {})
    if as_json:
        click.echo(json.dumps(read, ensure_ascii=False, indent=1))
        return
    if not dry_run:
        start_django()
        from huanzhi.ledger.verbs import SYSTEM
        from huanzhi.plan.actions import import_plan

        actor = SYSTEM("huanzhi plan import")
        import_plan(actor, read, file_name=file.name, reason=reason, number=number, text=document.text)
    click.echo(_summary(read))
    if dry_run:
        click.echo("Nothing was written (--dry-run).")


def _summary(read: dict[str, Any]) -> str:
    first, last = read["period"]
    counted = ("indicators", "tasks", "projects", "milestones", "organisations", "questions")
    lines = [f"{read['title']} ({first}–{last})"]
    lines += [f"  {name:<14}{len(read[name]):>5}" for name in counted]
    return "\n".join(lines)


@plan.command("load-profile")
@click.argument("name")
def load_profile_(name: str) -> None:
    """Load a district's profile that comes with Huanzhi: plan, departments, areas, stations.

    Example: huanzhi plan load-profile chaoyang
    """
    start_django()
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.plan.profile import load_profile

    for line in load_profile(SYSTEM("huanzhi plan load-profile"), name):
        click.echo(line)


@plan.command()
@click.option("--year", type=int, help="The year of the figures; the newest unless stated.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def status(year: int | None, as_json: bool) -> None:
    """Where each indicator and task stands now.

    Example: huanzhi plan status --json
    """
    start_django()
    from huanzhi.plan.queries import plan_status

    stands = plan_status(year)
    if as_json:
        click.echo(json.dumps(stands, ensure_ascii=False, indent=1, default=str))
        return
    for row in stands["indicators"]:
        value = "—" if row["value"] is None else f"{row['value']} {row['unit']}"
        click.echo(f"{row['no']:>3}  {row['status']:<15} {value:<14} {row['name']}  {row['reason']}")
    for state, count in stands["tasks"].items():
        click.echo(f"     tasks {state}: {count}")


plan.add_command(report)
plan.add_command(verify_report)
