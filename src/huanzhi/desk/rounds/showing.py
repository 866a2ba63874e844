"""What pages of rounds show of what is asked: what the system knows, in words; what happened; the form."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huanzhi.desk.rounds.forms import AnswerForm
from huanzhi.plan.models import AnnualItem, Answer, Asked
from huanzhi.plan.rounds.beside import Beside
from huanzhi.plan.rounds.known import Known, knowing
from huanzhi.plan.rounds.round import OWED, AskedState
from huanzhi.plan.works.lists import stages

_PARTS = {
    "target": gettext_lazy("target"),
    "on": gettext_lazy("stage passed on"),
    "late": gettext_lazy("late since"),
}


@dataclass
class Fact:
    """A line of what the system knows, with the page that shows it."""

    words: str
    href: str = ""
    wrong: bool = False


@dataclass
class Card:
    """One task asked of one department, as a page shows it."""

    asked: Asked
    newest: Answer | None
    facts: list[Fact] = field(default_factory=list)
    form: AnswerForm | None = None
    changed: list[str] = field(default_factory=list)  # what changed behind the last round's answer since

    @property
    def owed(self) -> bool:
        """Whether the department has still to answer."""
        return self.asked.state in OWED

    @property
    def may_answer(self) -> bool:
        """Whether an answer would be taken: until it is accepted."""
        return self.asked.round.open and self.asked.state != AskedState.ACCEPTED


def cards(rows: Iterable[Asked], aside: Beside, wrong: AnswerForm | None = None, key: int = 0) -> list[Card]:
    """Each with what the system knows; `wrong` is the form of `key` that came back."""
    held = list(rows)
    if not held:
        return []
    knows = knowing(held)
    found = []
    for row in held:
        newest = next(iter(row.answers.all()), None)
        card = Card(row, newest, facts(knows.about(row.task, row.organisation_id), row, aside))
        since = aside.changed.get((row.task_id, row.organisation_id))
        card.changed = changed_words(since.data) if since else []
        if card.may_answer:
            card.form = wrong if row.pk == key and wrong is not None else AnswerForm(asked=row, newest=newest)
        found.append(card)
    return found


def facts(known: Known, row: Asked, aside: Beside) -> list[Fact]:
    """What is known, a line each; what is off its target is marked."""
    year = known["as_of"][:4]
    found = [_step(aside.steps[row.task.code])] if row.task.code in aside.steps else []
    found += [_figure(figure, year) for figure in known["figures"]]
    found += [_work(work) for work in known["works"]]
    cases = known["cases"]
    words = (
        _("cases of the department in the period: %(opened)s opened, %(closed)s closed, %(open)s open now")
        % cases
    )
    at = f"{reverse('desk:cases')}?organisation={row.organisation.code}"
    found.append(Fact(words, at, bool(cases["open"])))
    late = aside.late_duties.get(row.organisation_id, 0)
    if late:
        words = ngettext(
            "%(n)s duty of the department is late", "%(n)s duties of the department are late", late
        )
        found.append(Fact(words % {"n": late}, f"{reverse('desk:duties')}?state=late", True))
    return found


def _step(item: AnnualItem) -> Fact:
    words = _("this year's step, due %(due)s: %(step)s") % {
        "due": item.due_on,
        "step": item.step or item.title,
    }
    goal = item.goal or item.target
    return Fact(
        f"{words}（{goal}）" if goal else words, reverse("desk:annual-item", args=[item.plan_id, item.pk])
    )


def _figure(figure: Known, year: str) -> Fact:
    at = f"{reverse('desk:indicator', args=[figure['no']])}?year={year}"
    if figure["value"] is None:
        return Fact(_("%(name)s: cannot be computed") % {"name": figure["name"]}, at, True)
    words = _("%(name)s: %(value)s %(unit)s, target %(target)s") % figure
    return Fact(words, at, figure["kept"] is False)


def _work(work: Known) -> Fact:
    stage = stages().get(work["stage"] or "")
    words = _("%(name)s: %(stage)s, %(on)s") if stage else _("%(name)s: no stage passed yet")
    told = words % {"name": work["name"], "stage": stage.words if stage else "", "on": work["on"]}
    if work["late"]:
        told = _("%(work)s; late since %(day)s") % {"work": told, "day": work["late"]}
    return Fact(told, reverse("desk:project", args=[work["code"]]), work["late"] is not None)


def changed_words(data: dict[str, Any]) -> list[str]:
    """What changed behind an answer, a line each."""
    names = {"opened": _("cases opened"), "closed": _("cases closed"), "open": _("cases open")}
    lines = []
    for one in data.get("changed", []):
        before, after = one["before"], one["after"]
        if one["of"] == "stage":
            before, after = (stages()[code].words if code in stages() else code for code in (before, after))
        name = names.get(one["what"], one["what"])
        if one["of"] in _PARTS:
            name = f"{name}, {_PARTS[one['of']]}"
        words = {"what": name, "before": _none(before), "after": _none(after)}
        lines.append(_("%(what)s: %(before)s became %(after)s") % words)
    return lines


def _none(value: Any) -> Any:
    return "—" if value is None else value
