"""Forms of coordination: a problem, a meeting, its agenda, a decision with what it assigns."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.forms import SeenForm
from huanzhi.people.models import Organisation
from huanzhi.plan.actions.coordination import Task
from huanzhi.plan.coordination.decision import Conclusion
from huanzhi.plan.coordination.problem import Problem, ProblemState
from huanzhi.plan.coordination.queries import called

TASKS = 3


def day(label: Any, required: bool = True) -> forms.DateField:
    """A day, with the browser's calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def words(label: Any, rows: int = 3, required: bool = True, **more: Any) -> forms.CharField:
    """Several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=4000, required=required, **more)


def body(label: Any, required: bool = True) -> forms.ModelChoiceField:
    """One organisation by its code."""
    return forms.ModelChoiceField(
        Organisation.objects.none(), label=label, required=required, to_field_name="code"
    )


class ProblemFilter(SeenForm):
    """What the list of problems can be narrowed by; its state lives in the address."""

    STATES = [("unsettled", _("not settled")), *ProblemState.choices, ("all", _("all"))]
    q = forms.CharField(label=_("Words"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    department = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Department"), required=False, to_field_name="code", empty_label=_("all"),
    )  # fmt: skip
    escalated = forms.BooleanField(label=_("stands out"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.problems = Problem.objects.visible_to(user)
        super().__init__(*args, user=user, **kwargs)

    def among(self, name: str, rows: Any) -> Any:
        """Those that have problems which the user may see."""
        return rows.filter(pk__in=self.problems.order_by().values("organisation"))


class ProblemForm(SeenForm):
    """A problem as it is raised; a department raises its own."""

    title = forms.CharField(label=_("Problem, in a line"), max_length=200)
    text = words(_("What stands in the way, what is asked of whom"), 4, required=False)
    organisation = body(_("Whose problem it is"))
    origin = forms.CharField(
        label=_("Came from"), required=False, max_length=80,
        help_text=_("kind:key, as in indicator:6 or case:2026-0004; empty when raised by hand."),
    )  # fmt: skip

    def __init__(self, *args: Any, own: Iterable[int] | None, **kwargs: Any) -> None:
        self.own = own
        super().__init__(*args, **kwargs)

    def among(self, name: str, rows: Any) -> Any:
        """Only one's own, the first of them chosen."""
        if self.own is None:
            return rows
        bodies = rows.filter(pk__in=list(self.own))
        self.fields[name].initial = bodies.first()
        return bodies


class SettleForm(forms.Form):
    """How it was settled."""

    note = words(_("How it was settled"), 2)


class MeetingForm(forms.Form):
    """A meeting that is called."""

    number = forms.CharField(label=_("Number"), max_length=40)
    day = day(_("Day"))
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    chair = forms.CharField(label=_("Chair"), max_length=80, required=False)


class AgendaForm(forms.Form):
    """On which meeting's agenda the chosen problems go."""

    meeting = forms.ModelChoiceField(called(), label=_("Meeting"), empty_label=None)
    problem = forms.ModelMultipleChoiceField(Problem.objects.none(), label=_("Problems"))

    def __init__(self, *args: Any, problems: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["problem"].queryset = problems  # type: ignore[attr-defined]


class HoldForm(SeenForm):
    """Who was there."""

    chair = forms.CharField(label=_("Chair"), max_length=80)
    present = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=_("Present"), to_field_name="code",
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )  # fmt: skip


class MinutesForm(forms.Form):
    """The signed minutes."""

    document = forms.CharField(label=_("Number of the minutes"), max_length=80)
    file = forms.FileField(label=_("File"))


class DecisionForm(forms.Form):
    """What was decided about a problem; up to three assignments."""

    text = words(_("What was decided"), 2)
    conclusion = forms.ChoiceField(label=_("Conclusion"), choices=Conclusion.choices)
    defer_to = day(_("Put off to"), required=False)
    reason = forms.CharField(label=_("Reason, when nothing is done"), max_length=1000, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, TASKS + 1):
            said = {"n": n}
            who = body(_("Assignment %(n)s: department") % said, required=False)
            who.queryset = Organisation.objects.visible_to(user)
            self.fields[f"organisation_{n}"] = who
            self.fields[f"task_{n}"] = forms.CharField(
                label=_("Assignment %(n)s: what is to be done") % said, max_length=200, required=False
            )
            self.fields[f"due_{n}"] = day(_("Assignment %(n)s: until") % said, required=False)

    def clean(self) -> dict[str, Any]:
        """An assignment is whole or not there."""
        data = super().clean() or {}
        for n in range(1, TASKS + 1):
            parts = {name: data.get(f"{name}_{n}") for name in ("organisation", "task", "due")}
            if any(parts.values()):
                for name, said in parts.items():
                    if not said and f"{name}_{n}" not in self.errors:
                        self.add_error(f"{name}_{n}", _("An assignment says who, what and until when."))
        return data

    def tasks(self) -> list[Task]:
        """The assignments that were filled in."""
        data = self.cleaned_data
        rows = [(data[f"organisation_{n}"], data[f"task_{n}"], data[f"due_{n}"]) for n in range(1, TASKS + 1)]
        return [Task(*row) for row in rows if row[0]]
