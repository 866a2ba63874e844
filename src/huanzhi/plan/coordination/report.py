"""The minutes of a coordination meeting 会议纪要: who met, what was decided, who does what by when."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huanzhi.plan.coordination.decision import Conclusion, Decision
from huanzhi.plan.coordination.meeting import Meeting, MeetingState
from huanzhi.plan.coordination.queries import whole_agenda
from huanzhi.plan.models import Document
from huanzhi.plan.reports.blocks import Block, Text, heading, note, number, paragraph, report, table


def gather(document: Document, year: int, **options: Any) -> dict[str, Any]:
    """The minutes of `meeting` (its key or itself), else of the last one held in the year. LookupError without one."""
    one = _meeting(year, options.get("meeting"))
    rows = whole_agenda(one)
    decisions = [decision for _item, decision in rows if decision is not None]
    return report(
        "minutes",
        _("Minutes of coordination meeting %(number)s") % {"number": one.number},
        [*_meeting_itself(one, rows), *_decisions(rows), *_assignments(decisions), *_undecided(rows)],
        issuer=options.get("issuer") or "",
        number=options.get("number") or one.document,
        day=options.get("day") or one.day.isoformat(),
        to=options.get("to") or _("、").join(body.name for body in one.present.all()),
        signatures=[(_("Chair"), one.chair)],
        simulated=one.simulated,
    )


def _meeting(year: int, asked: Any) -> Meeting:
    held = Meeting.objects.filter(state=MeetingState.HELD)
    if isinstance(asked, Meeting):
        asked = asked.pk
    found = held.filter(pk=asked).first() if asked else held.filter(day__year=year).first()
    if found is None:
        raise LookupError(
            f"meeting {asked}: none of this key was held" if asked else f"no meeting was held in {year}"
        )
    return found


def _meeting_itself(one: Meeting, rows: list[Any]) -> list[Block]:
    page = reverse("desk:meeting", args=[one.pk])
    present = list(one.present.all())
    where = _(", %(place)s") % {"place": one.place} if one.place else ""
    return [
        heading(_("The meeting")),
        paragraph(
            _("On %(day)s%(where)s the meeting %(number)s took place, %(chair)s in the chair; ")
            % {"day": one.day, "where": where, "number": one.number, "chair": one.chair},
            number(str(len(present)), "", page, _("departments present")),
            _(" departments were present: %(names)s. On the agenda were ")
            % {"names": _("、").join(body.name for body in present)},
            number(str(len(rows)), "", page, _("problems on the agenda")),
            _(" problems."),
        ),
    ]


def _decisions(rows: list[Any]) -> list[Block]:
    blocks = [heading(_("What was decided"))]
    for item, decision in rows:
        if decision is None:
            continue
        tail = ""
        if decision.conclusion == Conclusion.DEFER:
            tail = _(" Put off to %(day)s.") % {"day": decision.defer_to}
        elif decision.conclusion == Conclusion.NO_ACTION:
            tail = _(" No action: %(reason)s") % {"reason": decision.reason}
        blocks += [
            heading(f"{item.problem.title} ({item.problem.organisation})", 2),
            paragraph(decision.text + tail),
        ]
    return blocks


def _assignments(decisions: list[Decision]) -> list[Block]:
    rows: list[list[Text | str]] = [
        [
            one.organisation.name,
            one.text,
            one.due_on.isoformat(),
            [number(one.case.number, "", reverse("desk:case", args=[one.case.number]), one.text)],
        ]
        for decision in decisions
        for one in decision.assignments.all()
    ]
    if not rows:
        return []
    head = [_("Department"), _("What is to be done"), _("Until"), _("Case")]
    return [
        heading(_("Assignments")),
        table(_("Assignments of the meeting"), head, rows, [3, 6, 2, 2]),
        note(_("Each is a case; it closes when another organisation has re-checked it.")),
    ]


def _undecided(rows: list[Any]) -> list[Block]:
    waiting = [item.problem.title for item, decision in rows if decision is None]
    if not waiting:
        return []
    return [note(_("Not decided: %(titles)s.") % {"titles": _("; ").join(waiting)})]
