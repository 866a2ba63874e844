"""五、定期调度与协调: rounds of the year with what was answered, problems and what was decided on them."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from huanzhi.plan.coordination.problem import ProblemState
from huanzhi.plan.models import Problem
from huanzhi.plan.reports.annual.told import Told, count
from huanzhi.plan.reports.blocks import Block, filled, heading, paragraph, table, text


def blocks(told: Told) -> list[Block]:
    """Rounds, then problems."""
    return [heading(_("Rounds and coordination")), *_rounds(told), *_problems(told)]


def _rounds(told: Told) -> list[Block]:
    from huanzhi.plan.rounds.round import AskedState, Round

    accepted, waiting = Q(asked__state=AskedState.ACCEPTED), Q(asked__state=AskedState.WAITING)
    held = Round.objects.filter(document=told.document, last_day__year=told.year).order_by("first_day")
    held = held.annotate(
        all=Count("asked"), accepted=Count("asked", filter=accepted), waiting=Count("asked", filter=waiting)
    )
    rows = [_round(one) for one in held]
    if not rows:
        return [paragraph(_("No round was held in the year."))]
    head = [_("Round"), _("asked"), _("accepted"), _("not answered")]
    return [table(_("Rounds of the year"), head, rows, [46, 18, 18, 18])]


def _round(one: Any) -> list[Any]:
    page = f"/desk/rounds/{one.pk}/"
    parts = (
        (one.all, "asked", _("asked")),
        (one.accepted, "accepted", _("accepted")),
        (one.waiting, "waiting", _("not answered")),
    )
    return [
        one.name,
        *(
            text(count(n, "", page, f"round-{one.pk}-{key}", f"{one.name}：{words}"))
            for n, key, words in parts
        ),
    ]


def _problems(told: Told) -> list[Block]:
    rows = Problem.objects.filter(raised_at__year=told.year, raised_at__lt=told.end)
    settled = rows.filter(state=ProblemState.SETTLED).count()
    page = "/desk/coordination/"
    return [
        paragraph(
            *filled(
                _("{all} problems were brought to the coordination meeting; {settled} are settled."),
                all=count(rows.count(), "", page, "problems", _("problems brought to the meeting")),
                settled=count(settled, "", page, "problems-settled", _("problems settled")),
            )
        )
    ]
