"""`huanzhi demo-data`: the shipped profile, a simulated district, its verdicts, figures and findings."""

from datetime import date, timedelta
from typing import Any

import click

from huanzhi.config.cli.demo_assessment import ASSESSMENT, load_assessment
from huanzhi.config.cli.demo_coordination import COORDINATION, load_coordination
from huanzhi.config.cli.demo_indicators import (
    INDICATORS,
    count_reductions,
    load_indicators,
    water_samplings,
)
from huanzhi.config.cli.demo_rectification import RECTIFICATION, load_rectification
from huanzhi.config.cli.demo_rounds import ROUNDS, load_rounds
from huanzhi.config.cli.demo_work import WORK, load_work
from huanzhi.config.cli.demo_works import WORKS, load_works
from huanzhi.config.cli.demo_year import YEAR, load_year
from huanzhi.config.cli.main import start_django
from huanzhi.config.cli.progress import saying

PEOPLE, LIFE = "demo-people.toml", "demo-life.toml"


@click.command()
@click.option(
    "--profile",
    default="",
    help="A profile; else the first with a simulation.",
)
def demo_data(profile: str) -> None:
    """Load a profile and a simulated district; run again, it adds what has happened since.

    Example: huanzhi demo-data
    """
    start_django()
    load_demo(profile)


def load_demo(profile: str = "", quiet: bool = False, since: date | None = None) -> None:
    """Everything a demonstration needs, in the order in which a district would come by it.

    `since` starts the simulated readings later than the profile says.
    """
    from django.conf import settings
    from django.utils import timezone

    from huanzhi.config.cli.figures import judge, refresh_figures
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.monitoring.models import Point
    from huanzhi.plan.models import Document
    from huanzhi.plan.profile import demonstration, folder, load_profile, table

    profile = profile or demonstration()
    actor = SYSTEM("demo")
    settings.DEMO = True
    place = folder(profile)
    if not Document.objects.exists():
        with saying("Plan, departments, areas, stations", quiet):
            list(load_profile(actor, profile))
            _people(actor, table(place, PEOPLE))
        if (place / LIFE).exists():
            with saying("Reports and a spreadsheet", quiet):
                _life(actor, table(place, LIFE))
    points = list(Point.objects.filter(medium="air").exclude(kind="micro"))
    invented = table(place, INDICATORS) if (place / INDICATORS).exists() else None
    if invented is not None:
        with saying("Registers of the indicators", quiet):
            load_indicators(actor, invented)
    with saying("Simulated readings", quiet):
        parameters = table(place, "simulation.toml") | ({"start": since} if since else {})
        first = _readings(actor, profile, parameters, invented)
    judge(actor, points, first or timezone.localdate(), timezone.localdate() - timedelta(days=1), quiet)
    refresh_figures(actor, quiet)
    if (place / WORK).exists():
        with saying("People of the grid, rules, cases", quiet):
            load_work(actor, table(place, WORK))
    _duties(actor, table(place, LIFE).get("duty") if (place / LIFE).exists() else None)
    if (place / YEAR).exists():
        with saying("Plans of two years", quiet):
            load_year(actor, table(place, YEAR))
    if (place / WORKS).exists():
        with saying("Works and money", quiet):
            load_works(actor, table(place, WORKS))
            count_reductions(actor)
    if (place / COORDINATION).exists():
        with saying("Problems and meetings", quiet):
            load_coordination(actor, table(place, COORDINATION))
    if (place / RECTIFICATION).exists():
        with saying("An inspection and its items", quiet):
            load_rectification(actor, table(place, RECTIFICATION))
    if (place / ROUNDS).exists():
        with saying("Rounds", quiet):
            load_rounds(actor, table(place, ROUNDS))
    if (place / ASSESSMENT).exists():
        with saying("Mid-term evaluation", quiet):
            load_assessment(actor, table(place, ASSESSMENT))


def _duties(actor: Any, said: dict[str, Any] | None) -> None:
    """The list of duties; of one kind some weeks back, proved but for the last few, so that there is something late."""
    from django.utils import timezone

    from huanzhi.people.models import User
    from huanzhi.work.actions.duty_keeping import keep_duties
    from huanzhi.work.actions.obligations import fulfil_duty
    from huanzhi.work.models import Obligation

    now = timezone.now()
    if said and not Obligation.objects.exists():
        keep_duties(actor, now - timedelta(days=said["days"]), only=[said["rule"]])
        person = User.objects.get(username=said["person"]).as_actor("demo")
        late = Obligation.objects.late(timezone.localdate(now)).filter(simulated=True).order_by("subject")
        for row in list(late)[said["late"] :]:
            fulfil_duty(person, row, row.due_on, said["note"], reference=said["reference"])
    keep_duties(actor, now)


def _people(actor: Any, rows: dict[str, Any]) -> None:
    from huanzhi.people.actions import create_user, grant
    from huanzhi.people.models import Organisation

    for row in rows["person"]:
        user = create_user(actor, row["username"], row["name"], demo=True)
        grant(actor, user, Organisation.objects.get(name=row["organisation"]), row["role"])


def _life(actor: Any, rows: dict[str, Any]) -> None:
    """What departments would have said so far, and a spreadsheet with faults; invented, and marked so."""
    from huanzhi.kit.actions import import_records
    from huanzhi.kit.register import find
    from huanzhi.kit.spreadsheets import rows_of
    from huanzhi.plan.actions import report_task
    from huanzhi.plan.models import Task

    tasks = {task.code: task for task in Task.objects.all()}
    for row in rows["report"]:
        report_task(actor, tasks[row["task"]], row["state"], row["text"])
    sheet = rows["sheet"]
    content = sheet["text"].lstrip().encode()
    lines = rows_of(content, sheet["file"])
    import_records(actor, find(sheet["register"]), lines, sheet["file"], content)


def _readings(
    actor: Any, profile: str, parameters: dict[str, Any], invented: dict[str, Any] | None
) -> date | None:
    """Hours of stations and, in the same go, samplings of water; the earliest new day."""
    import polars as pl
    from django.utils import timezone

    from huanzhi.monitoring.actions import take_simulated
    from huanzhi.monitoring.simulation import simulate

    now = timezone.now()
    rows = simulate(parameters, now).with_columns(statistic=pl.lit("hour"))
    if invented is not None:
        samplings = water_samplings(invented, parameters["start"], now)
        rows = pl.concat([rows, samplings], how="diagonal_relaxed")
    _intake, since = take_simulated(actor, profile, rows)
    return since
