"""Reads of the plan that deserve a name; each is meant for a page and takes a few queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from huanzhi.measures.measure import STATED
from huanzhi.measures.measure import find as find_measure
from huanzhi.measures.models import Figure, Status
from huanzhi.measures.queries import current, newest
from huanzhi.people.models import Organisation
from huanzhi.plan.models import Document, Indicator, Project, Question, RoleKind, Task, TaskRole, TaskState
from huanzhi.plan.running import last_year_of, plans, running


@dataclass(frozen=True)
class Standing:
    """Where an indicator stands in a year; `lacks` says why it cannot be computed, in a word of `lacking`."""

    indicator: Indicator
    figure: Figure | None
    status: str
    lacks: str = ""


def current_plan() -> Document | None:
    """The plan that runs today; `running` says which that is."""
    return running(plans())


def years(document: Document) -> range:
    """The plan's years, and those since, up to this one: its targets stay the measure until another plan is there."""
    this = timezone.localdate().year
    held = plans() if this > document.last_year else []
    return range(document.first_year, last_year_of(document, held, this) + 1)


def standings(document: Document, year: int) -> list[Standing]:
    """Every indicator of the plan with its newest figure of a year."""
    indicators = document.indicators.prefetch_related("owners")
    codes = {
        code for item in indicators if item.measure for code in (item.measure, beside(item.measure)) if code
    }
    held = newest(codes)
    return [
        _standing(item, chosen(held.get((item.measure, year)), held.get((beside(item.measure), year))))
        for item in indicators
    ]


def standing(indicator: Indicator, year: int) -> Standing:
    """One indicator in a year, its figure with its days."""
    if not indicator.measure:
        return _standing(indicator, None)
    figure = current(indicator.measure, year)
    stated = stated_figure(indicator, year) if figure is None or figure.value_e3 is None else None
    return _standing(indicator, chosen(figure, stated))


def beside(code: str) -> str:
    """The measure of what documents state about the same thing: itself when it is one; empty when there is none.

    A code that no declaration of this edition has any more states nothing.
    """
    if not code or code.startswith(STATED):
        return code
    try:
        return find_measure(code).beside
    except LookupError:
        return ""


def chosen(figure: Figure | None, stated: Figure | None) -> Figure | None:
    """The figure that counts: what was computed, else what a document states."""
    return stated if stated is not None and (figure is None or figure.value_e3 is None) else figure


def stated_figure(indicator: Indicator, year: int) -> Figure | None:
    """What a document states about an indicator in a year."""
    code = beside(indicator.measure)
    return current(code, year) if code else None


def indicator_of(document: Document, code: str) -> Indicator | None:
    """The indicator that a measure, or what documents state beside it, is the figure of."""
    for item in document.indicators.exclude(measure="").select_related("document"):
        if code in (item.measure, beside(item.measure)):
            return item
    return None


def _standing(indicator: Indicator, figure: Figure | None) -> Standing:
    if figure is not None:
        return Standing(indicator, figure, figure.status, _short_of(figure, indicator))
    return Standing(indicator, None, Status.CANNOT, lacking(indicator))


def _short_of(figure: Figure, indicator: Indicator) -> str:
    """What a figure lacks to be held against its target, in a word of `lacking`; empty when nothing."""
    if figure.status != Status.CANNOT:
        return ""
    if figure.value_e3 is not None and figure.days_valid == figure.days_elapsed and indicator.value is None:
        return "assigned" if indicator.assigned else "number"
    if figure.over == "records":
        return "incomplete" if figure.days_elapsed else "rows"
    if figure.over == "members":
        return "results" if figure.set_version else "sets"
    if figure.over == "document":
        return "number"
    return "days" if figure.set_version else "points"


def lacking(indicator: Indicator) -> str:
    """What an indicator without a figure lacks: `document`, `readings`, `assigned`, `number`, or `records`."""
    stated = indicator.measure.startswith(STATED)
    if indicator.assigned and indicator.value is None:
        return "assigned"
    if indicator.measure and not stated:
        return "readings"
    if stated:
        return "document"
    return "number" if indicator.value is None else "records"


def roles_with_bodies() -> Prefetch:
    """Who takes part in a task, with the organisation, in one query."""
    return Prefetch("roles", TaskRole.objects.select_related("organisation").order_by("order"))


