"""The bulletin of a round 调度通报: who answered when, how tasks stand, what is in the way, where indicators stand."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huanzhi.measures.models import Status
from huanzhi.plan.models import Answer, Asked, Document, Round, TaskState
from huanzhi.plan.queries import Standing, standings
from huanzhi.plan.reports.blocks import (
    Block,
    Number,
    bar_chart,
    heading,
    note,
    number,
    paragraph,
    report,
    table,
)
from huanzhi.plan.rounds.queries import Body, bodies_of
from huanzhi.plan.rounds.round import AskedState
from huanzhi.plan.rounds.terms import due_words

HOW = {
    "in-time": gettext_noop("answered in time"),
    "late": gettext_noop("answered late"),
    "returned": gettext_noop("in time, returned"),
    "owing": gettext_noop("not answered in full"),
}


class _Everybody:
    """Whoever makes a bulletin sees the whole round."""

    is_authenticated = True

    class _Scope:
        everything, organisations, people = True, frozenset[int](), frozenset[int]()

    def scope(self) -> Any:
        return self._Scope


def gather(document: Document, year: int, **options: Any) -> dict[str, Any]:
    """The bulletin of a round: `round` (a Round or its key), else the newest of the year. LookupError without one."""
    one = _round(document, year, options.get("round"))
    if one.bulletin is not None and not options.get("fresh"):
        given = {name: options[name] for name in ("issuer", "number", "to", "day") if options.get(name)}
        return one.bulletin | given
    now: datetime = options.get("now") or timezone.now()
    rows = list(Asked.objects.filter(round=one).select_related("task", "organisation", "round"))
    bodies = bodies_of(one, _Everybody(), now)
    answers = _newest(rows)
    return report(
        "bulletin",
        _("Bulletin of %(round)s") % {"round": one.name},
        [
            *_summary(one, rows, bodies),
            *_departments(one, bodies),
            *_tasks(one, rows, answers),
            *_indicators(standings(document, year)),
            *_blockers(one, rows, answers),
            *_next(one, rows, answers),
        ],
        issuer=options.get("issuer") or "",
        number=options.get("number") or "",
        day=options.get("day") or timezone.localdate(now).isoformat(),
        to=options.get("to") or "",
        simulated=one.simulated,
    )


def _round(document: Document, year: int, wanted: Any) -> Round:
    if isinstance(wanted, Round):
        return wanted
    rows = Round.objects.filter(document=document)
    found = rows.filter(pk=wanted).first() if wanted else rows.filter(last_day__year=year).first()
    if found is None:
        raise LookupError(_("no round of %(year)s to make a bulletin of") % {"year": year})
    return found


def _newest(rows: list[Asked]) -> dict[int, Answer]:
    found = Answer.objects.filter(asked__in=[row.pk for row in rows]).order_by("at", "pk")
    return {answer.asked_id: answer for answer in found}


def _count(value: int, one: Round, name: str, query: str = "") -> Number:
    return number(str(value), "", reverse("desk:round", args=[one.pk]) + query, name)


def _summary(one: Round, rows: list[Asked], bodies: list[Body]) -> list[Block]:
    how = Counter(body.how for body in bodies)
    return [
        heading(_("Overall")),
        paragraph(
            _("The round covers %(first)s to %(last)s and asked ")
            % {"first": one.first_day, "last": one.last_day},
            _count(len(bodies), one, "bodies"),
            _(" departments about "),
            _count(len(rows), one, "asked"),
            _(" tasks, due on %(due)s. ") % {"due": due_words(one.due_at)},
            _("Accepted: "),
            _count(sum(row.state == AskedState.ACCEPTED for row in rows), one, "accepted", "?state=accepted"),
            _("; in time: "),
            _count(how["in-time"] + how["returned"], one, "in-time"),
            _(" departments; late: "),
            _count(how["late"], one, "late"),
            _("; not answered in full: "),
            _count(how["owing"], one, "owing"),
            _("; returned: "),
            _count(sum(row.returns for row in rows), one, "returns"),
            _(" times."),
        ),
    ]


def _departments(one: Round, bodies: list[Body]) -> list[Block]:
    head = [
        _("Department"),
        _("Asked"),
        _("Accepted"),
        _("Late answers"),
        _("Returned"),
        _("How it answered"),
    ]
    lines = []
    for body in bodies:
        at, code = f"?organisation={body.organisation.code}", body.organisation.code
        late = body.late + body.came_late
        lines.append(
            [
                body.organisation.name,
                [_count(body.asked, one, f"{code}:asked", at)],
                [_count(body.states.get(AskedState.ACCEPTED, 0), one, f"{code}:accepted", at)],
                [_count(late, one, f"{code}:late", at)],
                [_count(body.returns, one, f"{code}:returns", at)],
                _(HOW[body.how]),
            ]
        )
    return [
        heading(_("How departments answered")),
        table(_("Answers by department"), head, lines, [26, 12, 12, 12, 12, 26]),
    ]


def _tasks(one: Round, rows: list[Asked], answers: dict[int, Answer]) -> list[Block]:
    """Tasks by chapter and state, by the answer of the department that answers for each."""
    chapters: dict[int, Counter[str]] = {}
    for row in rows:
        if row.leads:
            said = answers.get(row.pk)
            state = said.state if said and row.state == AskedState.ACCEPTED else TaskState.UNREPORTED
            chapters.setdefault(row.task.chapter, Counter())[state] += 1
    names = [str(_("Chapter %(n)s") % {"n": chapter}) for chapter in sorted(chapters)]
    series = [
        (str(label), [float(chapters[chapter][state]) for chapter in sorted(chapters)])
        for state, label in TaskState.choices
    ]
    lines = [
        [name, *([_count(chapters[c][state], one, f"chapter-{c}:{state}")] for state in TaskState.values)]
        for name, c in zip(names, sorted(chapters), strict=True)
    ]
    head = [_("Chapter"), *(str(label) for label in TaskState.labels)]
    return [
        heading(_("How tasks stand")),
        table(_("Tasks by chapter"), head, lines, [28, 18, 18, 18, 18]),
        bar_chart(_("Tasks by chapter and state"), _("number of tasks"), names, series, stacked=True),
        note(_("A task counts by the accepted answer of the department that answers for it.")),
    ]


def _indicators(rows: list[Standing]) -> list[Block]:
    lines = []
    for row in rows:
        item, figure = row.indicator, row.figure
        proof = reverse("desk:indicator", args=[item.no])
        value: Any = "—"
        if figure is not None and figure.value is not None:
            value = [
                number(str(figure.value), figure.unit, f"{proof}?year={figure.year}", f"indicator-{item.no}")
            ]
        lines.append([str(item.no), item.name, item.goal, value, str(Status(row.status).label)])
    head = [_("No."), _("Indicator"), _("Target"), _("Now"), _("Status")]
    return [
        heading(_("Where indicators stand")),
        table(_("Main indicators"), head, lines, [8, 42, 16, 18, 16]),
    ]


def _blockers(one: Round, rows: list[Asked], answers: dict[int, Answer]) -> list[Block]:
    lines = [
        [
            f"{row.task.code} {row.task.title}",
            row.organisation.name,
            answers[row.pk].blocker,
            answers[row.pk].asks or "—",
        ]
        for row in rows
        if row.pk in answers and answers[row.pk].blocker
    ]
    if not lines:
        return [heading(_("What is in the way")), paragraph(_("No department named anything."))]
    head = [_("Task"), _("Department"), _("What is in the way"), _("Who must help")]
    return [heading(_("What is in the way")), table(_("Problems named"), head, lines, [28, 16, 34, 22])]


def _next(one: Round, rows: list[Asked], answers: dict[int, Answer]) -> list[Block]:
    said = [(row, answers[row.pk]) for row in rows if row.pk in answers and answers[row.pk].next_step]
    if not said:
        return []
    said.sort(key=lambda pair: (str(pair[1].next_on or "9999"), pair[0].task.code))
    lines = [
        [
            str(answer.next_on or "—"),
            f"{row.task.code} {row.task.title}",
            row.organisation.name,
            answer.next_step,
        ]
        for row, answer in said
    ]
    head = [_("By day"), _("Task"), _("Department"), _("Step")]
    return [heading(_("Next steps")), table(_("Next steps by day"), head, lines, [14, 28, 16, 42])]
