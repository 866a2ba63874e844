"""`huanzhi plan report` and `plan verify-report`: a report as a file, sealed or not; sealed ones rebuilt."""

import hashlib
from pathlib import Path
from typing import Any

import click

from huanzhi.config.cli.main import start_django
from huanzhi.config.cli.progress import saying

KINDS = ("annual-plan", "duty-list", "bulletin", "annual-report", "mid-term", "final")
FORMS = (".docx", ".pdf")


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--year", type=int, required=True, help="The year that is reported on.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="OUT.docx or OUT.pdf.")
@click.option("--organisation", default="", help="Code or name: the duty list of one department.")
@click.option("--round", "round_", type=int, help="Number of the round: its bulletin.")
@click.option("--assessment", type=int, help="Number of the assessment; else the year's newest.")
@click.option("--issuer", default="", help="Who issues it; else the department with most to answer for.")
@click.option("--to", default="", help="Whom it is addressed to.")
@click.option("--day", default="", help="Day of the document, YYYY-MM-DD; else today.")
@click.option("--number", default="", help="Document number.")
@click.option("--language", type=click.Choice(("zh-hans", "en")), default="zh-hans", show_default=True)
@click.option("--seal", is_flag=True, help="Keep content and files for good, their hashes in the ledger.")
def report(output: Path, seal: bool, organisation: str, round_: int | None, **said: Any) -> None:
    """Make a report of the plan as .docx or PDF; every number in it opens its proof.

    Example: huanzhi plan report annual-report --year 2025 -o report.docx
    """
    if output.suffix.lower() not in FORMS:
        raise click.BadParameter(f"{output.name}: a report is made as {' or '.join(FORMS)}", param_hint="-o")
    if seal and not said["number"]:
        raise click.UsageError("--seal needs --number: the number of the document")
    start_django()
    from huanzhi.plan.queries import current_plan
    from huanzhi.plan.reports.making import Asked

    document = current_plan()
    if document is None:
        raise LookupError("no plan yet: huanzhi plan import FILE, or huanzhi plan load-profile NAME")
    asked = Asked(organisation=organisation, round=round_, **said)
    octets = _sealed(document, asked, output) if seal else _made(document, asked, output)
    output.write_bytes(octets)
    click.echo(f"{output}: {len(octets):,} bytes, SHA-256 {hashlib.sha256(octets).hexdigest()}")


def _made(document: Any, asked: Any, output: Path) -> bytes:
    from huanzhi.plan.reports.making import make
    from huanzhi.plan.reports.rendering import render

    with saying("Gathering"):
        content = make(document, asked)
    with saying("Setting"):
        return render(content, output.suffix.lower()[1:])


def _sealed(document: Any, asked: Any, output: Path) -> bytes:
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.plan.actions.reports import seal_report
    from huanzhi.plan.reports.queries import octets_of

    with saying("Gathering, setting, sealing"):
        made = seal_report(SYSTEM("huanzhi plan report"), document, asked)
    click.echo(f"Sealed as {made.number}, content SHA-256 {made.sha256}")
    return octets_of(made, output.suffix.lower()[1:])


@click.command("verify-report")
@click.argument("numbers", nargs=-1)
@click.option("--since", "compare", is_flag=True, help="Also compare with what the records give today.")
def verify_report(numbers: tuple[str, ...], compare: bool) -> None:
    """Rebuild sealed reports from their content and compare byte by byte; all of them unless numbers are given.

    Example: huanzhi plan verify-report
    """
    start_django()
    from huanzhi.plan.reports.proving import rebuild
    from huanzhi.plan.reports.sealed_report import SealedReport

    known = {held.number: held for held in SealedReport.objects.order_by("sealed_at")}
    for number in numbers:
        if number not in known:
            raise LookupError(f"{number}: no sealed report has this number")
    wrong = []
    for number in numbers or known:
        found = rebuild(known[number])
        click.echo(f"{number}: {_verdict(found)}")
        for name, then, now in found.editions:
            click.echo(f"  {name}: {then} → {now}")
        if not (found.same or found.explained):
            wrong.append(number)
        if compare:
            _compare(known[number])
    if wrong:
        raise ValueError(f"{', '.join(wrong)}: not what was sealed")


def _verdict(found: Any) -> str:
    if found.same:
        return "rebuilt: same bytes"
    if found.explained:
        return "content and kept files hold; other editions set it to other bytes"
    parts = [] if found.content else ["the content no longer has its hash"]
    parts += [f"{file.form}: the kept file no longer has its hash" for file in found.files if not file.whole]
    parts += [f"{file.form}: rebuilt to other bytes" for file in found.files if not file.same]
    return "; ".join(parts)


def _compare(held: Any) -> None:
    from huanzhi.plan.reports.proving import since

    found = since(held)
    for then, now in found.changed:
        click.echo(f"  {then['name']}: {then['value']} → {now['value']} {now['unit']}")
    for mark, numbers in (("-", found.only_then), ("+", found.only_now)):
        for number in numbers:
            click.echo(f"  {mark} {number['name']}: {number['value']} {number['unit']}")
    click.echo(f"  {found.same} figures are the same")