def tasks_of(document: Document, user: Any) -> QuerySet[Task]:
    """The plan's tasks that a user may see, with who answers for them."""
    return Task.objects.visible_to(user).filter(document=document).prefetch_related(roles_with_bodies())


def tasks_by_state(document: Document, user: Any) -> dict[str, int]:
    """How many tasks stand in each state, every state named."""
    rows = Task.objects.visible_to(user).filter(document=document).order_by()
    counts = dict(rows.values_list("state").annotate(n=Count("pk", distinct=True)))
    return {state: counts.get(state, 0) for state in TaskState.values}


@dataclass(frozen=True)
class Load:
    """What a department has on its hands: tasks by part and by state, open cases."""

    organisation: Organisation
    tasks: int
    leads: int
    supports: int
    states: dict[str, int]


def loads(document: Document, organisations: Iterable[int] | None = None) -> list[Load]:
    """The departments that the plan names, the one with most to answer for first."""
    roles = TaskRole.objects.filter(task__document=document)
    if organisations is not None:
        roles = roles.filter(organisation__in=list(organisations))
    rows = roles.order_by().values_list("organisation_id", "role", "task__state").annotate(n=Count("pk"))
    by_body: dict[int, Counter[tuple[str, str]]] = {}
    for body, role, state, count in rows:
        by_body.setdefault(body, Counter())[role, state] += count
    bodies = Organisation.objects.in_bulk(by_body)
    found = [_load(bodies[key], counted) for key, counted in by_body.items()]
    return sorted(found, key=lambda load: (-load.tasks, load.organisation.sort_key))


def _load(organisation: Organisation, counted: Counter[tuple[str, str]]) -> Load:
    states: Counter[str] = Counter()
    for (role, state), count in counted.items():
        if role != RoleKind.SUPPORTING:
            states[state] += count
    leads = sum(count for (role, _), count in counted.items() if role == RoleKind.LEAD)
    supports = sum(count for (role, _), count in counted.items() if role == RoleKind.SUPPORTING)
    return Load(organisation, sum(states.values()), leads, supports, {s: states[s] for s in TaskState.values})


def open_questions(document: Document) -> QuerySet[Question]:
    """What nobody has answered yet."""
    return document.questions.filter(answered_at=None)


def questions_about(document: Document, *about: str) -> QuerySet[Question]:
    """Questions about one record (`indicator:6`, `task:T012`), open ones first."""
    return document.questions.filter(about__in=about).order_by("answered_at", "pk")


def find(document: Document, words: str, user: Any) -> dict[str, QuerySet[Any]]:
    """Indicators, tasks, works and departments whose name or text holds the words."""
    holds = Q(name__icontains=words)
    in_task = Q(title__icontains=words) | Q(code__iexact=words) | Q(text__icontains=words)
    return {
        "indicators": document.indicators.filter(holds),
        "tasks": tasks_of(document, user).filter(in_task),
        "projects": Project.objects.visible_to(user).filter(
            holds | Q(group__icontains=words) | Q(code__iexact=words), document=document
        ),
        "organisations": Organisation.objects.visible_to(user).filter(holds | Q(full_name__icontains=words)),
    }


def plan_status(year: int | None = None) -> dict[str, Any]:
    """Where everything stands, as `huanzhi plan status --json` prints it; LookupError without a plan."""
    document = current_plan()
    if document is None:
        raise LookupError("no plan yet: huanzhi plan import FILE, or huanzhi plan load-profile NAME")
    if year is None:
        year = Figure.objects.order_by("-year").values_list("year", flat=True).first() or document.last_year
    rows = standings(document, year)
    states = dict(document.tasks.order_by().values_list("state").annotate(n=Count("pk")))
    return {
        "plan": document.title,
        "year": year,
        "indicators": [_status_row(row) for row in rows],
        "tasks": {state: states.get(state, 0) for state in TaskState.values},
        "questions": open_questions(document).count(),
    }


def _status_row(row: Standing) -> dict[str, Any]:
    item, figure = row.indicator, row.figure
    return {
        "no": item.no,
        "name": item.name,
        "status": row.status,
        "value": str(figure.value) if figure and figure.value is not None else None,
        "unit": figure.unit if figure and item.coarse else item.unit,
        "target": item.goal,
        "reason": figure.outlook["reason"] if figure else row.lacks,
        "as_of": figure.as_of.isoformat() if figure else None,
        "simulated": figure.simulated if figure else False,
        "manual": figure.manual if figure else False,
        "document": figure.document if figure else "",
    }
