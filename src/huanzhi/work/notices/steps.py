"""办理消息: whom a step of a case concerns."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Max

from huanzhi.work.case import ENDS, State
from huanzhi.work.extension import Extension
from huanzhi.work.kinds import kinds
from huanzhi.work.notice import Reason, Source
from huanzhi.work.notices.news import News
from huanzhi.work.notices.roster import Roster, Told
from huanzhi.work.step import CaseStep

GIVING = ("work.assign", "work.hand-over")


@dataclass
class Around:
    """What else is known of the cases of some steps."""

    roster: Roster
    given: dict[int, int] = field(default_factory=dict)  # the newest step that gave the case away
    wishes: dict[int, Extension] = field(default_factory=dict)  # the newest wish for more time
    reports: dict[int, set[tuple[int | None, str | None]]] = field(default_factory=dict)

    @classmethod
    def of(cls, steps: list[CaseStep], roster: Roster) -> "Around":
        """Read in three queries, however many steps."""
        keys = {step.case_id for step in steps}
        log = CaseStep.objects.filter(case__in=keys).order_by()
        given = log.filter(verb__in=GIVING).values_list("case").annotate(Max("pk"))
        wishes = {one.case_id: one for one in Extension.objects.filter(case__in=keys).order_by("pk")}
        reports: dict[int, set[tuple[int | None, str | None]]] = defaultdict(set)
        rows = log.filter(verb="work.report-done")
        for key, user, body in rows.values_list("case", "actor_user", "organisation__code"):
            reports[key].add((user, body))
        return cls(roster, dict(given), wishes, reports)


def news_of(steps: Iterable[CaseStep], roster: Roster) -> Iterator[News]:
    """What these steps mean to whom. What a later step has overtaken, and what nobody else is concerned by, is left."""
    rows = list(steps)
    around = Around.of(rows, roster)
    for step in rows:
        meant = MEANING.get(step.verb, _nothing)(step, around)
        if meant is None:
            continue
        reason, told, body = meant
        told = {user: absent for user, absent in told.items() if user != step.actor_user_id}
        case = step.case
        yield News(Source.STEP, step.pk, reason, step.at, told, body, case, due_at=case.clock_at)


Meant = tuple[Reason, Told, int | None] | None


def _nothing(step: CaseStep, around: Around) -> Meant:
    return None


def _holder(step: CaseStep, around: Around) -> Told:
    case = step.case
    if case.assignee_id is not None:
        return around.roster.person(case.assignee_id)
    return around.roster.body(case.organisation_id, "work.accept")


def _given(step: CaseStep, around: Around) -> Meant:
    gone = step.case.state in (*ENDS, State.OPENED) or around.given.get(step.case_id) != step.pk
    return None if gone else (Reason.GIVEN, _holder(step, around), step.case.organisation_id)


def _to_hand_out(step: CaseStep, around: Around) -> Meant:
    case = step.case
    if case.state != State.OPENED:
        return None
    told = around.roster.whoever_may("work.assign", case.lead_id, case.organisation_id)
    return Reason.HAND_OUT, told, case.lead_id or case.organisation_id


def _returned(step: CaseStep, around: Around) -> Meant:
    gone = step.case.state in ENDS
    return None if gone else (Reason.RETURNED, _holder(step, around), step.case.organisation_id)


def _asked(step: CaseStep, around: Around) -> Meant:
    case, wish = step.case, around.wishes.get(step.case_id)
    if wish is None or wish.granted is not None:
        return None
    told = around.roster.whoever_may("work.decide-extension", case.lead_id, case.organisation_id)
    told = {user: absent for user, absent in told.items() if user != wish.asked_by_id}
    return Reason.EXTENSION_ASKED, told, case.lead_id or case.organisation_id


def _decided(step: CaseStep, around: Around) -> Meant:
    reason = Reason.EXTENSION_GRANTED if step.data.get("granted") else Reason.EXTENSION_REFUSED
    told = _holder(step, around)
    wish = around.wishes.get(step.case_id)
    if wish is not None and wish.asked_by_id is not None:
        told |= around.roster.person(wish.asked_by_id)
    return reason, told, step.case.organisation_id


def _to_re_check(step: CaseStep, around: Around) -> Meant:
    """Only those who may: never who reported, and where the kind says so, nobody of a body that reported."""
    case, roster = step.case, around.roster
    if case.state != State.REPORTED:
        return None
    reports = around.reports.get(case.pk, set())
    people = {user for user, _ in reports}
    bodies = {body for _, body in reports} if kinds()[case.kind].verify == "another-organisation" else set()
    told = {
        user: absent
        for user, absent in roster.everybody_who_may("work.verify").items()
        if user not in people and roster.first_body.get(user) not in bodies
    }
    return Reason.RE_CHECK, told, case.lead_id or case.organisation_id


MEANING: dict[str, Callable[[CaseStep, Around], Meant]] = {
    "work.open-case": _to_hand_out,
    "work.refuse": _to_hand_out,
    "work.reopen": _to_hand_out,
    "work.assign": _given,
    "work.hand-over": _given,
    "work.return-case": _returned,
    "work.request-extension": _asked,
    "work.decide-extension": _decided,
    "work.report-done": _to_re_check,
}
