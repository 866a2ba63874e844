"""Which steps a person can take with a case now, each with its form and, if barred, the reason; and taking one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from huanzhi.desk.casework.forms import (
    AssignForm,
    BareForm,
    DecisionForm,
    HandsForm,
    MergeForm,
    NoteForm,
    ReasonForm,
    SplitForm,
    UntilForm,
)
from huanzhi.ledger.verbs import Actor
from huanzhi.work import actions
from huanzhi.work.case import ENDS, Case
from huanzhi.work.hands import holds
from huanzhi.work.kinds import kinds
from huanzhi.work.showing import lacking
from huanzhi.work.words import STEPS

FORMS: dict[str, type[forms.Form]] = {
    "work.assign": AssignForm,
    "work.accept": BareForm,
    "work.refuse": ReasonForm,
    "work.hand-over": HandsForm,
    "work.report-done": NoteForm,
    "work.verify": NoteForm,
    "work.return-case": ReasonForm,
    "work.suspend": ReasonForm,
    "work.resume": BareForm,
    "work.request-extension": UntilForm,
    "work.decide-extension": DecisionForm,
    "work.split": SplitForm,
    "work.merge": MergeForm,
    "work.unmerge": ReasonForm,
    "work.reopen": ReasonForm,
}
NAMING = ("work.assign", "work.hand-over", "work.split")  # they name organisations, people
FIRST = (
    "work.accept",
    "work.report-done",
    "work.verify",
    "work.assign",
    "work.resume",
    "work.decide-extension",
)


@dataclass(frozen=True)
class Choice:
    """A step; one that this person may not take stays visible, with the reason."""

    verb: str
    words: Any
    form: forms.Form
    forbidden: str = ""
    evidence: int = 0  # how many photos or files it still needs

    @property
    def first(self) -> bool:
        """Whether it is what most come for."""
        return self.verb in FIRST


def choices(user: Any, actor: Actor, case: Case, others: Any) -> list[Choice]:
    """The steps out of the state the case is in, the main ones first; those of other roles are left out."""
    asked = case.extensions.filter(granted=None).exists()
    made = []
    for step in kinds()[case.kind].steps:
        if (
            step.start != case.state
            or (step.verb == "work.decide-extension") != asked
            and "extension" in step.verb
        ):
            continue
        if step.verb == "work.split" and case.split_from_id:
            continue
        if not actor.may(step.verb) and step.verb not in ("work.verify", "work.return-case"):
            continue
        form = form_of(user, step.verb, None, others)
        made.append(
            Choice(step.verb, STEPS[step.verb], form, _barred(actor, case, step), lacking(case, step.verb))
        )
    return sorted(made, key=lambda one: (bool(one.forbidden), not one.first))


def form_of(user: Any, verb: str, data: Any, others: Any) -> forms.Form:
    """The form of a step."""
    extra: dict[str, Any] = {"others": others} if verb == "work.merge" else {}
    if verb in NAMING:
        extra["user"] = user
    return FORMS[verb](data, prefix=verb.partition(".")[2], **extra)


def take(verb: str, actor: Actor, case: Case, form: Any) -> None:
    """Take a step with what its form says."""
    data = form.cleaned_data
    note = data["note"]
    special: dict[str, Callable[[], Any]] = {
        "work.assign": lambda: actions.assign(actor, case, data["organisation"], data["assignee"], note),
        "work.hand-over": lambda: actions.hand_over(
            actor, case, data["organisation"], data["assignee"], note
        ),
        "work.request-extension": lambda: actions.request_extension(actor, case, data["until"], note),
        "work.decide-extension": lambda: actions.decide_extension(actor, case, data["granted"], note),
        "work.merge": lambda: actions.merge(actor, case, data["into"], note),
        "work.split": lambda: actions.split(actor, case, form.parts(), note),
    }
    if verb in special:
        special[verb]()
    else:
        actions.VERBS[verb](actor, case, note)


def _barred(actor: Actor, case: Case, step: Any) -> str:
    if not actor.may(step.verb):
        return _("Your role does not take this step.")
    if step.by == "owner" and not holds(actor, case) and "*" not in actor.verbs:
        return _("The case is in the hands of %(body)s.") % {"body": case.assignee or case.organisation}
    if (
        step.by == "checker"
        and case.steps.filter(verb="work.report-done", actor_user_id=actor.user_id).exists()
    ):
        return _("The re-check is for somebody other than who reported.")
    if step.by == "checker" and kinds()[case.kind].verify == "another-organisation":
        reports = case.steps.filter(verb="work.report-done", organisation__code=actor.organisation)
        if reports.exists():
            return _("The re-check is for an organisation other than who reported.")
    if step.verb == "work.report-done" and case.parts.exclude(state__in=ENDS).exists():
        return _("It waits for its parts.")
    return ""
